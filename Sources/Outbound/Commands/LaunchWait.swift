import Dispatch
import Glibc

/// The wait for a process that is started: for its answer, or until it has taken too long.
///
/// A start can hang at each of its steps, on a file system that does not answer: also within posix_spawn, which then holds up the queue of
/// all starts. So the limit has a queue of its own.
///
/// @unchecked Sendable: everything that changes is touched only on `queue`.
final class LaunchWait: @unchecked Sendable {
  /// What came of it, told once.
  enum Outcome: Sendable {
    case answered(ProcessLaunch.Answer)
    case notSpawned(ProcessLaunch.SpawnError)
    /// Its turn did not come in time: nothing was started, nor will be.
    case notBegun
    /// It was begun, and has not answered in time. What is there of the process is killed; what it has started is not.
    case silent
  }

  private let queue = DispatchQueue(label: "carillon.commands.limit")
  private var continuation: CheckedContinuation<Outcome, Never>?
  private var hasBegun = false
  /// Until it is reaped.
  private var process: pid_t?
  private var timer: (any DispatchSourceTimer)?

  init(_ continuation: CheckedContinuation<Outcome, Never>, until deadline: StartDeadline?) {
    self.continuation = continuation
    guard let deadline else { return }
    let timer = DispatchSource.makeTimerSource(queue: queue)
    self.timer = timer
    // Again each second, should Dispatch count the time of a suspend, which the deadline does not.
    timer.schedule(deadline: .now() + .milliseconds(Int(deadline.limit.wholeMilliseconds)), repeating: .seconds(1))
    timer.setEventHandler { if deadline.isOver { self.giveUp() } }
    timer.activate()
  }

  /// False: nobody waits any more, and nothing is to be started.
  func begin() -> Bool {
    queue.sync {
      hasBegun = continuation != nil
      return hasBegun
    }
  }

  /// It is there, perhaps too late.
  func watch(_ process: pid_t) {
    queue.sync {
      self.process = process
      if continuation == nil { killProcess() }
    }
  }

  /// Before it is reaped: from then on the id may be another's.
  func forgetProcess() { queue.sync { process = nil } }

  func end(_ outcome: Outcome) { queue.async { self.tell(outcome) } }

  private func giveUp() {
    killProcess()
    tell(hasBegun ? .silent : .notBegun)
  }

  private func killProcess() {
    if let process { Glibc.kill(process, SIGKILL) }
  }

  private func tell(_ outcome: Outcome) {
    timer?.cancel()
    timer = nil
    continuation?.resume(returning: outcome)
    continuation = nil
  }
}
