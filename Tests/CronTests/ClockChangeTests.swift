import CivilTime
import Cron
import Testing

/// Fires that a change of the local clock touches, by zone and date.
@Suite struct ClockChangeTests {
  private func changes(_ text: String, _ zone: String, after: String, count: Int) throws -> [ClockChange?] {
    let expression = try CronExpression(parsing: text, zone: SystemZones.require(zone))
    return expression.fires(after: try Instant(iso8601: after)).prefix(count).map { expression.clockChange(at: $0) }
  }

  private func local(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int) throws -> CivilDateTime {
    try #require(CivilDateTime(year: year, month: month, day: day, hour: hour, minute: minute))
  }

  @Test(arguments: ["30 2 * * *", "30,45 2 * * *", "30 2,4 * * *", "0,30 2-3 10 3 *", "0 30 2 * * *"])
  func aSkippedTimeIsMovedFromTheEarliest(text: String) throws {
    let skipped = try local(2024, 3, 10, 2, text.hasPrefix("0,") ? 0 : 30)
    #expect(try changes(text, "America/New_York", after: "2024-03-10T06:59:59Z", count: 1) == [.moved(skipped: skipped)])
  }

  @Test func whatIsDueAtTheEndOfTheGapAnywayIsNotMoved() throws {
    #expect(try changes("0 3 * * *", "America/New_York", after: "2024-03-10T06:00:00Z", count: 2) == [nil, nil])
    #expect(try changes("*/30 * * * *", "America/New_York", after: "2024-03-10T06:30:00Z", count: 2) == [nil, nil])
  }

  @Test func aFixedTimeFiresInTheFirstPass() throws {
    #expect(try changes("30 1 * * *", "America/New_York", after: "2024-11-03T04:00:00Z", count: 2) == [.firstPass, nil])
  }

  @Test func aWallClockScheduleFiresInBothPasses() throws {
    #expect(
      try changes("30 * * * *", "America/New_York", after: "2024-11-03T04:31:00Z", count: 3) == [.firstPass, .secondPass, nil])
    #expect(try changes("35 * * * *", "Australia/Lord_Howe", after: "2024-04-06T14:00:00Z", count: 3) == [.firstPass, .secondPass, nil])
  }

  @Test func aDayThatIsSkippedIsMovedToTheNext() throws {
    // Samoa had no 30 December 2011.
    #expect(try changes("0 5 30 12 *", "Pacific/Apia", after: "2011-12-01", count: 1) == [.moved(skipped: try local(2011, 12, 30, 5, 0))])
  }

  @Test func withoutClockChangesThereIsNone() throws {
    #expect(try changes("*/15 * * * *", "UTC", after: "2024-01-01", count: 5) == Array(repeating: nil, count: 5))
    #expect(try changes("30 2 * * *", "Asia/Tokyo", after: "2024-01-01", count: 5) == Array(repeating: nil, count: 5))
  }

  @Test func rewritesOfSteppedDaysSayEitherAndBoth() throws {
    let rewrites = try CronExpression(parsing: "TZ=Asia/Tokyo 0 4 */2 * */3", zoneNamed: SystemZones.zone(named:)).dayRewrites
    #expect(rewrites?.either == "TZ=Asia/Tokyo 0 4 1-31/2 * 0-6/3")
    #expect(rewrites?.both == "TZ=Asia/Tokyo 0 4 */2 * +*/3")
    #expect(try CronExpression(parsing: "0 4 13 * 5").dayRewrites == nil)
    #expect(try CronExpression(parsing: "@reboot").dayRewrites == nil)
  }
}
