import CivilTime
import Dispatch

/// Wakes one waiting task: when somebody rings, and, where it waits for an instant too, when that comes or the clock is
/// stepped. It may wake for nothing; whoever waits looks for itself what there is to do.
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
    guard let instant else { return await waitForRing() }
    let continuation = continuation
    let alarm = clock.makeAlarm(on: queue) { continuation.yield() }
    defer { alarm.cancel() }
    alarm.set(instant)
    await waitForRing()
  }

  private func waitForRing() async {
    for await _ in rings { return }
  }
}
