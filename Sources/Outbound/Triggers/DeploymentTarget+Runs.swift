import Scheduling
import Seams
import ZenML
import ZenMLServer

extension DeploymentTarget {
  /// Only our deployment's runs are ours.
  func strangeness(of run: ZenMLRun, to fire: Fire) async throws(ZenMLError) -> String? {
    guard case .deployment(let trigger) = fire.trigger else { preconditionFailure("not a deployment fire") }
    let ours = try await deployments.ids(trigger.deployment, pipeline: trigger.pipelineID)
    // None of them is there any more: then any deployment's run counts.
    guard let maker = run.triggeringDeploymentID, ours.contains(maker) || ours.isEmpty else { return "which another one made" }
    return nil
  }

  package func check(_ trigger: Trigger) async -> OnlineFinding {
    guard case .deployment(let trigger) = trigger else { preconditionFailure("not a deployment trigger") }
    do throws(ZenMLError) {
      let endpoint = try await deployments.resolve(trigger.deployment, pipeline: trigger.pipelineID)
      guard case .object(let values) = trigger.parameters, let schema = endpoint.parameters else { return .sound }
      let problems = schema.problems(of: values, for: "deployment '\(endpoint.deployment.name)'", whole: true)
      return problems.isEmpty ? .sound : .problems(problems)
    } catch {
      return error.finding
    }
  }
}
