import CivilTime
import Commands
import Scheduling
import Seams

/// Fires by running a program under `carillon-supervisor`, in a session of its own.
///
/// The supervisor's mark decides after a crash: no mark, never started; a mark without an exit record and nobody alive
/// behind it, lost.
package struct CommandTarget: TriggerTarget {
  let runs: CommandRuns
  let clock: any WallClock

  package init(runs: CommandRuns, clock: any WallClock) {
    self.runs = runs
    self.clock = clock
  }

  package func start(_ fire: Fire) async -> AttemptResult {
    let command: CommandTrigger
    do throws(RenderingError) {
      guard case .command(let rendered) = try TemplateRenderer(fire: fire).trigger() else { preconditionFailure("not a command fire") }
      command = rendered
    } catch {
      return error.result
    }
    let begun = clock.now()
    do throws(CommandLaunchError) {
      try await runs.start(Self.runName(of: fire), CommandSpecification(command, for: fire))
      return .started(runID: nil, sentAt: begun)
    } catch {
      return error.result
    }
  }

  package func lookUp(_ fire: Fire) async -> LookUpResult {
    do throws(CommandRunError) {
      switch try runs.state(of: Self.runName(of: fire)) {
      case .notStarted: return .notStarted
      case .running: return .running(runID: nil, sentAt: nil)
      case .exited(let exit): return .finished(RunObservation(exit, of: fire))
      case .lost: return .settled(.lost, Self.lostReason)
      }
    } catch {
      return .unavailable(Reason("run_unreadable", "\(error)"))
    }
  }

  /// SIGTERM to the whole process tree and SIGKILL after its grace, or SIGKILL at once.
  package func stop(_ fire: Fire, force: Bool) async -> StopResult {
    let name = Self.runName(of: fire)
    do throws(CommandRunError) {
      guard try runs.state(of: name) != .notStarted else {
        return .impossible(Reason("not_started", "no command was started for it"))
      }
      // One that has ended needs no telling: its end is observed.
      if force { try runs.kill(name) } else { try runs.cancel(name) }
      return .asked
    } catch {
      return .unavailable(Reason("supervisor_unreachable", "\(error)"))
    }
  }

  package func observations(of fire: Fire) -> AsyncStream<RunObservation> {
    let (stream, continuation) = AsyncStream.makeStream(of: RunObservation.self)
    let task = Task {
      continuation.yield(RunObservation(status: "running"))
      if let end = await end(of: fire) { continuation.yield(end) }
      continuation.finish()
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }

  /// Nil when the wait was cancelled: the command goes on.
  private func end(of fire: Fire) async -> RunObservation? {
    do {
      switch try await runs.exit(of: Self.runName(of: fire)) {
      case .exited(let exit): return RunObservation(exit, of: fire)
      case .notStarted, .lost: return RunObservation(status: "lost", outcome: .lost, reason: Self.lostReason)
      case .running: return nil
      }
    } catch is CancellationError {
      return nil
    } catch {
      return RunObservation(status: "unreadable", outcome: .lost, reason: Reason("run_unreadable", "\(error)"))
    }
  }

  /// Under which a fire's command runs, and its records and its output lie: the fire's id, and for later attempts
  /// `<id>-2`, since a name is started at most once.
  package static func runName(of fire: Fire) -> String { runName(fire.id, attempt: fire.attempt) }

  package static func runName(_ fire: Identifier, attempt: Int) -> String {
    attempt == 1 ? fire.description : "\(fire)-\(attempt)"
  }

  private static let lostReason = Reason(
    "supervisor_gone", "it was started, and its supervisor ended without leaving an exit record (machine crash, or killed)")
}

extension CommandLaunchError {
  fileprivate var result: AttemptResult {
    switch self {
    case .alreadyStarted: .unclear(Reason("already_started", description))
    // It stays as it is, however often it is tried.
    case .invalidName, .invalidSpecification: .refused(.failed, Reason("bad_command", description))
    case .supervisorUnavailable, .refused: .retryable(Reason("not_launched", description))
    }
  }
}
