import ControlMessages

/// Which daemon a client command speaks to.
///
/// In this order: `--socket`, `--config`, `$CARILLON_CONFIG`, the daemon of the working directory (`./.carillon/`), the
/// machine's (`/etc/carillon/carillon.yaml`).
struct SocketLocation {
  static let configurationVariable = "CARILLON_CONFIG"
  static let localFolder = ".carillon"
  static let machineConfiguration = "/etc/carillon/carillon.yaml"

  /// From `--socket`.
  var socket: String?
  /// From `--config`.
  var configuration: String?
  var environment: [String: String]
  var fileExists: (String) -> Bool
  /// The control socket that a configuration file names.
  var socketOfConfiguration: (String) throws -> ControlSocketPath

  func resolve() throws -> ControlSocketPath {
    if let socket { return try ControlSocketPath(socket) }
    if let configuration { return try socketOfConfiguration(configuration) }
    if let configuration = environment[Self.configurationVariable], !configuration.isEmpty {
      return try socketOfConfiguration(configuration)
    }
    if fileExists(Self.localFolder) {
      return try ControlSocketPath("\(Self.localFolder)/\(ControlSocketPath.defaultName)")
    }
    guard fileExists(Self.machineConfiguration) else { throw Self.nowhere }
    return try socketOfConfiguration(Self.machineConfiguration)
  }

  private static let nowhere = ControlProblem(
    .unavailable,
    "no daemon to ask: neither --socket nor --config is given, \(configurationVariable) is not set, and there is neither "
      + "./\(localFolder)/ nor \(machineConfiguration); start one with carillon serve, or name its socket with --socket")
}
