import Values

/// What a model is made of, or changed to. What is nil is not sent.
public struct JFrogModelRequest: Hashable, Sendable {
  public var name: String
  public var description: String?
  public var framework: String?
  public var taskType: String?
  public var tags: [String]?

  public init(
    name: String, description: String? = nil, framework: String? = nil, taskType: String? = nil, tags: [String]? = nil
  ) {
    self.name = name
    self.description = description
    self.framework = framework
    self.taskType = taskType
    self.tags = tags
  }

  var json: JSONValue {
    JSONValue(members: [
      "name": .string(name), "description": description.map(JSONValue.string), "framework": framework.map(JSONValue.string),
      "task_type": taskType.map(JSONValue.string), "tags": tags.map { .array($0.map(JSONValue.string)) },
    ])
  }
}
