import CivilTime
import Dispatch
import Seams
import TestSupport

/// A clock on which whatever is waited for comes at once.
final class HastyClock: WallClock {
  private let clock: VirtualClock

  init(_ now: Instant) { clock = VirtualClock(now) }

  func now() -> Instant { clock.now() }

  func elapsed() -> Duration { clock.elapsed() }

  func makeAlarm(on queue: DispatchQueue, handler: @escaping @Sendable () -> Void) -> any Alarm {
    HastyAlarm(clock: clock, alarm: clock.makeAlarm(on: queue, handler: handler))
  }

  private struct HastyAlarm: Alarm {
    let clock: VirtualClock
    let alarm: any Alarm

    func set(_ instant: Instant?) {
      alarm.set(instant)
      if let instant { clock.set(max(instant, clock.now())) }
    }

    func cancel() { alarm.cancel() }
  }
}
