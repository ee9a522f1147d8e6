import CivilTime
import JFrogML
import Scheduling
import Seams

extension JFrogDeploymentTarget {
  package func lookUp(_ fire: Fire) async -> LookUpResult {
    // Asked first: what is made while the list is read is not in it.
    let absence = lostAnswers.meaningOfAbsence(of: fire)
    let result = await find(fire)
    return result == .notStarted ? absence ?? result : result
  }

  private func find(_ fire: Fire) async -> LookUpResult {
    do throws(RenderingError) {
      let rendering = try await TemplateRenderer(fire: fire, sources: templates).withSecrets().rendering()
      return await find(fire, rendering.trigger.jfrogDeployment).result.hiding(rendering.secrets)
    } catch {
      return error.whenLookingUp
    }
  }

  func find(_ fire: Fire, _ trigger: JFrogDeploymentTrigger) async -> JFrogFinding {
    do throws(JFrogMLError) {
      let named = try await client.deployments.list().whole().filter { $0.name == trigger.name }
      guard !named.isEmpty else { return JFrogFinding(result: .notStarted) }
      // It holds part of the fire's id, and no other attempt has it.
      if trigger.name.contains(fire.runName) { return finding(named.map { ($0, .ours) }) }
      let meant = try await meant(by: trigger)
      return finding(named.map { ($0, meant.claim(on: $0, for: fire)) })
    } catch {
      return JFrogFinding(result: error.whenLookingUp)
    }
  }

  private func finding(_ named: [(record: JFrogDeployment, claim: JFrogClaim)]) -> JFrogFinding {
    JFrogFinding(result: LookUpResult(named, kind: "deployment", createdAt: \.createdAt), isNameTaken: true)
  }

  private func meant(by trigger: JFrogDeploymentTrigger) async throws(JFrogMLError) -> MeantVersion {
    let model = try await client.models.named(trigger.model).id
    // The newest one may be another by now than it was then: any version of the model will do.
    guard trigger.version != .newestInProduction else { return MeantVersion(model: model, version: nil) }
    return MeantVersion(model: model, version: try await version(trigger.version, ofModel: model))
  }
}

/// What a fire's deployment serves.
private struct MeantVersion {
  let model: String
  /// Nil: any.
  let version: String?

  func claim(on deployment: JFrogDeployment, for fire: Fire) -> JFrogClaim {
    if let id = deployment.modelID, id != model { return .anothers }
    if let version, let id = deployment.modelVersionID, id != version { return .anothers }
    // An earlier attempt's, whose end was the reason for this one.
    if fire.attempt > 1, deployment.status == .failed || deployment.status == .stopped { return .anothers }
    let byTime = JFrogClaim(createdAt: deployment.createdAt, for: fire)
    let isComplete = deployment.modelID != nil && (version == nil || deployment.modelVersionID != nil)
    return byTime == .ours && !isComplete ? .unknown : byTime
  }
}

extension RenderingError {
  /// Its name can no longer be put together, or not now, so that nothing can be looked for.
  var whenLookingUp: LookUpResult {
    isTemporary
      ? .unavailable(Reason("secret_unavailable", "its trigger cannot be filled in now: \(sentence)"))
      : .settled(.lost, Reason("bad_template", "its trigger cannot be filled in: \(sentence)"))
  }
}
