import Foundation
import Glibc
import Synchronization

/// A child process with a thread of its own, which starts it, waits for it, and takes it along: the kernel ends the
/// child when that thread ends, so no child outlives a test process, however that ends.
final class ChildProcess: Sendable {
  private struct State {
    var start: Result<pid_t, POSIXError>?
    /// Its exit status; a signal that ended it, negative.
    var end: Int32?
    /// When it ended.
    var ended: ContinuousClock.Instant?
    var waiting: [CheckedContinuation<Int32, Never>] = []
  }

  private let state: SharedState
  let id: pid_t

  /// - Parameters:
  ///   - argv: the program's path, and its arguments.
  ///   - output: the file for what it prints; `errors` for what it says on its standard error.
  init(_ argv: [String], environment: [String: String], output: String, errors: String) throws {
    let (state, started) = (SharedState(), DispatchSemaphore(value: 0))
    Thread.detachNewThread {
      let start = Spawn(argv: argv, environment: environment, output: output, errors: errors).run()
      state.lock.withLock { $0.start = start }
      started.signal()
      if case .success(let id) = start { state.noteEnd(of: id) }
    }
    started.wait()
    guard let start = state.lock.withLock({ $0.start }) else { preconditionFailure("the thread signals after it has started the child") }
    id = try start.get()
    self.state = state
  }

  /// Nil while it runs.
  var end: Int32? { state.lock.withLock { $0.end } }

  /// When it ended, as its own thread saw it: who awaits `status` may hear of it much later. Nil while it runs.
  var ended: ContinuousClock.Instant? { state.lock.withLock { $0.ended } }

  var status: Int32 {
    get async {
      await withCheckedContinuation { continuation in
        let end = state.lock.withLock { state in
          if state.end == nil { state.waiting.append(continuation) }
          return state.end
        }
        if let end { continuation.resume(returning: end) }
      }
    }
  }

  /// Nothing when it has ended: its number may be somebody else's by now.
  func send(_ signal: Int32) {
    state.lock.withLock { state in
      if state.end == nil { _ = kill(id, signal) }
    }
  }

  private final class SharedState: Sendable {
    let lock = Mutex(State())

    /// Waits without reaping, and reaps under the lock, so that `send` never meets a number that was given out again.
    func noteEnd(of id: pid_t) {
      var info = siginfo_t()
      while waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
      let now = ContinuousClock.now
      let (end, waiting) = lock.withLock { state in
        var status: Int32 = 0
        waitpid(id, &status, 0)
        let signal = status & 0x7f
        let end = signal == 0 ? status >> 8 & 0xff : -signal
        (state.end, state.ended) = (end, now)
        return (end, state.waiting)
      }
      for continuation in waiting { continuation.resume(returning: end) }
    }
  }
}
