import ControlMessages
import Scheduling
import Seams

extension Configuration {
  /// An edit on the server is obeyed within one poll; a poll costs the server about 20 ms.
  package static let syncIntervalDefault: Duration = .seconds(10)
  /// Finds what no poll shows; reading 1 000 schedules takes a server about a second.
  package static let sweepIntervalDefault: Duration = .seconds(300)
  /// Shorter ones are load without use; a day is longer than anybody waits for an edit.
  static let intervalRange: ClosedRange<Duration> = .seconds(1) ... .seconds(86_400)
  /// One line for each fire, none for each poll.
  package static let logLevelDefault = LogLevel.info
  /// For people; journald adds time and level itself.
  package static let logFormatDefault = LogFormat.text
  /// The project that every ZenML server has.
  package static let projectDefault = "default"
  /// Beside the configuration. It need not be there.
  package static let schedulesDefault = "schedules"
  /// Beside the configuration, hidden, like other tools' state in a project.
  package static let stateDirectoryDefault = ".carillon"
  /// Where a service keeps its state (Filesystem Hierarchy Standard 3.0, section 5.8), for a configuration in `systemDirectory`.
  package static let systemStateDirectory = "/var/lib/carillon"
  package static let systemDirectory = "/etc/carillon"

  // MARK: Retention

  /// A year and a month: a yearly run can be compared with the one before it.
  static let retentionAgeDefault: Duration = .seconds(400 * 86_400)
  /// A hundred schedules that fire every five minutes, for half a year; more are found in the file too slowly for a person who waits.
  static let retentionRowsDefault = 5_000_000
  /// Fits the small disk of a virtual machine beside its system, and holds more than the rows above take.
  static let retentionBytesDefault = 4 << 30
  package static let retentionDefault = RetentionLimits(
    age: retentionAgeDefault, rows: retentionRowsDefault, bytes: retentionBytesDefault)
  /// The audit of the last day must find what it looks for.
  static let retentionAgeRange: ClosedRange<Duration> = .seconds(86_400) ... .seconds(36_500 * 86_400)
  /// Fewer would be gone before anybody could look at them.
  static let retentionRowsRange = 1_000...1_000_000_000
  /// An empty ledger takes a part of a mebibyte.
  static let retentionBytesLeast = 16 << 20

  // MARK: Limits

  /// Wide: they catch typing errors.
  static let inFlightRange = 1...1_000_000
  static let perSecondRange = 1...100_000

  // MARK: Without a file

  /// A daemon without a server and without a configuration file.
  /// - Parameters:
  ///   - directory: for its state.
  ///   - schedules: files, directories and patterns. Relative paths count from the working directory, as `directory` does.
  package static func embedded(directory: String, schedules: [String]) throws(ConfigurationError) -> Configuration {
    let stateDirectory = AbsolutePath.of(directory)
    let socketPath: ControlSocketPath
    do throws(ControlSocketPathError) {
      socketPath = try ControlSocketPath(AbsolutePath.join(stateDirectory, ControlSocketPath.defaultName))
    } catch {
      throw ConfigurationError(problems: [FileProblem(file: directory, message: error.description)])
    }
    var configuration = Configuration(
      stateDirectory: stateDirectory, server: nil, schedules: schedules.map { AbsolutePath.of($0) }, socketPath: socketPath,
      syncInterval: syncIntervalDefault, sweepInterval: sweepIntervalDefault, serverBindings: ServerBindingRules(),
      logLevel: logLevelDefault, logFormat: logFormatDefault)
    // Whichever port is free: somebody who tries Carillon has other things running.
    configuration.listen = [ListenAddress(host: "127.0.0.1", port: 0)]
    return configuration
  }
}
