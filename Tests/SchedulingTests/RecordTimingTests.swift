import CivilTime
import Scheduling
import TestSupport
import Testing

@Suite struct RecordTimingTests {
  private func record(
    cron: String? = nil, interval: Duration? = nil, once: String? = nil, start: String? = nil, end: String? = nil,
    source: ScheduleRecord.Source = .zenml, zone: String? = nil
  ) -> ScheduleRecord {
    ScheduleRecord(
      id: Identifier(high: 0, low: 1), name: "nightly", source: source, cronExpression: cron, interval: interval,
      runOnceStartTime: once.map(instant), timeZone: zone, startTime: start.map(instant), endTime: end.map(instant))
  }

  private func timing(_ record: ScheduleRecord) throws(InvalidRecord) -> RecordTiming {
    try RecordTiming(of: record) {
      $0 == "Etc/Plus1" ? ZoneRules(name: $0, fixedOffset: ZoneOffset(seconds: 3600, isDaylight: false, abbreviation: "P1")) : nil
    }
  }

  private func problem(_ record: ScheduleRecord) -> Reason? {
    do throws(InvalidRecord) {
      _ = try timing(record)
      return nil
    } catch { return error.reason }
  }

  private func due(_ record: ScheduleRecord, after: String, count: Int) throws -> [String] {
    let instants = try timing(record).due
    var (found, last): ([String], Instant) = ([], instant(after))
    while found.count < count, let next = instants.next(after: last) { (last, _) = (next, found.append(next.iso8601)) }
    return found
  }

  @Test func anIntervalKeepsTheGridOfItsStart() throws {
    let record = record(interval: .seconds(5400), start: "2026-01-01T00:10:00Z")
    #expect(try due(record, after: "2026-01-01T02:00:00Z", count: 2) == ["2026-01-01T03:10:00Z", "2026-01-01T04:40:00Z"])
  }

  @Test func theStartItselfIsDue() throws {
    let record = record(interval: .seconds(5400), start: "2026-01-01T00:10:00Z")
    #expect(try due(record, after: "2025-01-01T00:00:00Z", count: 1) == ["2026-01-01T00:10:00Z"])
  }

  @Test func withoutAStartTheGridIsThatOfTheEpoch() throws {
    #expect(try due(record(interval: .seconds(600)), after: "2026-01-01T00:03:00Z", count: 1) == ["2026-01-01T00:10:00Z"])
    #expect(
      try due(record(interval: .seconds(7)), after: "1969-12-31T23:59:50Z", count: 2) == ["1969-12-31T23:59:53Z", "1970-01-01T00:00:00Z"])
  }

  @Test func aStartWithinASecondIsDueAtTheNextWholeOne() throws {
    let record = record(interval: .seconds(60), start: "2026-01-01T00:00:15.406612Z")
    #expect(try due(record, after: "2026-01-01T00:00:00Z", count: 2) == ["2026-01-01T00:00:16Z", "2026-01-01T00:01:16Z"])
  }

  @Test func aRunOnceTimeIsDueOnce() throws {
    #expect(try due(record(once: "12:00"), after: "2026-01-01T00:00:00Z", count: 3) == ["2026-11-21T12:00:00Z"])
  }

  @Test func cronWinsOverTheIntervalWithAWarning() throws {
    let timing = try timing(record(cron: "0 2 * * *", interval: .seconds(60)))
    #expect(timing.due.next(after: instant("12:00")) == instant("2026-11-22T02:00:00Z"))
    #expect(timing.warnings.map(\.code) == ["cron_wins"])
  }

  @Test func aZoneInTheExpressionWinsOverThatOfTheRecord() throws {
    #expect(try due(record(cron: "TZ=UTC 0 2 * * *", zone: "Etc/Plus1"), after: "00:00", count: 1) == ["2026-11-21T02:00:00Z"])
    #expect(try due(record(cron: "0 2 * * *", zone: "Etc/Plus1"), after: "00:00", count: 1) == ["2026-11-21T01:00:00Z"])
  }

  @Test(arguments: [
    ("61 99 * * *", "bad_cron_expression"), ("0 0 30 2 *", "never_fires"), ("@reboot", "reboot_unsupported"),
    ("0 2 * * * *", "seconds_last"),
  ])
  func anExpressionThatMakesNoSenseIsQuarantined(_ expression: String, _ code: String) {
    #expect(problem(record(cron: expression))?.code == code)
  }

  @Test func sixFieldsOfAServerAreShownRotated() {
    #expect(
      problem(record(cron: "0 2 * * * 30"))?.sentence.hasSuffix("write '30 0 2 * * *' in a file, or five fields on the server") == true)
    #expect(problem(record(cron: "30 0 2 * * *", source: .file)) == nil)
  }

  @Test(arguments: [Duration.zero, .seconds(-5), .milliseconds(250), .milliseconds(1500), .seconds(Int64(101) * 365 * 86_400)])
  func anIntervalThatMakesNoSenseIsQuarantined(_ interval: Duration) {
    #expect(problem(record(interval: interval))?.code == "bad_interval")
  }

  @Test func aRecordWithoutAnyTimingIsQuarantined() { #expect(problem(record())?.code == "no_timing") }

  @Test func anEndThatIsNotAfterTheStartIsQuarantined() {
    #expect(problem(record(cron: "* * * * *", start: "02:00", end: "02:00"))?.code == "end_before_start")
  }

  @Test func anUnknownZoneIsQuarantined() { #expect(problem(record(cron: "* * * * *", zone: "Mars/Base"))?.code == "bad_time_zone") }

  @Test(arguments: UInt64(0)..<50) func aGridNeverDriftsWhereverOneBegins(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let seconds = Int64.random(in: 1...100_000, using: &random)
    let anchor = Instant(secondsSinceEpoch: Int64.random(in: -1_000_000_000...4_000_000_000, using: &random))
    let grid = DueInstants(timing: .interval(seconds: seconds, anchor: anchor))
    let after = Instant(secondsSinceEpoch: Int64.random(in: -1_000_000_000...4_000_000_000, using: &random))
    guard let next = grid.next(after: after) else { return #expect(Bool(false), "seed \(seed)") }
    #expect(next > after && next.secondsSinceEpoch - after.secondsSinceEpoch <= seconds, "seed \(seed)")
    #expect((next.secondsSinceEpoch - anchor.secondsSinceEpoch) % seconds == 0, "seed \(seed)")
  }
}
