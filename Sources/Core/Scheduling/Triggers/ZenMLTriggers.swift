/// A call of a ZenML pipeline deployment.
package struct DeploymentTrigger: Hashable, Sendable, Codable {
  /// Name or id; nil means the one deployment of the schedule's pipeline.
  package var deployment: String?
  package var pipelineID: Identifier?
  /// An object: the parameters of the deployed pipeline.
  package var parameters: JSONValue

  /// How long the request may take that is the whole run, where the deployment takes no other.
  package static let invocationLimit: Duration = .seconds(3600)

  package init(deployment: String? = nil, pipelineID: Identifier? = nil, parameters: JSONValue = [:]) {
    self.deployment = deployment
    self.pipelineID = pipelineID
    self.parameters = parameters
  }
}

/// A run of a pipeline snapshot, started by the ZenML server.
package struct SnapshotTrigger: Hashable, Sendable, Codable {
  /// Which snapshot.
  package enum Choice: Hashable, Sendable, Codable {
    /// Its id, its name, or the beginning of a name that only one snapshot has.
    case named(String)
    /// The newest runnable one of a pipeline.
    case newest(tag: String?)
  }

  package var snapshot: Choice
  /// Name or id; narrows `named`, and is needed by `newest`. Nil there means the schedule's own pipeline.
  package var pipeline: String?
  package var pipelineID: Identifier?
  package var configuration: RunConfiguration

  package init(
    snapshot: Choice, pipeline: String? = nil, pipelineID: Identifier? = nil, configuration: RunConfiguration = RunConfiguration()
  ) {
    self.snapshot = snapshot
    self.pipeline = pipeline
    self.pipelineID = pipelineID
    self.configuration = configuration
  }
}

/// A run of a pipeline build: servers up to ZenML 0.58.
package struct BuildTrigger: Hashable, Sendable, Codable {
  /// The build's id; nil means the newest one of the pipeline.
  package var build: String?
  /// Name or id; nil means the schedule's own pipeline.
  package var pipeline: String?
  /// Of the pipeline; nil means its newest.
  package var version: String?
  package var pipelineID: Identifier?
  package var configuration: RunConfiguration

  package init(
    build: String? = nil, pipeline: String? = nil, version: String? = nil, pipelineID: Identifier? = nil,
    configuration: RunConfiguration = RunConfiguration()
  ) {
    self.build = build
    self.pipeline = pipeline
    self.version = version
    self.pipelineID = pipelineID
    self.configuration = configuration
  }
}

/// A run of a run template, which newer ZenML servers replace by snapshots.
package struct RunTemplateTrigger: Hashable, Sendable, Codable {
  /// Its id, its name, or the beginning of a name that only one template has.
  package var template: String
  package var configuration: RunConfiguration

  package init(template: String, configuration: RunConfiguration = RunConfiguration()) {
    self.template = template
    self.configuration = configuration
  }
}

/// What a run that a ZenML server starts is told.
package struct RunConfiguration: Hashable, Sendable, Codable {
  /// For each step, an object: its parameters.
  package var steps: [String: JSONValue]
  /// An object: the pipeline's own parameters, which only dynamic pipelines take.
  package var parameters: JSONValue?
  package var tags: [String]

  package init(steps: [String: JSONValue] = [:], parameters: JSONValue? = nil, tags: [String] = []) {
    self.steps = steps
    self.parameters = parameters
    self.tags = tags
  }
}
