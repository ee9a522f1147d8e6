import Scheduling
import ZenML

extension ZenMLClient {
  /// Ids in one request.
  package static let idsPerRequest = ZenMLCollection<ZenMLRun>.idsPerRequest

  /// One run, hydrated.
  package func run(_ id: Identifier) async throws(ZenMLError) -> ZenMLRun { try await runs.get(id) }

  /// Asks for a run's end; see `ZenMLCollection.stop`.
  package func stopRun(_ id: Identifier, gracefully: Bool) async throws(ZenMLError) {
    try await runs.stop(id, gracefully: gracefully)
  }

  /// The run of exactly this name in the project, hydrated; nil when there is none. Names are unique in a project.
  ///
  /// - Parameter project: nil for a server that knows no projects.
  package func run(named name: String, project: Identifier?) async throws(ZenMLError) -> ZenMLRun? {
    var filter: ZenMLFilter<ZenMLRun> = [.name.equals(name)]
    if let project { filter.terms.append(.project.equals(project)) }
    let page = try await runs.page(1, size: 2, filter: filter, hydrate: true)
    if let run = page.first { return run }
    // A run that exists and cannot be read must not pass for one that does not exist.
    if let problem = page.unreadable.first { throw unexpected("a run that cannot be read (\(problem))") }
    if page.unaskedCount > 0 { throw unexpected("runs of other names") }
    return nil
  }

  private func unexpected(_ what: String) -> ZenMLError {
    ZenMLError(.unexpected, "GET \(configuration.serverURL)/api/v1/runs: answered with \(what) instead")
  }

  /// Those runs of the project that have one of these names; at most `idsPerRequest` names.
  package func listRuns(_ names: [String], project: Identifier) async throws(ZenMLError) -> ZenMLPage<ZenMLRun> {
    try await runs.page(1, size: Self.idsPerRequest, filter: [.name.oneOf(names), .project.equals(project)])
  }

  /// The run that replays `run`; nil when there is none (yet).
  package func successor(of run: ZenMLRun) async throws(ZenMLError) -> ZenMLRun? {
    guard let pipeline = run.pipelineID else { return nil }
    let page = try await runs.page(1, sort: .descending(.created), filter: [.pipelineID.equals(pipeline)], hydrate: true)
    return page.first { $0.originalRunID == run.id }
  }

  /// What the first failed step of a run says: `trainer: ValueError: no data`; nil when none says anything. Neither shortened nor put
  /// on one line: its reader knows of secrets that have to be hidden in it before.
  package func failureMessage(ofRun id: Identifier) async throws(ZenMLError) -> String? {
    let page = try await steps.page(1, filter: [.runID.equals(id)], hydrate: true)
    let failed = page.first { $0.status.phase == .failed && $0.exceptionMessage != nil }
    return failed.map { "\($0.name): \($0.exceptionMessage ?? "")".atLength(hiding: configuration.credentials.secrets) }
  }
}
