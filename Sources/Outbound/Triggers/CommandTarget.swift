import CivilTime
import Commands
import Glibc
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
      try await runs.start(fire.id.description, specification(command, for: fire))
      return .started(runID: nil, sentAt: begun)
    } catch {
      if case .alreadyStarted = error { return .unclear(Reason("already_started", "\(error)")) }
      return .retryable(Reason("not_launched", "\(error)"))
    }
  }

  package func lookUp(_ fire: Fire) async -> LookUpResult {
    do throws(CommandRunError) {
      switch try runs.state(of: fire.id.description) {
      case .notStarted: return .notStarted
      case .running: return .running(runID: nil, sentAt: nil)
      case .exited(let exit): return .finished(RunObservation(exit, timeoutSeconds: fire.timeoutSeconds))
      case .lost: return .settled(.lost, Self.lostReason)
      }
    } catch {
      return .unavailable(Reason("run_unreadable", "\(error)"))
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
      switch try await runs.exit(of: fire.id.description) {
      case .exited(let exit): return RunObservation(exit, timeoutSeconds: fire.timeoutSeconds)
      case .notStarted, .lost: return RunObservation(status: "lost", outcome: .lost, reason: Self.lostReason)
      case .running: return nil
      }
    } catch is CancellationError {
      return nil
    } catch {
      return RunObservation(status: "unreadable", outcome: .lost, reason: Reason("run_unreadable", "\(error)"))
    }
  }

  private static let lostReason = Reason(
    "supervisor_gone", "it was started, and its supervisor ended without leaving an exit record (machine crash, or killed)")
}

extension CommandTarget {
  /// What a command finds of the daemon's environment: where things are and how text is written, no credentials.
  private static let inherited: Set<String> = [
    "HOME", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LOGNAME", "PATH", "SHELL", "TMPDIR", "TZ", "USER",
  ]
  private static let pathDefault = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
  /// Between asking the tree to end and ending it: a training job may write a checkpoint.
  private static let grace: Duration = .seconds(30)
  private static let outputLimit = 10 << 20

  private func specification(_ command: CommandTrigger, for fire: Fire) -> CommandSpecification {
    CommandSpecification(
      argv: command.argv, workingDirectory: command.cwd, environment: environment(command, for: fire),
      timeout: command.timeoutSeconds.map { .seconds($0) }, grace: Self.grace, outputLimitBytes: Self.outputLimit)
  }

  private func environment(_ command: CommandTrigger, for fire: Fire) -> [String: String] {
    var environment = ["PATH": Self.pathDefault]
    for name in Self.inherited { if let value = getenv(name) { environment[name] = String(cString: value) } }
    environment["CARILLON_FIRE_ID"] = fire.id.description
    environment["CARILLON_DUE"] = fire.due.iso8601
    environment["CARILLON_SCHEDULE"] = fire.scheduleName
    environment["CARILLON_RUN_NAME"] = fire.runName
    environment["CARILLON_ATTEMPT"] = String(fire.attempt)
    return environment.merging(command.env) { _, own in own }
  }
}

extension Fire {
  fileprivate var timeoutSeconds: Int? {
    if case .command(let command) = trigger { command.timeoutSeconds } else { nil }
  }
}

extension RunObservation {
  fileprivate init(_ exit: CommandExit, timeoutSeconds: Int?) {
    let finishedAt = Instant(microsecondsSinceEpoch: exit.finishedAt)
    let (status, outcome, reason) = exit.meaning
    if exit.timedOut {
      let limit = timeoutSeconds.map { "\($0) s" } ?? "its timeout"
      self.init(status: status, outcome: .timedOut, reason: Reason("timeout", "it was ended after \(limit)"), finishedAt: finishedAt)
    } else if exit.cancelled {
      self.init(status: status, outcome: .cancelled, reason: Reason("cancelled", "it was asked to end"), finishedAt: finishedAt)
    } else {
      self.init(status: status, outcome: outcome, reason: reason, finishedAt: finishedAt)
    }
  }
}

extension CommandExit {
  fileprivate var meaning: (status: String, outcome: Outcome, reason: Reason?) {
    switch cause {
    case .exited(0): ("exit 0", .succeeded, nil)
    case .exited(let code): ("exit \(code)", .failed, Reason("exit_code", "it exited with \(code)"))
    case .signalled(let signal): ("signal \(signal)", .failed, Reason("signal", "it was ended by signal \(signal)"))
    case .notExecuted(_, let message): ("not executed", .failed, Reason("not_executed", message))
    }
  }
}
