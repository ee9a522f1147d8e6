import CivilTime
import Dispatch
import Seams
import Synchronization

/// A clock that stands still until it is moved.
final class FixedClock: WallClock {
  private let time: Mutex<Instant>

  init(_ time: Instant = Instant(secondsSinceEpoch: 1_795_226_400)) { self.time = Mutex(time) }

  func now() -> Instant { time.withLock { $0 } }
  func advance(by duration: Duration) { time.withLock { $0 += duration } }

  func makeAlarm(on queue: DispatchQueue, handler: @escaping @Sendable () -> Void) -> any Alarm { SilentAlarm() }
}

/// Never goes off: nothing here waits for the clock.
private struct SilentAlarm: Alarm {
  func set(_ instant: Instant?) {}
  func cancel() {}
}
