import Values

/// What is sent to make or change a record.
public protocol ZenMLBody: Sendable {
  /// The members of the JSON object that is sent.
  var members: [String: JSONValue] { get }
}

/// A kind of record that can be made.
public protocol ZenMLCreatable: ZenMLRecord {
  /// What is needed to make one.
  associatedtype Request: ZenMLBody
}

/// A kind of record that can be changed.
public protocol ZenMLUpdatable: ZenMLRecord {
  /// What can be changed; what is nil stays as it is.
  associatedtype Update: ZenMLBody
}

/// A kind of record that can be deleted.
public protocol ZenMLDeletable: ZenMLRecord {}

extension ZenMLCollection where Record: ZenMLCreatable {
  /// Makes a record, in the client's project where the kind belongs to one.
  ///
  /// - Parameter idempotencyKey: a 0.98 server answers a repeated request of one key with the first answer, for 300 s. After an
  ///   unclear outcome, send the same request with the same key.
  /// - Throws: ``ZenMLError/Kind/conflict`` when the name is in use.
  @discardableResult
  public func create(_ request: Record.Request, idempotencyKey: Identifier = .random()) async throws(ZenMLError) -> Record {
    try await create(members: request.members, idempotencyKey: idempotencyKey)
  }

  /// Makes a record from JSON as the server documents it.
  @discardableResult
  public func create(members: [String: JSONValue], idempotencyKey: Identifier = .random()) async throws(ZenMLError) -> Record {
    var members = members
    if Record.kind.isOfProject, client.dialect == .server, members["project"] == nil {
      members["project"] = .string(try await client.projectID().description)
    }
    return try await client.record(.post(path, json: .object(members), idempotencyKey: idempotencyKey))
  }
}

extension ZenMLCollection where Record: ZenMLUpdatable {
  /// Changes a record.
  /// - Returns: the record as it is now.
  @discardableResult
  public func update(_ id: Identifier, _ update: Record.Update) async throws(ZenMLError) -> Record {
    try await self.update(id, members: update.members)
  }

  /// Changes a record by JSON as the server documents it; members that the server does not know are ignored.
  @discardableResult
  public func update(_ id: Identifier, members: [String: JSONValue]) async throws(ZenMLError) -> Record {
    try await client.record(.put("\(path)/\(id)", json: .object(members)))
  }
}

extension ZenMLCollection where Record: ZenMLDeletable {
  /// Deletes a record, for good.
  /// - Throws: ``ZenMLError/Kind/notFound`` when it is gone already.
  public func delete(_ id: Identifier) async throws(ZenMLError) {
    _ = try await client.send(.delete("\(path)/\(id)"))
  }
}
