extension Configuration {
  /// Reads a configuration file.
  /// - Parameters:
  ///   - path: relative to the working directory, or absolute. Relative paths in the file count from its directory.
  ///   - environment: of the process. Read are `CARILLON_SERVER_API_KEY`, `CARILLON_SERVER_PASSWORD`, `CARILLON_SERVER_TOKEN`,
  ///     `ZENML_STORE_URL`, `ZENML_STORE_API_KEY` and systemd's `STATE_DIRECTORY`.
  /// - Throws: everything that is wrong, with places. Nothing but files has been touched then.
  package static func load(path: String, environment: [String: String]) throws(ConfigurationError) -> Configuration {
    try load(path: path, environment: environment, for: .use)
  }

  /// With another purpose than use, what it holds of secrets is not to be used.
  static func load(
    path: String, environment: [String: String], for purpose: ConfigurationReader.Purpose
  ) throws(ConfigurationError) -> Configuration {
    let text: String
    do throws(FileProblem) {
      text = try TextFile.readConfiguration(path)
    } catch {
      throw ConfigurationError(problems: [error])
    }
    let log = ProblemLog(SourceText(file: path, text: text))
    let configuration = ConfigurationReader(path: path, environment: environment, purpose: purpose, log: log).read()
    guard let configuration, !log.hasErrors else { throw ConfigurationError(problems: log.errors) }
    return configuration
  }
}
