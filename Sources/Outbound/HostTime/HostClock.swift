import CivilTime
import Dispatch
import Glibc
import Seams

/// The machine's realtime clock.
package struct HostClock: WallClock {
  package init() {}

  package func now() -> Instant {
    var time = timespec()
    // CLOCK_REALTIME with a valid address cannot fail (clock_gettime(2)).
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microsecondsSinceEpoch: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }

  package func elapsed() -> Duration {
    var time = timespec()
    // CLOCK_BOOTTIME goes on while the machine is suspended (clock_gettime(2)).
    clock_gettime(CLOCK_BOOTTIME, &time)
    return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
  }

  package func makeAlarm(on queue: DispatchQueue, handler: @escaping @Sendable () -> Void) -> any Alarm {
    RealtimeAlarm(on: queue, handler: handler)
  }
}
