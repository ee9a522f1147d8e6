import Scheduling
import Seams
import Synchronization

/// The fires whose work is followed now, so that the status of one that was asked to end is looked at soon.
final class FollowedFires: Sendable {
  private struct State {
    var doorbells: [Identifier: Doorbell] = [:]
    /// What the answer that accepted the work asked for.
    var firstLooks: [Identifier: Duration] = [:]
  }

  private let state = Mutex(State())

  func expect(_ fire: Fire, firstLookAfter delay: Duration?) {
    state.withLock { $0.firstLooks[fire.id] = delay }
  }

  /// Registers a follower.
  /// - Returns: what rings for it, and how long its first look has to wait at least.
  func begin(_ fire: Fire) -> (doorbell: Doorbell, firstLookAfter: Duration?) {
    let doorbell = Doorbell()
    return state.withLock { state in
      state.doorbells[fire.id] = doorbell
      return (doorbell, state.firstLooks.removeValue(forKey: fire.id))
    }
  }

  func end(_ fire: Fire, _ doorbell: Doorbell) {
    state.withLock { state in
      if state.doorbells[fire.id] === doorbell { state.doorbells[fire.id] = nil }
    }
  }

  func hurry(_ fire: Fire) { state.withLock { $0.doorbells[fire.id] }?.ring() }
}
