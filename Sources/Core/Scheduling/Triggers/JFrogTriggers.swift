/// Deploys a model version through JFrog ML.
package struct JFrogDeploymentTrigger: Hashable, Sendable, Codable {
  /// The deployment's name on JFrog ML.
  package var name: String
  /// The model's id or name.
  package var model: String
  package var version: JFrogVersionChoice
  package var replicas: Int?
  /// An object of `cpu`, `memory` (texts) and `gpu` (an integer).
  package var resources: JSONValue?
  /// How long the deployment may take until it is active.
  package var timeoutSeconds: Int?

  package init(
    name: String, model: String, version: JFrogVersionChoice = .newestInProduction, replicas: Int? = nil, resources: JSONValue? = nil,
    timeoutSeconds: Int? = nil
  ) {
    self.name = name
    self.model = model
    self.version = version
    self.replicas = replicas
    self.resources = resources
    self.timeoutSeconds = timeoutSeconds
  }
}

/// Which version of a model.
package enum JFrogVersionChoice: Hashable, Sendable, Codable {
  case id(String)
  /// Its version text, such as `1.4.0`.
  case version(String)
  case newestInProduction
}

/// Records scheduled retraining as an experiment of JFrog ML.
package struct JFrogExperimentTrigger: Hashable, Sendable, Codable {
  package var name: String
  /// The model's id or name.
  package var model: String?
  package var description: String?
  /// An object of texts.
  package var parameters: JSONValue
  package var timeoutSeconds: Int?

  package init(
    name: String, model: String? = nil, description: String? = nil, parameters: JSONValue = [:], timeoutSeconds: Int? = nil
  ) {
    self.name = name
    self.model = model
    self.description = description
    self.parameters = parameters
    self.timeoutSeconds = timeoutSeconds
  }
}

/// Calls the endpoint of the active deployment of a JFrog ML model.
package struct JFrogInferenceTrigger: Hashable, Sendable, Codable {
  /// The model's id or name.
  package var model: String
  /// The deployment's name or id, where a model has several that are active.
  package var deployment: String?
  package var body: JSONValue
  package var timeoutSeconds: Int

  package init(model: String, deployment: String? = nil, body: JSONValue = [:], timeoutSeconds: Int = HTTPTrigger.timeoutSecondsDefault) {
    self.model = model
    self.deployment = deployment
    self.body = body
    self.timeoutSeconds = timeoutSeconds
  }
}
