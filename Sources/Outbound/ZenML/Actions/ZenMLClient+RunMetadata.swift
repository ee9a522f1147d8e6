import Values

/// What run metadata can be noted on.
public enum ZenMLMetadataSubject: Sendable, Equatable {
  /// A pipeline run.
  case run(Identifier)
  /// A step of a run.
  case step(Identifier)
  /// A schedule, archived or not.
  case schedule(Identifier)
  /// A version of an artifact.
  case artifactVersion(Identifier)
  /// A version of a model.
  case modelVersion(Identifier)

  fileprivate var resource: JSONValue {
    let (id, type) =
      switch self {
      case .run(let id): (id, "pipeline_run")
      case .step(let id): (id, "step_run")
      case .schedule(let id): (id, "schedule")
      case .artifactVersion(let id): (id, "artifact_version")
      case .modelVersion(let id): (id, "model_version")
      }
    return ["id": .string(id.description), "type": .string(type)]
  }
}

extension ZenMLClient {
  /// Notes one value of type `str`; the last one written for a key counts.
  public func writeMetadata(
    _ text: String, key: String, on subject: ZenMLMetadataSubject, idempotencyKey: Identifier = .random()
  ) async throws(ZenMLError) {
    try await writeMetadata([key: .string(text)], on: [subject], idempotencyKey: idempotencyKey)
  }

  /// Notes values; the last one written for a key counts.
  ///
  /// Every call adds rows that cannot be deleted, and that each hydrated answer loads: write rarely. The server merges the objects of
  /// all rows ever written under one key, so that stale keys survive: rather write JSON as text. A subject's `updated` does not
  /// change.
  public func writeMetadata(
    _ values: [String: JSONValue], on subjects: [ZenMLMetadataSubject], idempotencyKey: Identifier = .random()
  ) async throws(ZenMLError) {
    let body: JSONValue = [
      "project": .string(try await projectID().description), "resources": .array(subjects.map(\.resource)),
      "values": .object(values), "types": .object(values.mapValues { .string($0.metadataType) }),
    ]
    _ = try await send(.post("/run-metadata", json: body, idempotencyKey: idempotencyKey))
  }
}

extension JSONValue {
  /// What ZenML calls the type of a metadata value.
  fileprivate var metadataType: String {
    switch self {
    case .null, .string: "str"
    case .bool: "bool"
    case .integer: "int"
    case .number: "float"
    case .array: "list"
    case .object: "dict"
    }
  }
}
