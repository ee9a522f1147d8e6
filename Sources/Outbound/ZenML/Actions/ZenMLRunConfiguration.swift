import Values

/// What a run that the server starts is to be like; what is nil or empty is left to the snapshot, build or template.
public struct ZenMLRunConfiguration: ZenMLBody, Equatable {
  /// 1 to 255 characters, unique in the project: a second run of the name is refused with 409. `{date}` and `{time}` are
  /// replaced by the server; other braces are an error.
  public var runName: String?
  /// Parameters of steps: `["trainer": ["lr": 0.1]]`. An unknown parameter is refused; an unknown *step* is ignored without a
  /// word.
  public var stepParameters: [String: [String: JSONValue]] = [:]
  /// Parameters of the pipeline. Only dynamic pipelines take them.
  public var parameters: [String: JSONValue] = [:]
  /// Names of tags, given at creation: the run can be found by them at once. Not on 0.58.
  public var tags: [String] = []
  /// Whether steps may be taken from earlier runs; nil leaves it to the pipeline.
  public var usesCache: Bool?
  /// More members, as the server documents them; they win over those above.
  public var more: [String: JSONValue] = [:]

  /// A run of this name.
  public init(runName: String? = nil, stepParameters: [String: [String: JSONValue]] = [:]) {
    self.runName = runName
    self.stepParameters = stepParameters
  }

  /// The members of the JSON object that is sent.
  public var members: [String: JSONValue] {
    var members = BodyMembers()
    members.add("run_name", runName)
    if !stepParameters.isEmpty { members.add("steps", stepParameters.mapValues { ["parameters": $0] }) }
    if !parameters.isEmpty { members.add("parameters", parameters) }
    if !tags.isEmpty { members.add("tags", tags) }
    members.add("enable_cache", usesCache)
    return members.all.merging(more) { _, more in more }
  }
}
