import CivilTime
import JFrogML
import Scheduling
import Seams
import Synchronization

/// Requests to make something whose answer did not come. The server may still be at work on one, and what is not made yet is in no list.
final class JFrogLostAnswers: Sendable {
  private let clock: any WallClock
  private let patience: Duration
  /// Until when an attempt's request may have its effect, by the attempt's key; in time that has passed, which nobody sets.
  private let ends = Mutex<[Identifier: Duration]>([:])

  /// - Parameter patience: how long a request may still have an effect after its answer was given up on.
  init(clock: any WallClock, patience: Duration) {
    self.clock = clock
    self.patience = patience
  }

  /// Remembers what the fire's request to make something has failed with.
  func note(_ error: JFrogMLError, to fire: Fire) {
    // A server that has answered by itself is done with it; a gateway's answer says nothing about that.
    guard error.kind == .unavailable, case .unclear = error.afterSending else { return }
    let now = clock.elapsed()
    ends.withLock { ends in
      // Nobody has asked about them since.
      ends = ends.filter { $0.value > now }
      ends[fire.idempotencyKey] = now + patience
    }
  }

  /// Whether what the fire has asked for may still come to be.
  func mayStillHaveAnEffect(of fire: Fire) -> Bool {
    let now = clock.elapsed()
    return ends.withLock { ends in ends[fire.idempotencyKey].map { now < $0 } ?? false }
  }
}

extension LookUpResult {
  /// What was not seen although it may still come.
  static let notSeenYet = LookUpResult.unavailable(
    Reason("not_seen_yet", "JFrog ML did not answer in time, and does not show it yet: it is looked for again before it is sent again"))
}
