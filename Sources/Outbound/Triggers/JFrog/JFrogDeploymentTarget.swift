import CivilTime
import JFrogML
import Scheduling
import Seams

/// Fires by deploying a model version on JFrog ML, and follows it until it is active.
///
/// The server promises no unique names, so it cannot refuse a second deployment: one whose answer was lost is looked for among the
/// deployments by name, version and time, and adopted. With `{{run_name}}` in it, the name alone tells.
package struct JFrogDeploymentTarget: TriggerTarget {
  let client: JFrogMLClient
  let clock: any WallClock
  let polling: JFrogPolling
  let templates: TemplateSources
  let deletions = JFrogDeletions()
  let lostAnswers: JFrogLostAnswers

  package init(client: JFrogMLClient, clock: any WallClock, polling: JFrogPolling, templates: TemplateSources = .ofProcess) {
    self.client = client
    self.clock = clock
    self.polling = polling
    self.templates = templates
    // The server gets as long again as a request may take.
    lostAnswers = JFrogLostAnswers(clock: clock, patience: client.timeouts.total)
  }

  package func start(_ fire: Fire) async -> AttemptResult {
    do throws(RenderingError) {
      let rendering = try await TemplateRenderer(fire: fire, sources: templates).withSecrets().rendering()
      return await send(fire, rendering.trigger.jfrogDeployment).hiding(rendering.secrets)
    } catch {
      return error.result
    }
  }

  private func send(_ fire: Fire, _ trigger: JFrogDeploymentTrigger) async -> AttemptResult {
    let request: JFrogDeploymentRequest
    do throws(JFrogMLError) { request = try await self.request(trigger) } catch { return error.beforeSending }
    let begun = clock.now()
    do throws(JFrogMLError) {
      let creation = try await client.deployments.creating(request, idempotencyKey: fire.idempotencyKey, traceparent: fire.traceparent)
      return .started(runID: creation.record.id, sentAt: begun.advanced(by: creation.sentAfter))
    } catch {
      guard error.kind == .conflict else {
        lostAnswers.note(error, to: fire)
        return error.afterSending
      }
      // The answer to an earlier send may have been lost.
      return await find(fire, trigger).afterConflict(error, begun: begun)
    }
  }

  private func request(_ trigger: JFrogDeploymentTrigger) async throws(JFrogMLError) -> JFrogDeploymentRequest {
    let resources = try trigger.resources.map { json throws(JFrogMLError) in try JFrogResources(json) }
    let model = try await client.models.named(trigger.model)
    let version = try await version(trigger.version, ofModel: model.id)
    return JFrogDeploymentRequest(
      name: trigger.name, modelID: model.id, modelVersionID: version, replicas: trigger.replicas, resources: resources)
  }

  /// The id of the version that is meant now.
  func version(_ choice: JFrogVersionChoice, ofModel model: String) async throws(JFrogMLError) -> String {
    let versions = client.versions(ofModel: model)
    return switch choice {
    case .id(let id): try await versions.get(id).id
    case .version(let text): try await versions.named(text).id
    case .newestInProduction: try await versions.newest(.production).id
    }
  }
}

extension Trigger {
  var jfrogDeployment: JFrogDeploymentTrigger {
    guard case .jfrogDeployment(let trigger) = action else { preconditionFailure("not a jfrog_deployment fire") }
    return trigger
  }
}
