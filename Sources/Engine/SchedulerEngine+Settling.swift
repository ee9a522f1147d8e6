import CivilTime
import Seams

/// Whoever looks at the ledger after a freeze or a step of the clock may come before the engine's own alarm.
extension SchedulerEngine {
  /// A turn takes milliseconds, and a herd's turns take seconds; an alarm that is later than this will not go off.
  private static let longestTurn: Duration = .seconds(10)

  /// Returns when the engine has had its turns for all that was to be done by `instant`, and what it decided is durable.
  ///
  /// It waits for these turns and does not take them: an alarm that does not go off is not made up for here. It waits for
  /// seconds only; what has not come by then is a fault, or is told as one of the disk.
  package func settle(through instant: Instant) async {
    let begun = clock.elapsed()
    let bell = Doorbell()
    turnBells.append(bell)
    defer { turnBells.removeAll { $0 === bell } }
    while let wakeAt, wakeAt <= instant, !isDraining, !Task.isCancelled {
      let left = Self.longestTurn - (clock.elapsed() - begun)
      guard left > .zero else { return }
      await bell.wait(until: clock.now().advanced(by: left), by: clock)
    }
    _ = await hasWritten()
  }
}
