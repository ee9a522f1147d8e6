import CivilTime
import Seams

/// Whether the engine turns: it is asked something, and has so long to answer.
///
/// One question at a time: a stuck engine does not collect a task for each probe.
package actor EnginePulse {
  private let engine: SchedulerEngine
  private let clock: any WallClock
  /// When the question was asked that has no answer yet, by `WallClock.elapsed`.
  private var askedAt: Duration?
  private var bells: [Doorbell] = []

  package init(engine: SchedulerEngine, clock: any WallClock) { (self.engine, self.clock) = (engine, clock) }

  /// A turn takes milliseconds; a fire that is 5 s late is late by any measure.
  package static let limit: Duration = .seconds(5)

  /// False when the engine has not answered for so long.
  package func beats(within limit: Duration = limit) async -> Bool {
    let begun = askedAt ?? clock.elapsed()
    if askedAt == nil { ask(at: begun) }
    let bell = Doorbell()
    bells.append(bell)
    while askedAt == begun, clock.elapsed() - begun < limit {
      await bell.wait(until: clock.now().advanced(by: limit - (clock.elapsed() - begun)), by: clock)
    }
    bells.removeAll { $0 === bell }
    return askedAt != begun
  }

  private func ask(at instant: Duration) {
    askedAt = instant
    Task {
      _ = await engine.firesUnderWay
      askedAt = nil
      bells.forEach { $0.ring() }
    }
  }
}
