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

  private struct Call {
    let end: RunObservation
    var isHandedOver: Bool
  }

  private struct State {
    var waiting: [Attempt: AsyncStream<RunObservation>.Continuation] = [:]
    var called: [Attempt: Call] = [:]
    /// The attempts of `called`, oldest first.
    var order: [Attempt] = []

    mutating func note(_ attempt: Attempt, _ call: Call) {
      called[attempt] = call
      order.append(attempt)
      guard order.count > CallbackInbox.calledLimit else { return }
      if let oldest = order.firstIndex(where: { called[$0]?.isHandedOver ?? true }) { called[order.remove(at: oldest)] = nil }
    }
  }

  private let state = Mutex(State())
  /// Older ones are forgotten when they have been handed over.
  private static let calledLimit = 1000

  package init() {}

  /// Hands over how the work ended.
  /// - Returns: false when that attempt was called back before with another end: the first call counts.
  @discardableResult
  package func deliver(_ end: RunObservation, for token: CallbackToken) -> Bool {
    precondition(end.outcome != nil, "a callback tells an end")
    let attempt = Attempt(fire: token.fire, number: token.attempt)
    return state.withLock { state in
      if let call = state.called[attempt] { return call.end == end }
      guard let waiting = state.waiting.removeValue(forKey: attempt) else {
        state.note(attempt, Call(end: end, isHandedOver: false))
        return true
      }
      state.note(attempt, Call(end: end, isHandedOver: true))
      waiting.yield(end)
      waiting.finish()
      return true
    }
  }

  /// True when that attempt has ended with this call: who did not hear the answer calls again.
  package func hasHandedOver(_ end: RunObservation, for token: CallbackToken) -> Bool {
    state.withLock { state in
      guard let call = state.called[Attempt(fire: token.fire, number: token.attempt)] else { return false }
      return call.isHandedOver && call.end == end
    }
  }

  /// One element, when the callback comes.
  func end(of fire: Fire) -> AsyncStream<RunObservation> {
    let attempt = Attempt(fire: fire.id, number: fire.attempt)
    let (stream, continuation) = AsyncStream.makeStream(of: RunObservation.self)
    state.withLock { state in
      guard let call = state.called[attempt], !call.isHandedOver else {
        state.waiting[attempt] = continuation
        return
      }
      state.called[attempt]?.isHandedOver = true
      continuation.yield(call.end)
      continuation.finish()
    }
    return stream
  }

  /// What has come already; nil when nobody has called.
  func takeEnd(of fire: Fire) -> RunObservation? {
    let attempt = Attempt(fire: fire.id, number: fire.attempt)
    return state.withLock { state in
      state.called[attempt]?.isHandedOver = true
      return state.called[attempt]?.end
    }
  }

  func forget(_ fire: Fire) {
    state.withLock { $0.waiting[Attempt(fire: fire.id, number: fire.attempt)] = nil }
  }
}
