import CivilTime
import Cron
import Testing

@Suite struct CronWarningTests {
  /// Pattern, and `code position length` of each warning.
  static let cases: [(String, [String])] = [
    ("0 9 * * 1-5", []),
    ("*/15 * * * *", []),
    ("H/15 * * * *", []),
    ("H/60 * * * *", []),
    ("0 9 31 1,3 *", []),
    ("0 0 */2 * 1", ["star-step-day-or 4 3"]),
    ("0 0 */2 * +1", []),
    ("0 0 */2 * *", []),
    ("0 0 1-7 * */7", ["step-too-large 10 3", "star-step-day-or 10 3"]),
    ("0 0 13 * 5", ["both-day-fields 9 1"]),
    ("0 0 1,*/10 * 1", ["star-step-day-or 4 6"]),
    ("5-5 * * * *", ["equal-range 0 3"]),
    ("0 22-4/3 * * *", ["stepped-wrap 2 6"]),
    ("0 22-4 * * *", []),
    ("0 0 * * 5-7/2", []),
    ("*/60 * * * *", ["step-too-large 0 4"]),
    ("1-5/100 * * * *", ["step-too-large 0 7"]),
    ("59/15 * * * *", ["start-is-maximum 0 5"]),
    ("*/7 * * * *", ["uneven-step 0 3"]),
    ("0 */5 * * *", ["uneven-step 2 3"]),
    ("H/7 * * * *", ["uneven-step 0 3"]),
    ("0 9 31 * *", ["short-months 4 2"]),
    ("0 9 31W * *", ["short-months 4 3"]),
    ("0 9 1,30 * *", ["short-months 6 2"]),
    ("0 9 L-30 * *", ["short-months 4 4"]),
    ("0 0 30 2 *", ["never-fires 4 2"]),
    ("TZ=America/New_York 30 2 * * *", ["dst-window 23 1"]),
    ("TZ=America/New_York @daily", ["dst-window 20 6"]),
    ("TZ=America/New_York */30 2 * * *", ["dst-window 25 1"]),
    ("TZ=America/New_York */30 0-23 * * *", []),
    ("TZ=America/New_York */30 */2 * * *", []),
    ("TZ=America/New_York 30 4 * * *", []),
    ("TZ=Africa/Casablanca 30 2 * * *", ["dst-window 24 1"]),
    ("TZ=Asia/Tokyo 30 2 * * *", []),
    ("TZ=America/Sao_Paulo 30 2 * * *", []),
    ("@reboot", []),
    ("5-5 */7 30 2 *", ["equal-range 0 3", "uneven-step 4 3", "never-fires 8 2"]),
  ]

  @Test(arguments: cases)
  func surprisesAreNamedWithTheirPlace(pattern: String, expected: [String]) throws {
    let expression = try CronExpression(parsing: pattern, seed: "etl-daily", zoneNamed: SystemZones.zone(named:))
    #expect(expression.warnings.map { "\($0.code.rawValue) \($0.position) \($0.length)" } == expected)
  }

  @Test func aStarStepBesideAnotherDayFieldNamesBothRewrites() throws {
    let warning = try #require(CronExpression(parsing: "0 0 */2 * 1").warnings.first)
    #expect(warning.hint == "write 1-31/2 for either, or +1 in day-of-week for both")
    let either = try CronExpression(parsing: "0 0 1-31/2 * 1")
    let both = try CronExpression(parsing: "0 0 */2 * +1")
    let start = try Instant(iso8601: "2024-01-01")
    #expect(
      Array(either.fires(after: start).prefix(40)) == Array(try CronExpression(parsing: "0 0 */2 * 1").fires(after: start).prefix(40)))
    #expect(both.next(after: start) == (try Instant(iso8601: "2024-01-15")))
  }

  @Test func aScheduleThatNeverFiresSaysWhy() throws {
    #expect(
      try CronExpression(parsing: "0 0 31 4,6 *").neverFiresError?.rendered(in: "0 0 31 4,6 *") == """
        0 0 31 4,6 *
            ^^
        day-of-month: April and June have no day 31, so the schedule never fires; write L for the last day of the month
        """)
    let years = try #require(CronExpression(parsing: "0 0 0 29 2 * 2025-2027").neverFiresError)
    #expect(years.code == .neverFires && years.field == .year)
    #expect(try CronExpression(parsing: "0 0 29 2 *").neverFiresError == nil)
  }
}
