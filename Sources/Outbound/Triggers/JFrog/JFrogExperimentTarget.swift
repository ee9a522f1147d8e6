import CivilTime
import JFrogML
import Scheduling
import Seams

/// Fires by creating an experiment on JFrog ML, and follows it until it is completed, failed or cancelled.
///
/// Its parameters name the fire and the attempt, so that one whose answer was lost is known again among all experiments of that name.
package struct JFrogExperimentTarget: TriggerTarget {
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
      return await send(fire, rendering.trigger.jfrogExperiment).hiding(rendering.secrets)
    } catch {
      return error.result
    }
  }

  private func send(_ fire: Fire, _ trigger: JFrogExperimentTrigger) async -> AttemptResult {
    let model: String?
    do throws(JFrogMLError) { model = try await self.model(of: trigger) } catch { return error.beforeSending }
    let request = JFrogExperimentRequest(
      name: trigger.name, description: trigger.description, modelID: model,
      parameters: trigger.parameters.texts.merging(fire.experimentMarks) { _, mark in mark })
    let begun = clock.now()
    do throws(JFrogMLError) {
      let creation = try await client.experiments.creating(request, idempotencyKey: fire.idempotencyKey, traceparent: fire.traceparent)
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

  /// The id of the model that the trigger names, if it names one.
  func model(of trigger: JFrogExperimentTrigger) async throws(JFrogMLError) -> String? {
    guard let model = trigger.model else { return nil }
    return try await client.models.named(model).id
  }
}

extension Trigger {
  var jfrogExperiment: JFrogExperimentTrigger {
    guard case .jfrogExperiment(let trigger) = action else { preconditionFailure("not a jfrog_experiment fire") }
    return trigger
  }
}

extension Fire {
  static let experimentFireKey = "carillon.fire"
  static let experimentAttemptKey = "carillon.attempt"

  /// The parameters by which an experiment names its fire.
  var experimentMarks: [String: String] {
    [Self.experimentFireKey: id.description, Self.experimentAttemptKey: String(attempt), "carillon.due": due.iso8601]
  }
}

extension JSONValue {
  /// An object's members as the texts that JFrog ML wants; what is more than a text, number or truth becomes JSON text.
  fileprivate var texts: [String: String] {
    guard case .object(let members) = self else { return [:] }
    return members.compactMapValues { value in
      value == .null ? nil : value.scalarText ?? String(decoding: value.jsonText, as: UTF8.self)
    }
  }
}
