import CivilTime
import Dispatch
import Seams
import Synchronization
import TestSupport

/// A clock whose alarms go off late: those that were made before `hold` not until `release`.
final class LateClock: WallClock {
  private struct State {
    var isHolding = false
    var held: [@Sendable () -> Void] = []
  }

  private let clock: VirtualClock
  private let state = Mutex(State())

  init(_ clock: VirtualClock) { self.clock = clock }

  func hold() { state.withLock { $0.isHolding = true } }

  func release() {
    let held = state.withLock { state in
      defer { state = State() }
      return state.held
    }
    held.forEach { $0() }
  }

  func now() -> Instant { clock.now() }

  func elapsed() -> Duration { clock.elapsed() }

  func makeAlarm(on queue: DispatchQueue, handler: @escaping @Sendable () -> Void) -> any Alarm {
    let isHeld = state.withLock { !$0.isHolding }
    return clock.makeAlarm(on: queue) { [self] in
      if !isHeld || !holds({ queue.async(execute: handler) }) { handler() }
    }
  }

  /// - Returns: false when the alarm is to go off now.
  private func holds(_ alarm: @escaping @Sendable () -> Void) -> Bool {
    state.withLock { state in
      if state.isHolding { state.held.append(alarm) }
      return state.isHolding
    }
  }
}
