import Scheduling
import Seams
import ZenML
import ZenMLServer

/// A kind of trigger whose fires become runs on the configuration's ZenML server.
///
/// The run name carries the identity: it is unique in a project for ever, so a second send of a fire cannot make a second
/// run. "Name already exists" means: look the run up, and adopt it when it is ours. Kinds differ in how a run is asked for,
/// and in what proves that a run is theirs.
protocol ServerRunTarget: TriggerTarget, OnlineCheck {
  var runs: ServerRuns { get }
  var templates: TemplateSources { get }

  /// - Parameter trigger: the fire's own, with its templates filled in.
  func send(_ fire: Fire, _ trigger: Trigger) async -> AttemptResult

  /// Why a run of the fire's name is not the fire's own: "which deployment x made"; nil: it is.
  func strangeness(of run: ZenMLRun, to fire: Fire) async throws(ZenMLError) -> String?
}

extension ServerRunTarget {
  package func start(_ fire: Fire) async -> AttemptResult {
    do throws(RenderingError) {
      let rendering = try await TemplateRenderer(fire: fire, sources: templates).withSecrets().rendering()
      return await send(fire, rendering.trigger).hiding(rendering.secrets)
    } catch {
      return error.result
    }
  }

  package func lookUp(_ fire: Fire) async -> LookUpResult {
    await runs.lookUp(fire) { run async throws(ZenMLError) in try await strangeness(of: run, to: fire) }
  }

  /// A run that is not known yet is looked up by its name.
  package func stop(_ fire: Fire, force: Bool) async -> StopResult {
    if let id = fire.runID.flatMap(Identifier.init) { return await runs.stop(id, force: force) }
    switch await lookUp(fire) {
    case .running(let runID, _):
      guard let id = runID.flatMap(Identifier.init) else { preconditionFailure("a run that was found has an id") }
      return await runs.stop(id, force: force)
    case .finished: return .asked
    case .notStarted, .cannotBeAsked: return .impossible(Reason("not_started", "the server has no run named '\(fire.runName)'"))
    case .settled(_, let reason): return .impossible(reason)
    case .unavailable(let reason): return .unavailable(reason)
    }
  }

  package func observations(of fire: Fire) -> AsyncStream<RunObservation> {
    guard let id = fire.runID.flatMap(Identifier.init) else {
      return AsyncStream { continuation in
        continuation.yield(
          RunObservation(status: "unknown", outcome: .lost, reason: Reason("no_run_id", "it is not known which run it started")))
        continuation.finish()
      }
    }
    return runs.observations(of: id).hidingSecrets(of: fire, from: templates)
  }

  package func log(of fire: Fire, from offset: Int, patience: Duration) async -> RunLogResult {
    guard let id = fire.runID.flatMap(Identifier.init) else {
      // The former attempt's run is another.
      if fire.attempt > 1 { return .nothing }
      return .none(Reason("no_log", "it is not known which run it started"))
    }
    do throws(RenderingError) {
      let secrets = try await TemplateRenderer(fire: fire, sources: templates).withSecrets().rendering().secrets
      return await runs.log(of: id, from: offset, patience: patience) { secrets.hidden(in: $0) }
    } catch {
      let sentence = "the secrets of its trigger, which have to be hidden in it, cannot be read: \(error.sentence)"
      return .unavailable(Reason("secret_unavailable", sentence))
    }
  }
}
