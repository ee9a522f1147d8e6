import CivilTime
import JFrogML
import Scheduling
import Seams
import Synchronization

/// Requests to make something whose answer did not come, or did not say what was made. The server may still be at work on one, and what is
/// not made yet is in no list.
final class JFrogLostAnswers: Sendable {
  private struct Request {
    /// Until when it may have its effect; in time that has passed, which nobody sets.
    let end: Duration
    /// The server has accepted it.
    let wasAccepted: Bool
  }

  /// A fire is asked about for its timeout at most, and none is longer.
  private static let keptFor: Duration = .seconds(30 * 86_400)

  private let clock: any WallClock
  private let patience: Duration
  /// By the attempt's key.
  private let requests = Mutex<[Identifier: Request]>([:])

  /// - Parameter patience: how long a request may still have an effect after its answer was given up on.
  init(clock: any WallClock, patience: Duration) {
    self.clock = clock
    self.patience = patience
  }

  /// Remembers what the fire's request to make something has failed with.
  func note(_ error: JFrogMLError, to fire: Fire) {
    let wasAccepted = error.saysItWasMade
    // A server that has answered by itself is done with it; a gateway's answer says nothing about that.
    guard wasAccepted || error.kind == .unavailable, case .unclear = error.afterSending else { return }
    let now = clock.elapsed()
    requests.withLock { requests in
      // Nobody has asked about them since.
      requests = requests.filter { now < $0.value.end + ($0.value.wasAccepted ? Self.keptFor : .zero) }
      requests[fire.idempotencyKey] = Request(end: now + patience, wasAccepted: wasAccepted)
    }
  }

  /// What it means that a look did not show what the fire has asked for.
  /// - Returns: nil where nothing is known of its request: it was not made then.
  func meaningOfAbsence(of fire: Fire) -> LookUpResult? {
    let now = clock.elapsed()
    guard let request = requests.withLock({ $0[fire.idempotencyKey] }) else { return nil }
    if now < request.end { return .notSeenYet }
    return request.wasAccepted ? .acceptedAndNotSeen : nil
  }
}

extension JFrogMLError {
  /// Of the answer to a request that was to make something: it was accepted, as far as can be told, and does not say what was made.
  fileprivate var saysItWasMade: Bool {
    guard kind == .unexpected, mayHaveBeenSent else { return false }
    // An answer that was too large to be read has no status here.
    return status.map { 200..<300 ~= $0 } ?? true
  }
}

extension LookUpResult {
  /// What was not seen although it may still come.
  fileprivate static let notSeenYet = LookUpResult.unavailable(
    Reason("not_seen_yet", "JFrog ML has not said what it made, and does not show it yet: it is looked for again before it is sent again"))

  /// Sent again, it would be made twice.
  fileprivate static let acceptedAndNotSeen = LookUpResult.settled(
    .lost, Reason("cannot_tell", "JFrog ML accepted it with an answer that does not say what was made, and shows nothing of that name"))
}
