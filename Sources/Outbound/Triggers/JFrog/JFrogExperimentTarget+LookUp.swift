import JFrogML
import Scheduling
import Seams

extension JFrogExperimentTarget {
  package func lookUp(_ fire: Fire) async -> LookUpResult {
    // Asked first: what is made while the list is read is not in it.
    let absence = lostAnswers.meaningOfAbsence(of: fire)
    let result = await find(fire)
    return result == .notStarted ? absence ?? result : result
  }

  private func find(_ fire: Fire) async -> LookUpResult {
    do throws(RenderingError) {
      let rendering = try await TemplateRenderer(fire: fire, sources: templates).withSecrets().rendering()
      return await find(fire, rendering.trigger.jfrogExperiment).result.hiding(rendering.secrets)
    } catch {
      return error.whenLookingUp
    }
  }

  func find(_ fire: Fire, _ trigger: JFrogExperimentTrigger) async -> JFrogFinding {
    do throws(JFrogMLError) {
      let experiments = try await client.experiments.list(modelID: try await model(of: trigger)).whole()
      var found: [(record: JFrogExperiment, claim: JFrogClaim)] = []
      for experiment in experiments where experiment.name == trigger.name {
        found.append((experiment, try await claim(on: experiment, for: fire)))
      }
      let result = LookUpResult(found, kind: "experiment", createdAt: \.createdAt)
      return JFrogFinding(result: result, isNameTaken: !found.isEmpty)
    } catch {
      return JFrogFinding(result: error.whenLookingUp)
    }
  }

  /// A server's clock that is further behind than this has no business keeping records.
  private static let clockDifferenceAllowed: Duration = .seconds(3600)

  private func claim(on experiment: JFrogExperiment, for fire: Fire) async throws(JFrogMLError) -> JFrogClaim {
    if let claim = experiment.claim(by: fire) { return claim }
    // An old one, which need not be looked at closer.
    let byTime = JFrogClaim(createdAt: experiment.createdAt, for: fire, allowing: Self.clockDifferenceAllowed)
    if case .anothers = byTime { return .anothers }
    // A list may leave out what the experiment itself shows.
    if let claim = try await client.experiments.get(experiment.id).claim(by: fire) { return claim }
    // Without the marks that were sent, the name is left: it tells when it holds the run's.
    return experiment.name?.contains(fire.runName) == true ? .ours : .unknown
  }
}

extension JFrogExperiment {
  /// Nil when it names no fire.
  fileprivate func claim(by fire: Fire) -> JFrogClaim? {
    guard let parameters, let mark = parameters[Fire.experimentFireKey] else { return nil }
    let isOurs = mark == fire.id.description && parameters[Fire.experimentAttemptKey] == String(fire.attempt)
    return isOurs ? .ours : .anothers
  }
}
