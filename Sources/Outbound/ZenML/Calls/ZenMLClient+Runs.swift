import CivilTime
import Scheduling

extension ZenMLClient {
  /// One run, hydrated.
  package func run(_ id: Identifier) async throws(ZenMLError) -> ZenMLRun { try await record(id) }

  /// Those of `ids` that exist; at most `idsPerRequest` of them.
  package func runs(_ ids: [Identifier], hydrate: Bool = false) async throws(ZenMLError) -> ZenMLPage<ZenMLRun> {
    try await records(ids, hydrate: hydrate)
  }

  /// Asks for a run's end; telling it twice does no harm.
  ///
  /// Observed on 0.98.0: 403 for a run that has ended, is ending, or has not reached its orchestrator; 501 from an
  /// orchestrator that knows no stopping, although the run is then `stopping` all the same. So after an error, read it again.
  /// - Parameter gracefully: lets the step under way end, where the orchestrator can.
  package func stopRun(_ id: Identifier, gracefully: Bool) async throws(ZenMLError) {
    let query = gracefully ? [(name: "graceful", value: "true")] : []
    _ = try await send(ZenMLCall(method: "POST", path: "/runs/\(id)/stop", query: query))
  }

  /// The run of exactly this name in the project, hydrated; nil when there is none. Names are unique in a project.
  package func run(named name: String, project: Identifier) async throws(ZenMLError) -> ZenMLRun? {
    let query = ZenMLQuery.page(1, size: 2, hydrate: true) + [("name", name), ("project", project.description)]
    let call = ZenMLCall.get("/runs", query)
    var page = try await read(ZenMLPage<ZenMLRun>.self, from: call)
    page.keep { $0.name == name && ($0.projectID ?? project) == project }
    // A run that exists and cannot be read must not pass for one that does not exist.
    if page.rows.isEmpty, let problem = page.unreadable.first { throw unasked(call, "a run that cannot be read (\(problem))") }
    if page.rows.isEmpty, page.unaskedCount > 0 { throw unasked(call, "runs of other names") }
    return page.rows.first
  }

  /// The run that replays `run`; nil when there is none (yet).
  package func successor(of run: ZenMLRun) async throws(ZenMLError) -> ZenMLRun? {
    guard let pipeline = run.pipelineID else { return nil }
    let query =
      ZenMLQuery.page(1, size: Self.idsPerRequest, hydrate: true) + [
        ("pipeline_id", pipeline.description), ("sort_by", "desc:created"),
      ]
    let page = try await read(ZenMLPage<ZenMLRun>.self, from: .get("/runs", query))
    return page.rows.first { $0.originalRunID == run.id }
  }

  /// What the first failed step of a run says: `trainer: ValueError: no data`; nil when none says anything.
  package func failureMessage(ofRun id: Identifier) async throws(ZenMLError) -> String? {
    let query = ZenMLQuery.page(1, size: Self.idsPerRequest, hydrate: true) + [("pipeline_run_id", id.description)]
    var page = try await read(ZenMLPage<ZenMLStep>.self, from: .get("/steps", query))
    page.keep { $0.runID == nil || $0.runID == id }
    let failed = page.rows.first { $0.status.phase == .failed && $0.exceptionMessage != nil }
    return failed.map { "\($0.name): \($0.exceptionMessage ?? "")".onOneLine(hiding: configuration.credentials.secrets) }
  }
}
