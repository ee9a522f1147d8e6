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
  /// Nil: no trigger can act on JFrog ML.
  package var jfrog: JFrog?
  /// Files, directories and patterns, absolute.
  package var schedules: [String]
  /// The default directory, absolute, where it was not there at the start: it need not be, but what an earlier life read from it goes on.
  package var schedulesIfThere: [String] = []
  /// Of the control API; absolute.
  package var socketPath: ControlSocketPath
  /// Where it answers over the network, in the order of the file.
  package var listen: [ListenAddress] = []
  /// For every address of `listen`; nil: what is said can be read on the way.
  package var tls: TLS?
  /// Names besides its own by which browsers may call the daemon: `host` or `host:port`, in lower case.
  package var allowedHosts: Set<String> = []
  /// Nil: no user of the server may ask.
  package var zenmlLogin: ZenMLLogin?
  package var syncInterval: Duration
  package var sweepInterval: Duration
  /// What a binding that the server holds may do beyond acting on that server.
  package var serverBindings: ServerBindingRules
  package var logLevel: LogLevel
  package var logFormat: LogFormat
  /// Where the requests of triggers may go.
  package var egress = EgressRules.standard
  /// Whether schedules may run commands of this machine.
  package var commands = true
  /// Under which others can call this daemon, without a slash at the end; nil: nobody can, and there are no callbacks.
  package var publicURL: String?
  /// How much is started at a time.
  package var limits = DispatchLimits()
  /// How much of the past is kept.
  package var retention = Configuration.retentionDefault
  /// What policies may name, in the order of the file.
  package var calendars: [CalendarDefinition] = []
  /// Who is told what.
  package var alerts = Alerts()
  /// What may not be meant, in a configuration that is used.
  package var warnings: [FileProblem] = []

  /// What users of the ZenML server may do here.
  package struct ZenMLLogin: Hashable, Sendable {
    /// Nil: only those who are named.
    package var everyone: Role?
    /// By id, of users and service accounts.
    package var ids: [Identifier: Role] = [:]
    /// By name, of users alone.
    package var users: [String: Role]
  }

  /// PEM files, absolute.
  package struct TLS: Hashable, Sendable {
    package var certificate: String
    package var key: String
  }

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

  /// The JFrog ML of a JFrog platform.
  package struct JFrog: Hashable, Sendable {
    package enum Authentication: Hashable, Sendable {
      case password(username: String, Secret)
      /// An access token, sent as it is.
      case token(Secret)
    }

    /// With scheme and host, without a slash at the end; `https://acme.jfrog.io/ml/api`, or the host alone.
    package var url: String
    package var authentication: Authentication
    /// `host` or `host:port`, in lower case: the endpoints of deployments that are called with its credentials, besides its own host.
    package var endpointHosts: Set<String>

    package init(url: String, authentication: Authentication, endpointHosts: Set<String> = []) {
      self.url = url
      self.authentication = authentication
      self.endpointHosts = endpointHosts
    }
  }
}

/// Why a configuration cannot be used: everything that is wrong with it.
package struct ConfigurationError: Error, Sendable, CustomStringConvertible {
  package let problems: [FileProblem]
  package init(problems: [FileProblem]) { self.problems = problems }
  package var description: String { problems.map(\.description).joined(separator: "\n") }
}
