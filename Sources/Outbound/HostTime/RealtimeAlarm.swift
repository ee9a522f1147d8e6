import CLinux
import CivilTime
import Dispatch
import Glibc
import Seams

/// An alarm on the realtime clock itself: the kernel keeps it right while the clock is slewed, and says when it is stepped
/// (timerfd with TFD_TIMER_CANCEL_ON_SET). A Dispatch timer would count monotonic time, and drift from the wall clock.
final class RealtimeAlarm: Alarm {
  private let timer: Int32
  // nonisolated(unsafe): a Dispatch source may be cancelled from any thread, and nothing else is done with it after init.
  private nonisolated(unsafe) let source: any DispatchSourceRead

  init(on queue: DispatchQueue, handler: @escaping @Sendable () -> Void) {
    let timer = linux_timerfd_create_realtime()
    precondition(timer >= 0, "timerfd_create: error \(-timer); is the limit of open files reached?")
    self.timer = timer
    source = DispatchSource.makeReadSource(fileDescriptor: timer, queue: queue)
    source.setEventHandler {
      Self.drain(timer)
      handler()
    }
    source.setCancelHandler { close(timer) }
    source.activate()
    set(nil)
  }

  func set(_ instant: Instant?) {
    let instant = min(instant ?? Self.farFuture, Self.farFuture)
    let microseconds = max(instant.microsecondsSinceEpoch, 0)
    _ = linux_timerfd_arm(timer, microseconds / 1_000_000, microseconds % 1_000_000 * 1000, true)
  }

  func cancel() { source.cancel() }

  /// Where an alarm that is off stands, so that it still notices steps of the clock: the year 2200.
  private static let farFuture = Instant(secondsSinceEpoch: 7_258_118_400)

  /// Both an expiry and a step (ECANCELED) end with the read; which of them it was makes no difference.
  private static func drain(_ timer: Int32) {
    var expirations: UInt64 = 0
    _ = read(timer, &expirations, 8)
  }
}
