import CivilTime
import Dispatch

/// Wakes one waiting task: when somebody rings, when an instant comes, and when the clock is stepped. It may wake for
/// nothing; whoever waits looks for itself what there is to do.
package final class Doorbell: Sendable {
  private let rings: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation
  private let queue = DispatchQueue(label: "carillon.doorbell")

  package init() {
    // One unheard ring is enough to remember.
    (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  package func ring() { continuation.yield() }

  /// Returns at the next ring, at once if one was not heard yet; at `instant` by `clock`; or when the task is cancelled.
  package func wait(until instant: Instant?, by clock: any WallClock) async {
    let continuation = continuation
    let alarm = clock.makeAlarm(on: queue) { continuation.yield() }
    defer { alarm.cancel() }
    if let instant { alarm.set(instant) }
    for await _ in rings { return }
  }
}
