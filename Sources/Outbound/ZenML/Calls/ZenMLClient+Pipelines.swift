import Scheduling

extension ZenMLClient {
  package func pipeline(_ id: Identifier) async throws(ZenMLError) -> ZenMLPipeline {
    let call = ZenMLCall.get("/pipelines/\(id)", [("hydrate", "false")])
    let pipeline = try await read(ZenMLPipeline.self, from: call)
    guard pipeline.id == id else { throw unasked(call, "pipeline \(pipeline.id)") }
    return pipeline
  }

  /// Those of `ids` that exist; at most `idsPerRequest` of them.
  package func pipelines(_ ids: [Identifier]) async throws(ZenMLError) -> ZenMLPage<ZenMLPipeline> {
    let query = ZenMLQuery.page(1, size: Self.idsPerRequest, hydrate: false) + [("id", ZenMLQuery.oneOf(ids))]
    var answer = try await read(ZenMLPage<ZenMLPipeline>.self, from: .get("/pipelines", query))
    let wanted = Set(ids)
    answer.keep { wanted.contains($0.id) }
    return answer
  }

  package func component(_ id: Identifier) async throws(ZenMLError) -> ZenMLComponent {
    let call = ZenMLCall.get("/components/\(id)")
    let component = try await read(ZenMLComponent.self, from: call)
    guard component.id == id else { throw unasked(call, "component \(component.id)") }
    return component
  }
}
