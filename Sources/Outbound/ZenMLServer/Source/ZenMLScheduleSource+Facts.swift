import Scheduling
import Seams
import ZenML

/// What stands around a record: its pipeline's name, its orchestrator's flavor, and its own run metadata.
extension ZenMLScheduleSource {
  /// Hydrated rows with their facts, but without deployments.
  func assembled(_ rows: [ZenMLSchedule]) async throws(ZenMLError) -> [ServerSchedule] {
    try await learnPipelines(Set(rows.compactMap(\.record.pipelineID)))
    try await learnOrchestrators(Set(rows.compactMap(\.record.orchestratorID)))
    return rows.map(serverSchedule)
  }

  private func serverSchedule(_ row: ZenMLSchedule) -> ServerSchedule {
    ServerSchedule(
      record: row.record, pipelineName: row.record.pipelineID.flatMap { pipelineNames[$0] },
      orchestrator: row.record.orchestratorID.map { orchestrators[$0] ?? .unknown } ?? .none,
      misfire: row.catchesUp ? .all : nil, bindingText: row.bindingText,
      otherInstance: ReportText.otherInstance(in: row.reportText, ours: instance, now: clock.now()))
  }

  private func learnPipelines(_ ids: Set<Identifier>) async throws(ZenMLError) {
    let unknown = ids.filter { pipelineNames[$0] == nil }.sorted()
    for chunk in unknown.chunks(of: ZenMLClient.idsPerRequest) {
      for pipeline in try await client.pipelines.records(chunk) { pipelineNames[pipeline.id] = pipeline.name }
    }
  }

  /// A component never changes its flavor, so each is asked for once.
  private func learnOrchestrators(_ ids: Set<Identifier>) async throws(ZenMLError) {
    for id in ids.sorted() where orchestrators[id] == nil {
      orchestrators[id] = try await flavor(of: id)
    }
  }

  /// Nil, to be asked for again, when the server cannot tell.
  private func flavor(of id: Identifier) async throws(ZenMLError) -> ServerSchedule.Orchestrator? {
    do {
      let component = try await client.components.get(id)
      return component.flavorName.isEmpty ? nil : .flavor(component.flavorName, isCustom: component.isCustom)
    } catch {
      switch error.kind {
      // One component that the server stumbles over must not keep all schedules from being read.
      case .notFound, .refused, .conflict, .unexpected: return nil
      case .credentials, .unavailable: throw error
      }
    }
  }
}
