import Scheduling
import Seams
import ZenML
import ZenMLServer

extension ServerRuns {
  /// Asks the server to end a run.
  func stop(_ id: Identifier, force: Bool) async -> StopResult {
    do throws(ZenMLError) {
      try await client.stopRun(id, gracefully: !force)
      return .asked
    } catch {
      switch error.kind {
      case .unavailable, .credentials: return .unavailable(error.reasonOfAbsence)
      case .notFound, .conflict, .refused, .unexpected: return await meaning(of: error, for: id)
      }
    }
  }

  /// The run's status tells what a refusal is worth: some come although the run is ending.
  private func meaning(of refusal: ZenMLError, for id: Identifier) async -> StopResult {
    do throws(ZenMLError) {
      let status = try await client.run(id).status
      if status.phase != .underWay || status.isEnding { return .asked }
      let reason = Reason("not_stoppable", "run \(id) is \(status): \(refusal)")
      return refusal.mayPass || status.isInitializing ? .unavailable(reason) : .impossible(reason)
    } catch {
      guard error.kind == .notFound else { return .unavailable(error.reasonOfAbsence) }
      return .impossible(Reason("run_vanished", "the server no longer has run \(id)"))
    }
  }
}

extension ZenMLError {
  /// True for a run that has not reached its orchestrator yet, and for a server that stumbled.
  fileprivate var mayPass: Bool {
    description.contains("no orchestrator run id yet") || (kind == .unexpected && status != 501)
  }
}
