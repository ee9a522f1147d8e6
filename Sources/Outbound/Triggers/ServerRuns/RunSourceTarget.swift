import CivilTime
import Scheduling
import Seams
import ZenML
import ZenMLServer

/// Fires by having the ZenML server start a run: of a snapshot, a build or a run template.
///
/// A resend carries the same name and the same `Idempotency-Key`, so that the server answers it with the run that it has
/// started already, or refuses the name.
package struct RunSourceTarget: ServerRunTarget {
  let runs: ServerRuns
  let sources: ZenMLRunSources
  let templates: TemplateSources

  package init(runs: ServerRuns, sources: ZenMLRunSources, templates: TemplateSources = .ofProcess) {
    self.runs = runs
    self.sources = sources
    self.templates = templates
  }

  package func check(_ trigger: Trigger) async -> OnlineFinding {
    let plan = RunPlan(trigger)
    do throws(ZenMLError) {
      let source = try await sources.resolve(plan.choice)
      let problems = source.parameters.problems(of: plan.configuration, for: source.description)
      return problems.isEmpty ? .sound : .problems(problems)
    } catch {
      return error.finding
    }
  }

  func send(_ fire: Fire, _ trigger: Trigger) async -> AttemptResult {
    let plan = RunPlan(trigger)
    do throws(ZenMLError) {
      return await send(fire, plan, from: try await sources.resolve(plan.choice), mayResolveAgain: true)
    } catch {
      return await runs.meaning(of: error, resolving: plan.noun)
    }
  }

  private func send(_ fire: Fire, _ plan: RunPlan, from source: RunSource, mayResolveAgain: Bool) async -> AttemptResult {
    let problems = source.parameters.problems(of: plan.configuration, for: source.description)
    guard problems.isEmpty else { return .refused(.failed, Reason("bad_parameters", problems.joined(separator: "; "))) }
    let begun = runs.clock.now()
    do throws(ZenMLError) {
      let run = try await sources.start(request(fire, plan), from: source)
      return .started(runID: run.id.description, sentAt: begun)
    } catch {
      guard error.saysRecordIsGone, mayResolveAgain else { return error.whileStarting(source) }
      return await sendToAnother(fire, plan, insteadOf: source)
    }
  }

  /// Once more, with what the trigger means now.
  private func sendToAnother(_ fire: Fire, _ plan: RunPlan, insteadOf stale: RunSource) async -> AttemptResult {
    do throws(ZenMLError) {
      return await send(fire, plan, from: try await sources.resolve(plan.choice, insteadOf: stale), mayResolveAgain: false)
    } catch {
      return await runs.meaning(of: error, resolving: plan.noun)
    }
  }

  private func request(_ fire: Fire, _ plan: RunPlan) -> RunRequest {
    RunRequest(
      runName: fire.runName, configuration: plan.configuration, tag: fire.tag, key: fire.idempotencyKey, traceparent: fire.traceparent)
  }

  /// The tag is on a run from its first moment. Where runs have none (0.58), the name and the time of creation have to do.
  func strangeness(of run: ZenMLRun, to fire: Fire) async throws(ZenMLError) -> String? {
    if RunPlan(fire.trigger).isOfBuild || run.tags.contains(fire.tag) { return nil }
    return "which lacks the tag '\(fire.tag)' that runs of this schedule have"
  }
}

/// What a trigger of these kinds says.
private struct RunPlan {
  let kind: Trigger.Kind
  let choice: RunSourceChoice
  let configuration: RunConfiguration

  init(_ trigger: Trigger) {
    guard let choice = RunSourceChoice(trigger) else { preconditionFailure("no server starts runs of \(trigger.kind)") }
    kind = trigger.kind
    self.choice = choice
    switch trigger {
    case .snapshot(let snapshot): configuration = snapshot.configuration
    case .build(let build): configuration = build.configuration
    case .runTemplate(let template): configuration = template.configuration
    default: preconditionFailure("no server starts runs of \(trigger.kind)")
    }
  }

  var noun: String { kind.rawValue }
  var isOfBuild: Bool { kind == .build }
}

extension Fire {
  /// What the server's runs of this fire's schedule can be found by; a schedule keeps its id when its name changes.
  var tag: String { "carillon:\(scheduleID)" }
}
