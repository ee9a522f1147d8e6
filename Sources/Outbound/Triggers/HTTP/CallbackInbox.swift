import Scheduling
import Synchronization

/// Where callbacks come in for the fires that wait for them.
///
/// A service may call before the answer to our request has been read: what nobody waits for yet is kept for a while.
package final class CallbackInbox: Sendable {
  private struct Attempt: Hashable {
    let fire: Identifier
    let number: Int
  }

  private struct State {
    var waiting: [Attempt: AsyncStream<RunObservation>.Continuation] = [:]
    var early: [Attempt: RunObservation] = [:]
  }

  private let state = Mutex(State())
  /// More callbacks that nobody waits for are not kept: they are of fires that have ended.
  private static let earlyLimit = 1000

  package init() {}

  /// Hands over how the work ended.
  package func deliver(_ end: RunObservation, for token: CallbackToken) {
    precondition(end.outcome != nil, "a callback tells an end")
    let attempt = Attempt(fire: token.fire, number: token.attempt)
    state.withLock { state in
      if let waiting = state.waiting.removeValue(forKey: attempt) {
        waiting.yield(end)
        waiting.finish()
      } else if state.early.count < Self.earlyLimit {
        state.early[attempt] = end
      }
    }
  }

  /// One element, when the callback comes.
  func end(of fire: Fire) -> AsyncStream<RunObservation> {
    let attempt = Attempt(fire: fire.id, number: fire.attempt)
    let (stream, continuation) = AsyncStream.makeStream(of: RunObservation.self)
    state.withLock { state in
      guard let end = state.early.removeValue(forKey: attempt) else {
        state.waiting[attempt] = continuation
        return
      }
      continuation.yield(end)
      continuation.finish()
    }
    return stream
  }

  func forget(_ fire: Fire) {
    state.withLock { $0.waiting[Attempt(fire: fire.id, number: fire.attempt)] = nil }
  }
}
