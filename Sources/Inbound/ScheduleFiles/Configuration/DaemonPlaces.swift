import ControlMessages

/// Where a daemon is, by its configuration: for whoever asks it, or works with the store that it left.
package struct DaemonPlaces: Sendable {
  /// Absolute.
  package let stateDirectory: String
  package let socketPath: ControlSocketPath

  /// Reads a configuration file without any secret, and without what only the daemon's environment says: neither need be there, or be
  /// readable for who asks.
  /// - Parameters:
  ///   - path: relative to the working directory, or absolute.
  ///   - environment: read is systemd's `STATE_DIRECTORY` alone.
  /// - Throws: everything else that is wrong, with places.
  package init(path: String, environment: [String: String]) throws(ConfigurationError) {
    let own = environment.filter { $0.key == "STATE_DIRECTORY" }
    let configuration = try Configuration.load(path: path, environment: own, for: .places)
    stateDirectory = configuration.stateDirectory
    socketPath = configuration.socketPath
  }
}
