import CLinux
import Dispatch
import Glibc

extension CommandRuns {
  /// Waits until the run is not running, and says what it is then: `exited`, `lost` or `notStarted`.
  ///
  /// Works for runs of an earlier daemon too: the supervisor need not be our child. Costs one descriptor, no thread.
  /// - Parameter watching: Called when the wait for a running command has begun.
  /// - Throws: `CancellationError` when the task is cancelled (the command goes on), or ``CommandRunError``: of these
  ///   `outOfSight` says that it runs, and has to be asked about again.
  package func exit(of name: String, watching: @Sendable () -> Void = {}) async throws -> CommandState {
    while true {
      let state = try state(of: name)
      guard case .running(let supervisor) = state else { return state }
      try await waitForEnd(of: supervisor, name: name, watching: watching)
    }
  }

  /// Ends the run: SIGTERM to everything in it, SIGKILL after its grace. Returns at once; its exit tells the rest.
  ///
  /// A run that is not running is left as it is.
  package func cancel(_ name: String) throws(CommandRunError) { try tell(SIGTERM, name) }

  /// Ends the run as `cancel` does, but with SIGKILL at once, also when its grace is under way.
  package func kill(_ name: String) throws(CommandRunError) { try tell(SIGUSR2, name) }

  /// Signals the supervisor of a run that is running.
  private func tell(_ signal: Int32, _ name: String) throws(CommandRunError) {
    guard case .running(let supervisor) = try state(of: name) else { return }
    guard let pidfd = try openSupervisor(supervisor, name: name) else { return }
    let sent = linux_pidfd_send_signal(pidfd.number, signal)
    if sent != 0, sent != -ESRCH {
      throw .unreachable(name: name, supervisor: supervisor, reason: errorText(-sent))
    }
  }

  private func waitForEnd(of supervisor: pid_t, name: String, watching: @Sendable () -> Void) async throws {
    guard let pidfd = try openSupervisor(supervisor, name: name)?.release() else { return }
    let source = DispatchSource.makeReadSource(fileDescriptor: pidfd, queue: queue)
    // A stream, because its loop ends both when it is finished and when the task is cancelled.
    let (ends, end) = AsyncStream<Never>.makeStream()
    source.setEventHandler {
      // Without an init process the daemon itself inherits the orphaned supervisors, and has to reap them.
      var status: Int32 = 0
      _ = linux_pidfd_reap(pidfd, &status)
      end.finish()
    }
    // A descriptor is closed only when Dispatch has let go of it.
    source.setCancelHandler { close(pidfd) }
    source.activate()
    watching()
    defer { source.cancel() }
    for await _ in ends {}
    try Task.checkCancellation()
  }

  /// A descriptor of exactly the supervisor that holds the lock; nil when it has ended.
  ///
  /// The id is from a file, so it proves nothing. The lock is looked at last: if it is held then, and the process that
  /// was opened started when the mark says, it was the supervisor, and not a later process of the same id.
  func openSupervisor(_ supervisor: pid_t, name: String) throws(CommandRunError) -> OwnedDescriptor? {
    let result = linux_pidfd_open(supervisor)
    let pidfd = result >= 0 ? OwnedDescriptor(result) : nil
    let startTimeTicks = ProcessStart.ticks(of: supervisor)
    guard let mark = try RunMark.read(in: directory(of: name)), mark.isHeld else { return nil }
    guard result >= 0 || result == -ESRCH else {
      throw .unreachable(name: name, supervisor: supervisor, reason: errorText(-result))
    }
    guard let pidfd, startTimeTicks == mark.startTimeTicks else {
      throw .outOfSight(name: name, supervisor: supervisor)
    }
    return pidfd
  }
}
