import Scheduling

extension ZenMLClient {
  package func pipeline(_ id: Identifier) async throws(ZenMLError) -> ZenMLPipeline {
    try await record(id, [("hydrate", "false")])
  }

  /// Those of `ids` that exist; at most `idsPerRequest` of them.
  package func pipelines(_ ids: [Identifier]) async throws(ZenMLError) -> ZenMLPage<ZenMLPipeline> {
    try await records(ids, hydrate: false)
  }

  package func component(_ id: Identifier) async throws(ZenMLError) -> ZenMLComponent { try await record(id) }
}
