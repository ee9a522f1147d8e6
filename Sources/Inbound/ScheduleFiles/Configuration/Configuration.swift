import ControlMessages
import Scheduling
import Seams

/// What one daemon is told: where its state is, which server and files hold its schedules, how it is reached and what it logs.
package struct Configuration: Sendable {
  package enum LogLevel: String, Sendable, CaseIterable { case trace, debug, info, notice, warning, error, critical }
  package enum LogFormat: String, Sendable, CaseIterable { case text, json }

  /// Absolute.
  package var stateDirectory: String
  /// Nil: schedules come from files only.
  package var server: Server?
  /// Files, directories and patterns, absolute.
  package var schedules: [String]
  /// Of the control API; absolute.
  package var socketPath: ControlSocketPath
  package var syncInterval: Duration
  package var sweepInterval: Duration
  /// `host` or `host:port`, in lower case: where a binding that the server holds may send requests.
  package var allowedHosts: Set<String>
  package var logLevel: LogLevel
  package var logFormat: LogFormat
  /// How much is started at a time.
  package var limits = DispatchLimits()
  /// How much of the past is kept.
  package var retention = Configuration.retentionDefault
  /// What policies may name, in the order of the file.
  package var calendars: [CalendarDefinition] = []
  /// What may not be meant, in a configuration that is used.
  package var warnings: [FileProblem] = []

  /// A ZenML server.
  package struct Server: Hashable, Sendable {
    package enum Authentication: Hashable, Sendable {
      /// Of a service account.
      case apiKey(Secret)
      case password(username: String, Secret)
      /// A personal access token, sent as it is.
      case token(Secret)
    }

    /// With scheme and host, without a slash at the end and without `/api/v1`.
    package var url: String
    /// Name or id.
    package var project: String
    package var authentication: Authentication

    package init(url: String, project: String = Configuration.projectDefault, authentication: Authentication) {
      self.url = url
      self.project = project
      self.authentication = authentication
    }
  }
}

/// Why a configuration cannot be used: everything that is wrong with it.
package struct ConfigurationError: Error, Sendable, CustomStringConvertible {
  package let problems: [FileProblem]
  package var description: String { problems.map(\.description).joined(separator: "\n") }
}
