import Values

/// What a model version is made of. What is nil is not sent.
public struct JFrogModelVersionRequest: Hashable, Sendable {
  /// Such as `1.4.0`.
  public var version: String
  public var description: String?
  public var status: JFrogModelVersion.Status?
  public var artifactPath: String?
  public var metrics: [String: Double]?
  public var parameters: [String: String]?

  public init(
    version: String, description: String? = nil, status: JFrogModelVersion.Status? = nil, artifactPath: String? = nil,
    metrics: [String: Double]? = nil, parameters: [String: String]? = nil
  ) {
    self.version = version
    self.description = description
    self.status = status
    self.artifactPath = artifactPath
    self.metrics = metrics
    self.parameters = parameters
  }

  var json: JSONValue {
    JSONValue(members: [
      "version": .string(version), "description": description.map(JSONValue.string), "status": status.map { .string($0.rawValue) },
      "artifact_path": artifactPath.map(JSONValue.string), "metrics": metrics.map { .object($0.mapValues(JSONValue.number)) },
      "parameters": parameters.map(JSONValue.init(texts:)),
    ])
  }
}
