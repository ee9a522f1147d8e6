import JFrogML
import Scheduling
import Seams

extension JFrogExperimentTarget {
  package func observations(of fire: Fire) -> AsyncStream<RunObservation> {
    guard let id = fire.runID else { return .lost(Reason("no_run_id", "it is not known which experiment it started")) }
    let client = client
    return polling.observations(
      of: JFrogSubject(
        fire: fire, templates: templates, id: id, kind: "experiment", timeoutSeconds: fire.trigger.jfrogExperiment.timeoutSeconds,
        deletions: deletions
      ) { () throws(JFrogMLError) in JFrogSighting(try await client.experiments.get(id)) })
  }

  /// Deletes an experiment that is running: the API has no other way to end one.
  ///
  /// Its record goes with it; the ledger keeps its id, and the fire ends as cancelled. One that has ended is never deleted: it is the
  /// record of what was trained.
  package func stop(_ fire: Fire, force: Bool) async -> StopResult {
    guard let id = fire.runID else { return await stopUnknown(fire, force: force) }
    let result = await deleteRunning(id)
    polling.followed.hurry(fire)
    return await result.hidingSecrets(of: fire, from: templates)
  }

  private func deleteRunning(_ id: String) async -> StopResult {
    do throws(JFrogMLError) {
      let status = try await client.experiments.get(id).status
      switch status {
      // It has ended; following it finds that out.
      case .completed, .failed, .cancelled: return .asked
      case .running:
        return try await deletions.delete(id) { () throws(JFrogMLError) in try await client.experiments.delete(id) }
      case .other, nil:
        let sentence = "experiment \(id) is \(status?.rawValue ?? "without a status"); only one that is running is deleted"
        return .impossible(Reason("not_stoppable", sentence))
      }
    } catch {
      return deletions.meaning(of: error, id, "experiment \(id)")
    }
  }
}

extension JFrogSighting {
  fileprivate init(_ experiment: JFrogExperiment) {
    let status = experiment.status
    let (outcome, reason): (Outcome?, Reason?) =
      switch status {
      case .completed: (.succeeded, nil)
      case .failed: (.failed, Reason("run_failed", "experiment \(experiment.id) failed; JFrog ML says no more"))
      case .cancelled: (.cancelled, Reason("run_cancelled", "experiment \(experiment.id) was cancelled on JFrog ML"))
      // A word that is not known is better followed for too long than settled wrongly.
      case .running, .other, nil: (nil, nil)
      }
    let isQuoted = if case .other? = status { true } else { false }
    self.init(
      status: status?.rawValue ?? Self.unknownStatus, isQuoted: isQuoted, outcome: outcome, reason: reason, createdAt: experiment.createdAt,
      finishedAt: experiment.completedAt)
  }
}
