import Scheduling

/// What run metadata can be attached to.
package enum ZenMLMetadataSubject: Sendable, Equatable {
  case run(Identifier)
  case schedule(Identifier)

  fileprivate var resource: JSONValue {
    switch self {
    case .run(let id): ["id": .string(id.description), "type": "pipeline_run"]
    case .schedule(let id): ["id": .string(id.description), "type": "schedule"]
    }
  }
}

extension ZenMLClient {
  /// Writes one metadata value of type `str`; the last one written for a key counts.
  ///
  /// Every call adds a row that cannot be deleted, and that each hydrated answer loads: write rarely.
  package func writeMetadata(
    _ text: String, key: String, on subject: ZenMLMetadataSubject, idempotencyKey: Identifier? = nil
  ) async throws(ZenMLError) {
    let project = try await projectID()
    let body: JSONValue = [
      "project": .string(project.description), "resources": .array([subject.resource]),
      "values": .object([key: .string(text)]), "types": .object([key: "str"]),
    ]
    _ = try await send(.post("/run-metadata", json: body, idempotencyKey: idempotencyKey))
  }
}
