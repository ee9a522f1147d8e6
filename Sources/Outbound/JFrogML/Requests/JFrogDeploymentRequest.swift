import Values

/// Which model version is to be served, and with what. What is nil is not sent.
public struct JFrogDeploymentRequest: Hashable, Sendable {
  public var name: String
  public var modelID: String
  public var modelVersionID: String
  /// The server's default is 1.
  public var replicas: Int?
  public var resources: JFrogResources?

  public init(
    name: String, modelID: String, modelVersionID: String, replicas: Int? = nil, resources: JFrogResources? = nil
  ) {
    self.name = name
    self.modelID = modelID
    self.modelVersionID = modelVersionID
    self.replicas = replicas
    self.resources = resources
  }

  var json: JSONValue {
    JSONValue(members: [
      "name": .string(name), "model_id": .string(modelID), "model_version_id": .string(modelVersionID),
      "replicas": replicas.map { .integer(Int64($0)) }, "resources": resources?.json,
    ])
  }
}

/// What each replica of a deployment gets. What is nil is not sent.
public struct JFrogResources: Hashable, Sendable {
  /// In the server's own units, such as `500m`.
  public var cpu: String?
  /// Such as `2Gi`.
  public var memory: String?
  public var gpu: Int?

  public init(cpu: String? = nil, memory: String? = nil, gpu: Int? = nil) {
    self.cpu = cpu
    self.memory = memory
    self.gpu = gpu
  }

  var json: JSONValue {
    JSONValue(members: [
      "cpu": cpu.map(JSONValue.string), "memory": memory.map(JSONValue.string), "gpu": gpu.map { .integer(Int64($0)) },
    ])
  }
}
