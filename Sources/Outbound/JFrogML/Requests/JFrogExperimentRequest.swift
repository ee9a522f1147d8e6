import Values

/// What an experiment is made of. What is nil is not sent.
public struct JFrogExperimentRequest: Hashable, Sendable {
  public var name: String
  public var description: String?
  public var modelID: String?
  public var parameters: [String: String]?

  public init(name: String, description: String? = nil, modelID: String? = nil, parameters: [String: String]? = nil) {
    self.name = name
    self.description = description
    self.modelID = modelID
    self.parameters = parameters
  }

  var json: JSONValue {
    JSONValue(members: [
      "name": .string(name), "description": description.map(JSONValue.string), "model_id": modelID.map(JSONValue.string),
      "parameters": parameters.map(JSONValue.init(texts:)),
    ])
  }
}
