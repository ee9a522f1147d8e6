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
    /// What each attempt was called back with; nil once that has been handed over.
    var called: [Attempt: RunObservation?] = [:]
    /// The attempts of `called`, oldest first.
    var order: [Attempt] = []

    mutating func note(_ attempt: Attempt, _ end: RunObservation?) {
      called[attempt] = .some(end)
      order.append(attempt)
      if order.count > CallbackInbox.calledLimit { called[order.removeFirst()] = nil }
    }
  }

  private let state = Mutex(State())
  /// Older ones are forgotten: they are of fires that have ended.
  private static let calledLimit = 1000

  package init() {}

  /// Hands over how the work ended.
  /// - Returns: false when that attempt was called back before: the first call counts.
  @discardableResult
  package func deliver(_ end: RunObservation, for token: CallbackToken) -> Bool {
    precondition(end.outcome != nil, "a callback tells an end")
    let attempt = Attempt(fire: token.fire, number: token.attempt)
    return state.withLock { state in
      guard state.called[attempt] == nil else { return false }
      guard let waiting = state.waiting.removeValue(forKey: attempt) else {
        state.note(attempt, end)
        return true
      }
      state.note(attempt, nil)
      waiting.yield(end)
      waiting.finish()
      return true
    }
  }

  /// One element, when the callback comes.
  func end(of fire: Fire) -> AsyncStream<RunObservation> {
    let attempt = Attempt(fire: fire.id, number: fire.attempt)
    let (stream, continuation) = AsyncStream.makeStream(of: RunObservation.self)
    state.withLock { state in
      guard let end = state.called[attempt] ?? nil else {
        state.waiting[attempt] = continuation
        return
      }
      state.called[attempt] = .some(nil)
      continuation.yield(end)
      continuation.finish()
    }
    return stream
  }

  func forget(_ fire: Fire) {
    state.withLock { $0.waiting[Attempt(fire: fire.id, number: fire.attempt)] = nil }
  }
}
