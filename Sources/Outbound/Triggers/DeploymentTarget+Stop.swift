import Scheduling
import Seams
import ZenML

extension DeploymentTarget {
  /// Asks the server; the deployment itself has no say in it. A run that is not known yet is looked up by its name.
  package func stop(_ fire: Fire, force: Bool) async -> StopResult {
    if let id = fire.runID.flatMap(Identifier.init) { return await stop(id, force: force) }
    switch await lookUp(fire) {
    case .running(let runID, _):
      guard let id = runID.flatMap(Identifier.init) else { preconditionFailure("a run that was found has an id") }
      return await stop(id, force: force)
    case .finished: return .asked
    case .notStarted, .cannotBeAsked: return .impossible(Reason("not_started", "the server has no run named '\(fire.runName)'"))
    case .settled(_, let reason): return .impossible(reason)
    case .unavailable(let reason): return .unavailable(reason)
    }
  }

  private func stop(_ id: Identifier, force: Bool) async -> StopResult {
    do throws(ZenMLError) {
      try await client.stopRun(id, gracefully: !force)
      return .asked
    } catch {
      switch error.kind {
      case .unavailable: return .unavailable(Reason("server_away", error.description))
      case .credentials: return .unavailable(Reason("credentials", error.description))
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
      guard error.kind == .notFound else { return .unavailable(Reason("server_away", error.description)) }
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
