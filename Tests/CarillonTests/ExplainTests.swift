import CivilTime
import ControlMessages
import Testing

@testable import carillon

@Suite struct ExplainTests {
  private func text(_ expression: String, zone: String? = nil, seed: String? = nil, at moments: Moments = sampleMoments) throws -> String {
    let explanation = try Explanation(CronArgument(text: expression, zone: zone, seed: seed), at: moments.now)
    return ExplanationText(explanation: explanation, moments: moments).text
  }

  @Test func anExpressionIsSaidInWordsWithItsNextFires() throws {
    #expect(
      try text("0 9 * * MON-fri", zone: "Europe/Stockholm") == """
        At 09:00, Monday through Friday, Europe/Stockholm time
        canonical  TZ=Europe/Stockholm 0 9 * * 1-5
        time zone  Europe/Stockholm

        DUE                                LOCAL
        2026-11-23T08:00:00Z (in 2 d 6 h)  2026-11-23T09:00:00+01:00 Europe/Stockholm
        2026-11-24T08:00:00Z (in 3 d 6 h)  2026-11-24T09:00:00+01:00 Europe/Stockholm
        2026-11-25T08:00:00Z (in 4 d 6 h)  2026-11-25T09:00:00+01:00 Europe/Stockholm
        2026-11-26T08:00:00Z (in 5 d 6 h)  2026-11-26T09:00:00+01:00 Europe/Stockholm
        2026-11-27T08:00:00Z (in 6 d 6 h)  2026-11-27T09:00:00+01:00 Europe/Stockholm

        """)
  }

  @Test func aSteppedStarBesideAnotherDayFieldHasTwoRewrites() throws {
    let shown = try text("0 4 */2 * MON")
    #expect(
      shown.hasSuffix(
        """

        warning star-step-day-or:
        0 4 */2 * MON
            ^^^
        day-of-month: '*/2' restricts the day: a day that either day field allows is enough here, but Debian cron asks for both; \
        write 1-31/2 for either, or +1 in day-of-week for both
        for either  0 4 1-31/2 * 1
        for both    0 4 */2 * +1

        """), "\(shown)")
  }

  @Test func aFireThatTheClockMovesIsMarkedAndSaid() throws {
    let moments = Moments(now: try Instant(iso8601: "2024-03-09T12:00:00Z"))
    let lines = try text("30 2 * * *", zone: "America/New_York", at: moments).split(separator: "\n")
    #expect(
      lines[0] == "At 02:30, America/New_York time; the clock skips 02:30 on 2024-03-10, so the next run is at 03:00")
    #expect(lines.contains { $0.hasPrefix("2024-03-10T07:00:00Z") && $0.hasSuffix("  moved from 2024-03-10T02:30:00") })
  }

  @Test func whatNeverFiresIsSaidPlainly() throws {
    #expect(
      try text("0 0 30 2 *") == """
        At 00:00, on day 30 of the month, only in February
        canonical  0 0 30 2 *
        time zone  UTC

        it never fires

        warning never-fires:
        0 0 30 2 *
            ^^
        day-of-month: February has no day 30, so the schedule never fires; write L for the last day of the month

        """)
  }

  @Test func rebootNamesNoInstant() throws {
    #expect(
      try text("@reboot") == """
        Once at every start of the service
        canonical  @reboot
        time zone  UTC

        it names no instant

        """)
  }

  @Test func yearsThatAreUsedUpLeaveNothing() throws {
    #expect(try text("0 0 0 1 1 * 2020").hasSuffix("\n\nnothing is due any more\n"))
  }

  @Test func aSeedStandsInForTheSchedulesName() throws {
    #expect(try text("H H * * *", seed: "etl-daily").hasPrefix("At 13:16 (hashed)\n"))
  }

  @Test func aMistakeIsShownWhereItStandsAndIsAUsageError() {
    let problem = #expect(throws: ControlProblem.self) { try text("0 25 * * *") }
    #expect(problem?.message == "this is not a cron expression:\n0 25 * * *\n  ^^\nhour: 25 is out of range 0-23")
    #expect(problem.map { ExitStatus.of($0, in: Carillon.self) } == 2)
  }

  @Test func aProgramReadsTheSame() throws {
    let json = try jsonText(Explanation(CronArgument(text: "0 0 31 1,2 +MON"), at: sampleMoments.now))
    #expect(json.contains("\"canonical\" : \"0 0 31 1,2 +1\""))
    #expect(json.contains("\"due\" : \"2028-01-31T00:00:00Z\""))
    let stepped = try jsonText(Explanation(CronArgument(text: "TZ=Asia/Tokyo 0 4 */2 * 1"), at: sampleMoments.now))
    #expect(stepped.contains("\"either\" : \"TZ=Asia/Tokyo 0 4 1-31/2 * 1\""))
    #expect(stepped.contains("\"both\" : \"TZ=Asia/Tokyo 0 4 */2 * +1\""))
    #expect(stepped.contains("\"pos\" : 18"))
  }
}
