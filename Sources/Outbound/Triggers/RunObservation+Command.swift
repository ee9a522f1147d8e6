import CivilTime
import Commands
import Scheduling

extension RunObservation {
  /// The end of a fire's command.
  init(_ exit: CommandExit, of fire: Fire) {
    let (outcome, reason) = Self.meaning(of: exit, fire.command)
    self.init(
      status: exit.status, outcome: outcome, reason: exit.leftBehind > 0 ? Self.reason(reason, leaving: exit.leftBehind) : reason,
      finishedAt: Instant(microsecondsSinceEpoch: exit.finishedAt), exitCode: exit.ownCode)
  }

  private static let terminatedSentence =
    "something outside Carillon ended it: the machine was shut down, or systemd ended all processes"

  /// - Parameter command: as it is written down, with references instead of secrets.
  private static func meaning(of exit: CommandExit, _ command: CommandTrigger?) -> (Outcome, Reason?) {
    if exit.timedOut {
      return (.timedOut, Reason("timeout", "it was ended after \(command?.timeoutSeconds.map { "\($0) s" } ?? "its timeout")"))
    }
    if exit.cancelled { return (.cancelled, Reason("cancelled", "it was asked to end")) }
    // Whatever its exit code: a command that ends well when it is told to has not done all of its work.
    if exit.terminated { return (.failed, Reason("terminated", terminatedSentence)) }
    return switch exit.cause {
    case .exited(0): (.succeeded, nil)
    case .exited(let code): (.failed, Reason("exit_code", "it exited with \(code)"))
    case .signalled(let signal): (.failed, Reason("signal", "it was ended by signal \(signal)"))
    case .notExecuted(let errno, let stage):
      (.failed, reason(stage.sentence(errno: errno, program: command?.argv.first ?? "", workingDirectory: command?.cwd), at: stage))
    }
  }

  /// Why it never ran: what hangs is no fault of the command.
  private static func reason(_ sentence: String, at stage: CommandExit.Stage) -> Reason {
    stage == .start ? Reason("start_hangs", sentence) : Reason("not_executed", sentence)
  }

  /// Whoever reads of the end learns that something may go on. A success stays one.
  private static func reason(_ reason: Reason?, leaving count: Int32) -> Reason {
    let left = "\(count) of its processes could not be ended (another user's, or stuck in the kernel)"
    guard var reason else { return Reason("left_behind", "the command ended well, but \(left)") }
    reason.sentence += "; \(left)"
    return reason
  }
}

extension CommandExit {
  fileprivate var status: String {
    switch cause {
    case .exited(let code): "exit \(code)"
    case .signalled(let signal): "signal \(signal)"
    case .notExecuted: "not executed"
    }
  }

  /// The code of a command that ended by itself: one that was told to end says nothing about its work.
  fileprivate var ownCode: Int? {
    if case .exited(let code) = cause, !timedOut, !cancelled, !terminated { Int(code) } else { nil }
  }
}

extension Fire {
  fileprivate var command: CommandTrigger? {
    if case .command(let command) = trigger { command } else { nil }
  }
}
