import CivilTime
import TestSupport
import Testing

@Suite struct InstantTests {
  @Test func unitsBeforeTheEpochAreRoundedDown() {
    let instant = Instant(microsecondsSinceEpoch: -1)
    #expect(instant.millisecondsSinceEpoch == -1)
    #expect(instant.secondsSinceEpoch == -1)
    #expect(Instant(secondsSinceEpoch: -1).secondsSinceEpoch == -1)
  }

  @Test func unitsThatDoNotFitSaturate() {
    #expect(Instant(secondsSinceEpoch: .max) == .distantFuture)
    #expect(Instant(secondsSinceEpoch: .min) == .distantPast)
    #expect(Instant(millisecondsSinceEpoch: .max) == .distantFuture)
    #expect(Instant(millisecondsSinceEpoch: .min) == .distantPast)
  }

  @Test func arithmeticSaturates() {
    #expect(Instant.distantFuture + .seconds(1) == .distantFuture)
    #expect(Instant.distantPast - .seconds(1) == .distantPast)
    #expect(Instant.distantPast + .seconds(Int64.max) == .distantFuture)
    #expect(Instant.distantFuture - .seconds(Int64.max) == .distantPast)
    #expect(Instant.distantFuture - .seconds(Int64.min) == .distantFuture)
  }

  @Test func theDurationBetweenTheEndsOfTimeIsExact() {
    let duration = Instant.distantPast.duration(to: .distantFuture)
    #expect(duration == .microseconds(Int64.max) + .microseconds(Int64.max) + .microseconds(1))
    #expect(Instant.distantPast - Instant.distantFuture == .zero - duration)
  }

  @Test(arguments: UInt64(0)..<50)
  func addingADurationAndTakingItAwayChangesNothing(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let instant = Instant(microsecondsSinceEpoch: .random(in: -1 << 60...1 << 60, using: &generator))
    let duration = Duration.microseconds(Int64.random(in: -1 << 60...1 << 60, using: &generator))
    #expect((instant + duration) - duration == instant, "seed \(seed)")
    #expect(instant.duration(to: instant + duration) == duration, "seed \(seed)")
    #expect((instant + duration) - instant == duration, "seed \(seed)")
  }

  @Test func partsOfAMicrosecondAreCut() {
    #expect(Instant(secondsSinceEpoch: 0) + .nanoseconds(1_999) == Instant(microsecondsSinceEpoch: 1))
  }
}
