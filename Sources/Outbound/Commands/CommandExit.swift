/// How a command ended, as its supervisor wrote it down.
package struct CommandExit: Sendable, Equatable {
  package enum Cause: Sendable, Equatable {
    /// It ended by itself with this status, 0…255.
    case exited(code: Int32)
    /// This signal ended it.
    case signalled(Int32)
    /// It never ran: no such program or working directory, no permission, no process to be had.
    case notExecuted(errno: Int32, stage: Stage)
  }

  /// What failed before a command could run, as the exit record names it.
  package enum Stage: String, Sendable {
    /// No process was to be had.
    case process
    /// Its working directory could not be entered.
    case directory
    /// The program could not be executed.
    case program
    /// When its mark was there, nobody waited for its start any more: it came too late, or who was to answer was ended meanwhile.
    case start
  }

  package var cause: Cause
  /// The timeout passed before the command ended, and so it was ended.
  package var timedOut: Bool
  /// It was cancelled before it ended, and before its timeout.
  package var cancelled: Bool
  /// The machine's init process told it to end, as at a shutdown, before it ended: nobody cancelled it.
  package var terminated: Bool
  /// Microseconds since the Unix epoch.
  package var startedAt: Int64
  /// Microseconds since the Unix epoch: the end of the command itself; what it left behind was ended after that.
  package var finishedAt: Int64
  /// Bytes of output that the disk did not take.
  package var outputLostBytes: Int64
  /// Processes of the command that not even SIGKILL ended within 10 s: another user's, or stuck in the kernel.
  package var leftBehind: Int32

  package init(
    cause: Cause,
    timedOut: Bool = false,
    cancelled: Bool = false,
    terminated: Bool = false,
    startedAt: Int64,
    finishedAt: Int64,
    outputLostBytes: Int64 = 0,
    leftBehind: Int32 = 0
  ) {
    self.cause = cause
    self.timedOut = timedOut
    self.cancelled = cancelled
    self.terminated = terminated
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.outputLostBytes = outputLostBytes
    self.leftBehind = leftBehind
  }

  /// Whether the command did its work: status 0, and nobody had to end it.
  package var isSuccess: Bool { cause == .exited(code: 0) && !timedOut && !cancelled && !terminated }
}
