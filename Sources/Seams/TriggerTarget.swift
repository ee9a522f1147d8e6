import Scheduling

/// A place that fires act on: one implementation for each kind of trigger.
///
/// Callers may rely on this:
/// - Every request carries the fire's identity, unchanged over any number of calls for the same fire.
/// - No call throws: what went wrong is part of the answer, in words that hold no secret.
/// - Every call ends: it has time limits of its own.
package protocol TriggerTarget: Sendable {
  /// Where `start` changes threads least; nil: anywhere.
  var executor: (any TaskExecutor)? { get }

  /// Sends the fire. Called only after the fire is durable in the ledger.
  func start(_ fire: Fire) async -> AttemptResult

  /// Asks what became of a fire whose answer was lost, by its frozen identity. Starts nothing.
  func lookUp(_ fire: Fire) async -> LookUpResult

  /// Asks for the end of what the fire started; the end itself comes as an observation.
  /// - Parameter force: without giving it time to clean up.
  func stop(_ fire: Fire, force: Bool) async -> StopResult

  /// The run's changes until it has ended; the last element holds a final outcome, unless the stream is cancelled.
  func observations(of fire: Fire) -> AsyncStream<RunObservation>

  /// What the run has written, from a place in it on: at most one piece of `RunLogPiece.sizeLimit` bytes.
  /// - Parameters:
  ///   - offset: 0, or `next` of the piece before.
  ///   - patience: how long to wait for something new before an empty piece is the answer.
  func log(of fire: Fire, from offset: Int, patience: Duration) async -> RunLogResult

  /// From which offset `log` tells the end of what the run has written so far, and at most so many bytes of it: where a line begins, if
  /// lines are not very long. 0 where nothing is left out, and where offsets count no bytes.
  func logStart(of fire: Fire, keeping bytes: Int) async -> Int
}

extension TriggerTarget {
  package var executor: (any TaskExecutor)? { nil }

  /// Nothing is kept of what such a run writes.
  package func log(of fire: Fire, from offset: Int, patience: Duration) async -> RunLogResult {
    .none(Reason("no_log", "a \(fire.trigger.kind.rawValue) trigger has no log here: its target keeps what it writes"))
  }

  package func logStart(of fire: Fire, keeping bytes: Int) async -> Int { 0 }
}

package enum RunLogResult: Hashable, Sendable {
  case piece(RunLogPiece)
  /// Nothing is there: the attempt has not begun yet, or what it wrote is no longer kept. Who knows whether it has ended can tell.
  case nothing
  /// There is none, and never will be.
  case none(Reason)
  /// It cannot be read now.
  case unavailable(Reason)
}

package struct RunLogPiece: Hashable, Sendable {
  /// One answer of the control API holds it with room to spare.
  package static let sizeLimit = 256 * 1024

  package var text: String
  /// Where the next piece begins.
  package var next: Int
  /// The run has ended, and nothing comes after this piece.
  package var isLast: Bool
  /// True when something before it is no longer kept.
  package var hasGap: Bool
  /// Told with the last piece: so many bytes of the run's output could not be kept when they came.
  package var lostBytes: Int

  package init(text: String, next: Int, isLast: Bool, hasGap: Bool = false, lostBytes: Int = 0) {
    self.text = text
    self.next = next
    self.isLast = isLast
    self.hasGap = hasGap
    self.lostBytes = lostBytes
  }
}
