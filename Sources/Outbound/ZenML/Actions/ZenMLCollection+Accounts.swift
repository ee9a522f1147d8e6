import Values

extension ZenMLCollection where Record == ZenMLAPIKey {
  /// Replaces a key.
  ///
  /// - Parameter retainPeriodMinutes: how long the old key, and tokens that came from it, still count; 0: not at all.
  /// - Returns: the key with its new text, which is shown this once.
  public func rotate(_ id: Identifier, retainPeriodMinutes: Int = 0) async throws(ZenMLError) -> ZenMLAPIKey {
    let body: JSONValue = ["retain_period_minutes": .integer(Int64(retainPeriodMinutes))]
    return try await client.record(.put("\(path)/\(id)/rotate", json: body))
  }
}

extension ZenMLCollection where Record == ZenMLUser {
  /// Takes the password from an account; it waits to be activated again.
  public func deactivate(_ id: Identifier) async throws(ZenMLError) -> ZenMLUser {
    try await client.record(.put("\(path)/\(id)/deactivate"))
  }
}

extension ZenMLCollection where Record == ZenMLProject {
  /// How much a project holds, such as its numbers of pipelines and runs.
  public func statistics(of id: Identifier) async throws(ZenMLError) -> JSONValue {
    try await client.json(.get("\(path)/\(id)/statistics"))
  }
}

extension ZenMLCollection where Record == ZenMLServiceConnector {
  /// Asks the server to try a connector, and what it gives access to.
  public func verify(_ id: Identifier) async throws(ZenMLError) -> JSONValue {
    try await client.json(.put("\(path)/\(id)/verify"))
  }
}

extension ZenMLCollection where Record == ZenMLModel {
  /// The versions of a model.
  public func versions(of model: Identifier) -> ZenMLList<ZenMLModelVersion> {
    client.modelVersions.list(filter: [.modelID.equals(model)])
  }
}
