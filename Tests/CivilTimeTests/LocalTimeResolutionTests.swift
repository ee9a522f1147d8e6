import CivilTime
import TestSupport
import Testing

@Suite struct LocalTimeResolutionTests {
  private func resolve(_ zone: String, _ local: String) throws -> LocalTimeResolution {
    // The text is read as UTC only to take it apart.
    try SystemZones.zone(zone).resolve(CivilDateTime(utc: Instant(iso8601: local)))
  }

  @Test func anOrdinaryTimeIsOneInstant() throws {
    #expect(try resolve("America/New_York", "2024-07-01T12:00:00") == .single(Instant(iso8601: "2024-07-01T12:00:00-04:00")))
  }

  @Test func aSkippedTimeIsNamedWithTheEndOfTheGap() throws {
    #expect(try resolve("America/New_York", "2024-03-10T02:30:00") == .skipped(resumesAt: Instant(iso8601: "2024-03-10T03:00:00-04:00")))
    #expect(try resolve("Pacific/Apia", "2011-12-30T12:00:00") == .skipped(resumesAt: Instant(iso8601: "2011-12-31T00:00:00+14:00")))
  }

  @Test func aRepeatedTimeIsTwoInstants() throws {
    #expect(
      try resolve("America/New_York", "2024-11-03T01:30:00")
        == .repeated(earlier: Instant(iso8601: "2024-11-03T01:30:00-04:00"), later: Instant(iso8601: "2024-11-03T01:30:00-05:00")))
  }

  @Test func theEdgesOfChangesAreSharp() throws {
    #expect(try resolve("America/New_York", "2024-03-10T03:00:00") == .single(Instant(iso8601: "2024-03-10T03:00:00-04:00")))
    #expect(try resolve("America/New_York", "2024-03-10T01:59:59") == .single(Instant(iso8601: "2024-03-10T01:59:59-05:00")))
    #expect(try resolve("America/New_York", "2024-11-03T02:00:00") == .single(Instant(iso8601: "2024-11-03T02:00:00-05:00")))
    #expect(try resolve("America/New_York", "2024-11-03T00:59:59") == .single(Instant(iso8601: "2024-11-03T00:59:59-04:00")))
  }

  @Test(arguments: UInt64(0)..<60)
  func everyInstantIsAmongThoseOfItsLocalTime(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let zone = try SystemZones.zone(ZoneRulesTests.names[Int(seed) % ZoneRulesTests.names.count])
    for _ in 0..<50 {
      let instant = Instant(secondsSinceEpoch: .random(in: -3_000_000_000..<9_000_000_000, using: &generator))
      switch zone.resolve(zone.civil(at: instant)) {
      case .single(let only): #expect(only == instant, "seed \(seed)")
      case .repeated(let earlier, let later): #expect(earlier == instant || later == instant, "seed \(seed)")
      case .skipped: Issue.record("seed \(seed): \(instant) exists in \(zone)")
      }
    }
  }
}
