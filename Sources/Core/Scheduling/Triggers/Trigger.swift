/// What a schedule does when it is due. Strings may hold templates (`Template`).
///
/// Indirect: a trigger is copied with every row and fire, and changed next to never.
package indirect enum Trigger: Hashable, Sendable, Codable {
  case deployment(DeploymentTrigger)
  case http(HTTPTrigger)
  case command(CommandTrigger)

  package enum Kind: String, Hashable, Sendable, Codable, CaseIterable { case deployment, http, command }

  package var kind: Kind {
    switch self {
    case .deployment: .deployment
    case .http: .http
    case .command: .command
    }
  }
}

/// A call of a ZenML pipeline deployment.
package struct DeploymentTrigger: Hashable, Sendable, Codable {
  /// Name or id; nil means the one deployment of the schedule's pipeline.
  package var deployment: String?
  package var pipelineID: Identifier?
  /// An object: the parameters of the deployed pipeline.
  package var parameters: JSONValue

  package init(deployment: String? = nil, pipelineID: Identifier? = nil, parameters: JSONValue = [:]) {
    self.deployment = deployment
    self.pipelineID = pipelineID
    self.parameters = parameters
  }
}

/// One request to any HTTP API; its answer's status decides.
package struct HTTPTrigger: Hashable, Sendable, Codable {
  package var method: String
  package var url: String
  package var headers: [String: String]
  package var body: JSONValue?
  /// The statuses that mean the request was accepted.
  package var success: [ClosedRange<Int>]
  package var timeoutSeconds: Int

  package init(
    method: String = "POST", url: String, headers: [String: String] = [:], body: JSONValue? = nil,
    success: [ClosedRange<Int>] = [200...299], timeoutSeconds: Int = HTTPTrigger.timeoutSecondsDefault
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.success = success
    self.timeoutSeconds = timeoutSeconds
  }

  /// Long enough for an API that does its work before it answers, short enough to notice a dead one.
  package static let timeoutSecondsDefault = 60
}

/// A program of this machine, started without a shell.
package struct CommandTrigger: Hashable, Sendable, Codable {
  package var argv: [String]
  /// The working directory; nil means the daemon's.
  package var cwd: String?
  package var env: [String: String]
  /// After this many seconds the whole process tree is ended; nil means never.
  package var timeoutSeconds: Int?

  package init(argv: [String], cwd: String? = nil, env: [String: String] = [:], timeoutSeconds: Int? = nil) {
    self.argv = argv
    self.cwd = cwd
    self.env = env
    self.timeoutSeconds = timeoutSeconds
  }
}
