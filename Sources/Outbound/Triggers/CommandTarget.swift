import CivilTime
import Commands
import Scheduling
import Seams

/// Fires by running a program under `carillon-supervisor`, in a session of its own.
///
/// The supervisor's mark decides after a crash: no mark, never started; a mark without an exit record and nobody alive
/// behind it, lost.
///
/// A command may start a pipeline itself and register its run under the fire's run name (`CARILLON_RUN_NAME`). With a ZenML
/// server, that run is looked for, linked and followed beside the command.
package struct CommandTarget: TriggerTarget {
  let runs: CommandRuns
  let clock: any WallClock
  /// False: nothing new is started; what runs already is followed to its end.
  let isAllowed: Bool
  /// Where a command's own run would be; nil without a server.
  let serverRuns: ServerRuns?
  let templates: TemplateSources
  /// For the supervisor to say that the command runs.
  let startLimit: Duration
  let pause: @Sendable (Duration) async throws -> Void

  /// - Parameters:
  ///   - startLimit: when it is over, the supervisor's mark decides, and no command is started any more by what comes late.
  ///   - pause: waits; throws when its task is cancelled. Not by `clock`, whose alarms take a descriptor each: that
  ///     there are none left is one of the reasons to wait.
  package init(
    runs: CommandRuns, clock: any WallClock, isAllowed: Bool = true, serverRuns: ServerRuns? = nil,
    templates: TemplateSources = .ofProcess, startLimit: Duration = CommandTrigger.startLimit,
    pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.runs = runs
    self.clock = clock
    self.isAllowed = isAllowed
    self.serverRuns = serverRuns
    self.templates = templates
    self.startLimit = startLimit
    self.pause = pause
  }

  package func start(_ fire: Fire) async -> AttemptResult {
    guard isAllowed else { return .refused(.failed, Reason("commands_off", "the configuration has commands: false")) }
    let command: CommandTrigger
    do throws(RenderingError) {
      let rendering = try await TemplateRenderer(fire: fire, sources: templates).withSecrets().rendering()
      guard case .command(let rendered) = rendering.trigger else { preconditionFailure("not a command fire") }
      command = rendered
    } catch {
      return error.result
    }
    let begun = clock.now()
    do throws(CommandLaunchError) {
      try await runs.start(Self.runName(of: fire), CommandSpecification(command, for: fire), within: startLimit)
      return .started(runID: nil, sentAt: begun)
    } catch {
      return error.result
    }
  }

  package func lookUp(_ fire: Fire) async -> LookUpResult {
    let name = Self.runName(of: fire)
    do throws(CommandRunError) {
      switch try runs.state(of: name) {
      case .notStarted: return .notStarted
      case .running: return .running(runID: nil, sentAt: runs.startedAt(of: name).map { Instant(microsecondsSinceEpoch: $0) })
      case .exited(let exit):
        let (end, sentAt) = (RunObservation(exit, of: fire), Instant(microsecondsSinceEpoch: exit.startedAt))
        // Its run may still go on, or have failed: following finds that out.
        guard serverRuns != nil, end.outcome == .succeeded else { return .finished(end, sentAt: sentAt) }
        return .running(runID: nil, sentAt: sentAt)
      case .lost: return .settled(.lost, Self.lostReason)
      }
    } catch {
      let reason = Reason("run_unreadable", "\(error)")
      return error.isFinal ? .settled(.lost, reason) : .unavailable(reason)
    }
  }

  /// SIGTERM to the whole process tree and SIGKILL after its grace, or SIGKILL at once; its run is told too, where it is known.
  package func stop(_ fire: Fire, force: Bool) async -> StopResult {
    let name = Self.runName(of: fire)
    do throws(CommandRunError) {
      switch try runs.state(of: name) {
      case .notStarted: return .impossible(Reason("not_started", "no command was started for it"))
      case .exited: return await stopRun(of: fire, force: force)
      // One that has ended needs no telling: its end is observed.
      case .running, .lost: if force { try runs.kill(name) } else { try runs.cancel(name) }
      }
      // The command was told. A server that cannot be told of its run is told again when the command has ended.
      _ = await stopRun(of: fire, force: force)
      return .asked
    } catch {
      return .unavailable(Reason("supervisor_unreachable", "\(error)"))
    }
  }

  /// Under which a fire's command runs, and its records and its output lie: the fire's id, and for later attempts
  /// `<id>-2`, since a name is started at most once.
  package static func runName(of fire: Fire) -> String { runName(fire.id, attempt: fire.attempt) }

  package static func runName(_ fire: Identifier, attempt: Int) -> String {
    attempt == 1 ? fire.description : "\(fire)-\(attempt)"
  }

  static let lostReason = Reason(
    "supervisor_gone", "it was started, and its supervisor ended without leaving an exit record (machine crash, or killed)")
}

extension CommandLaunchError {
  fileprivate var result: AttemptResult {
    switch self {
    case .alreadyStarted: .unclear(Reason("already_started", description))
    case .noAnswer: .unclear(Reason("start_hangs", description))
    // Nothing was started, and nothing can be: that is no fault of this command.
    case .notBegun: .unavailable(Reason("start_hangs", description))
    // It stays as it is, however often it is tried.
    case .invalidName, .invalidSpecification: .refused(.failed, Reason("bad_command", description))
    case .supervisorUnavailable, .refused: .retryable(Reason("not_launched", description))
    }
  }
}
