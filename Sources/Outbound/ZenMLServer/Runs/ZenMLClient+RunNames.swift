import Scheduling
import ZenML

extension ZenMLClient {
  /// The run of exactly this name in the configured project, hydrated; nil when there is none.
  ///
  /// A server up to 0.58 has no projects; there the name is looked for everywhere.
  package func run(named name: String) async throws(ZenMLError) -> ZenMLRun? {
    let project: Identifier
    do throws(ZenMLError) {
      project = try await projectID()
    } catch {
      guard error.kind == .notFound, error.serverClass == nil else { throw error }
      return try await runs.page(1, size: 2, filter: [.name.equals(name)], hydrate: true).first
    }
    return try await run(named: name, project: project)
  }

  /// Those of `names` that there are runs of in the configured project, not hydrated.
  func runs(named names: [String]) async throws(ZenMLError) -> [ZenMLRun] {
    try await runs.page(1, filter: [.name.oneOf(names)]).rows
  }
}

extension ZenMLClient {
  /// Why a run failed: what it says itself, else what its first failed step says; nil for one that did not fail.
  package func reason(of run: ZenMLRun) async throws(ZenMLError) -> String? {
    guard run.status.phase == .failed else { return nil }
    if let reason = run.exceptionMessage ?? run.statusReason { return reason }
    return try await failureMessage(ofRun: run.id)
  }
}
