import JFrogML
import Scheduling
import Seams

extension JFrogDeploymentTarget {
  package func observations(of fire: Fire) -> AsyncStream<RunObservation> {
    guard let id = fire.runID else { return .lost(Reason("no_run_id", "it is not known which deployment it started")) }
    let client = client
    return polling.observations(
      of: JFrogSubject(
        fire: fire, templates: templates, id: id, kind: "deployment", timeoutSeconds: fire.trigger.jfrogDeployment.timeoutSeconds,
        deletions: deletions
      ) { () throws(JFrogMLError) in JFrogSighting(try await client.deployments.get(id)) })
  }

  /// Takes down what is not active yet. What serves is never taken down: the fire has done its work then.
  ///
  /// The server cannot be asked to delete it only if it is still deploying, so one that becomes active at that very moment is gone too.
  package func stop(_ fire: Fire, force: Bool) async -> StopResult {
    guard let id = fire.runID else { return await stopUnknown(fire, force: force) }
    let result = await takeDown(id)
    polling.followed.hurry(fire)
    return await result.hidingSecrets(of: fire, from: templates)
  }

  private func takeDown(_ id: String) async -> StopResult {
    do throws(JFrogMLError) {
      let status = try await client.deployments.get(id).status
      switch status {
      // It has ended; following it finds that out.
      case .active, .failed, .stopped: return .asked
      case .deploying:
        return try await deletions.delete(id) { () throws(JFrogMLError) in try await client.deployments.delete(id) }
      case .other, nil:
        let sentence = "deployment \(id) is \(status?.rawValue ?? "without a status"); only what is deploying is taken down"
        return .impossible(Reason("not_stoppable", sentence))
      }
    } catch {
      return deletions.meaning(of: error, id, "deployment \(id)")
    }
  }
}

extension JFrogSighting {
  fileprivate init(_ deployment: JFrogDeployment) {
    let status = deployment.status
    let (outcome, reason): (Outcome?, Reason?) =
      switch status {
      case .active: (.succeeded, nil)
      case .failed: (.failed, Reason("run_failed", "deployment \(deployment.id) failed; JFrog ML says no more"))
      case .stopped: (.cancelled, Reason("run_stopped", "deployment \(deployment.id) was stopped on JFrog ML"))
      // A word that is not known is better followed for too long than settled wrongly.
      case .deploying, .other, nil: (nil, nil)
      }
    let isQuoted = if case .other? = status { true } else { false }
    self.init(
      status: status?.rawValue ?? Self.unknownStatus, isQuoted: isQuoted, outcome: outcome, reason: reason, createdAt: deployment.createdAt,
      finishedAt: deployment.updatedAt)
  }
}

extension AsyncStream<RunObservation> {
  /// Of a run that cannot be followed.
  static func lost(_ reason: Reason) -> AsyncStream {
    AsyncStream { continuation in
      continuation.yield(RunObservation(status: "unknown", outcome: .lost, reason: reason))
      continuation.finish()
    }
  }
}

extension TriggerTarget {
  /// A run that is not known yet is looked for first.
  func stopUnknown(_ fire: Fire, force: Bool) async -> StopResult {
    switch await lookUp(fire) {
    case .running(let runID?, _): return await stop(fire.running(as: runID), force: force)
    case .running, .finished: return .asked
    case .notStarted, .cannotBeAsked: return .impossible(Reason("not_started", "JFrog ML has nothing that it started"))
    case .settled(_, let reason): return .impossible(reason)
    case .unavailable(let reason): return .unavailable(reason)
    }
  }
}

extension Fire {
  fileprivate func running(as runID: String) -> Fire {
    Fire(
      id: id, kind: kind, scheduleID: scheduleID, scheduleName: scheduleName, due: due, runName: runName, attempt: attempt,
      claimedAt: claimedAt, trigger: trigger, runID: runID, details: details)
  }
}
