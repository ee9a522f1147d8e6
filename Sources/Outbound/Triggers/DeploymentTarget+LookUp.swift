import CivilTime
import Scheduling
import Seams
import ZenML

extension DeploymentTarget {
  /// How far a server's clock may lag behind ours before a run of ours looks older than its claim. The name holds part of
  /// the fire's id, so this is a second guard, not the first.
  private static let clockDifferenceAllowed: Duration = .seconds(2)

  package func lookUp(_ fire: Fire) async -> LookUpResult {
    guard case .deployment(let trigger) = fire.trigger else { preconditionFailure("not a deployment fire") }
    do throws(ZenMLError) {
      let project = try await client.projectID()
      guard let run = try await client.run(named: fire.runName, project: project) else { return .notStarted }
      return try await adopt(run, for: fire, trigger)
    } catch {
      return .unavailable(Reason("server_away", error.description))
    }
  }

  /// A run of the fire's name is its own only if our deployment made it, and not before the claim.
  private func adopt(_ run: ZenMLRun, for fire: Fire, _ trigger: DeploymentTrigger) async throws(ZenMLError) -> LookUpResult {
    let ours = try await deploymentID(of: trigger)
    guard let maker = run.triggeringDeploymentID, maker == ours || ours == nil else {
      return .settled(.rejected, Self.nameTaken(fire, "run \(run.id) has it, which another one made"))
    }
    let earliest = fire.claimedAt.advanced(by: .zero - Self.clockDifferenceAllowed)
    guard let createdAt = run.createdAt, createdAt >= earliest else {
      let when = run.createdAt?.iso8601 ?? "at an unknown time"
      return .settled(.rejected, Self.nameTaken(fire, "run \(run.id) has it, made \(when), before this fire was claimed"))
    }
    return .running(runID: run.id.description, sentAt: createdAt)
  }

  /// Nil when the deployment is gone meanwhile: then any deployment's run counts.
  private func deploymentID(of trigger: DeploymentTrigger) async throws(ZenMLError) -> Identifier? {
    if let id = trigger.deployment.flatMap(Identifier.init) { return id }
    do throws(ZenMLError) {
      return try await deployments.resolve(trigger.deployment, pipeline: trigger.pipelineID).deployment.id
    } catch {
      if error.kind == .notFound { return nil }
      throw error
    }
  }

  private static func nameTaken(_ fire: Fire, _ how: String) -> Reason {
    Reason("name_taken", "run name '\(fire.runName)' is in use: \(how)")
  }
}
