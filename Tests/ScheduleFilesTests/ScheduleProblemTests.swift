import Testing

@testable import ScheduleFiles

/// Schedules that make no sense, word for word as it is printed.
@Suite struct ScheduleProblemTests {
  @Test func theCaretStandsInsideABadCronExpression() {
    #expect(
      problems(schedule(timing: #"cron_expression: "30 27 * * *""#)) == """
        f.yaml:2:22: cron_expression '30 27 * * *': hour: 27 is out of range 0-23
        cron_expression: "30 27 * * *"
                             ^^
        """)
    #expect(problems(schedule(timing: "cron_expression: 30 27 * * *")).hasPrefix("f.yaml:2:21: "))
  }

  @Test func aFoldedCronExpressionIsPointedAtAsAWhole() {
    #expect(problems(schedule(timing: "cron_expression: >-\n  30 27\n  * * *")).hasPrefix("f.yaml:2:18: cron_expression '30 27 * * *'"))
  }

  @Test(arguments: [
    ("cron_expression: 61 99 * *", "f.yaml:2:27: cron_expression '61 99 * *': found 4 fields, expected 5, 6 or 7"),
    ("cron_expression: '@reboot'", "f.yaml:2:18: cron_expression '@reboot' names no instant; give a time or an interval"),
    (
      "cron_expression: '@every 5m'",
      "f.yaml:2:19: cron_expression '@every 5m': @every is an interval, not a cron macro; use an interval schedule"
    ),
    ("cron_expression: 0 0 30 2 *", "f.yaml:2:18: cron_expression '0 0 30 2 *' matches no date of the calendar"),
    ("cron_expression: [1]", "f.yaml:2:18: cron_expression must be text, not a list"),
    ("cron: 0 2 * * *", "f.yaml:2:1: unknown key 'cron'; did you mean 'cron_expression'?"),
    ("schedule: 0 2 * * *", "f.yaml:2:1: unknown key 'schedule'; did you mean 'cron_expression'?"),
    ("interval: 60", "f.yaml:2:1: unknown key 'interval'; did you mean 'interval_seconds'?"),
    ("intervalSeconds: 60", "f.yaml:2:1: unknown key 'intervalSeconds'; did you mean 'interval_seconds'?"),
    ("interval_seconds: 1h", "f.yaml:2:19: interval_seconds '1h' is not a number of seconds; write 3600"),
    ("interval_seconds: PT1H30M", "f.yaml:2:19: interval_seconds 'PT1H30M' is not a number of seconds; write 5400"),
    ("interval_seconds: often", "f.yaml:2:19: interval_seconds 'often' is not a number of seconds"),
    ("interval_seconds: 0", "f.yaml:2:19: interval_seconds: interval of 0 s is below one second"),
    ("interval_seconds: -5", "f.yaml:2:19: interval_seconds: interval of -5 s is below one second"),
    ("interval_seconds: 1.5", "f.yaml:2:19: interval_seconds: interval of 1.5 s is not a whole number of seconds"),
    (
      "interval_seconds: 9223372036854775807",
      "f.yaml:2:19: interval_seconds: interval of 106751991 d 4 h 54.775807 s is longer than 100 years"
    ),
    (
      "interval_seconds: 60\ncron_expression: 0 2 * * *",
      "f.yaml:2:1: cron_expression and interval_seconds are both given; keep one of them"
    ),
    ("interval_seconds:", "f.yaml:1:1: says no time: give one of cron_expression, interval_seconds, run_once_start_time"),
    (
      "run_once_start_time: tomorrow",
      "f.yaml:2:22: run_once_start_time 'tomorrow' is not a time such as 2026-11-21T02:00:00Z: expected a year of four digits"
    ),
  ])
  func aTimingThatMakesNoSenseIsReported(timing: String, first: String) {
    #expect(problems(schedule(timing: timing)).split(separator: "\n").contains { $0 == first }, "\(problems(schedule(timing: timing)))")
  }

  @Test(arguments: [
    ("active: maybe", "f.yaml:4:9: active 'maybe' is neither true nor false"),
    ("active: \"yes\"", "f.yaml:4:9: active 'yes' is text; write true or false without quotes"),
    ("time_zone: NO", "f.yaml:4:12: time_zone 'NO' is not an IANA time zone of this machine; write one such as Europe/Berlin"),
    ("timezone: UTC", "f.yaml:4:1: unknown key 'timezone'; did you mean 'time_zone'?"),
    ("take_over: true", "f.yaml:4:1: unknown key 'take_over': it belongs to a document with match:"),
    ("start_time: 2026-13-01", "f.yaml:4:18: start_time '2026-13-01' is not a time such as 2026-11-21T02:00:00Z: month 13 is not in 1…12"),
    (
      "start_time: 2026-11-21\nend_time: 2026-11-20",
      "f.yaml:5:11: end_time 2026-11-20T00:00:00Z is not after start_time 2026-11-21T00:00:00Z"
    ),
    ("policy: last", "f.yaml:4:9: policy must be a mapping (key: value), not text"),
    ("policy: {misfire: skp}", "f.yaml:4:19: misfire 'skp' is not one of last, all, skip; did you mean 'skip'?"),
  ])
  func aWrongFieldIsReported(more: String, first: String) {
    #expect(problems(schedule(more: more)).split(separator: "\n").first.map(String.init) == first)
  }

  @Test func everythingThatIsWrongIsReportedInTheOrderOfTheText() {
    let text = """
      nmae: nightly
      cron_expression: 61 * * * *
      start_time: 2026-11-21
      end_time: 2026-11-20
      time_zone: Mars/Olympus
      trigger: {kind: command}
      """
    #expect(
      problems(text).split(separator: "\n").filter { $0.hasPrefix("f.yaml") } == [
        "f.yaml:1:1: name is missing",
        "f.yaml:1:1: unknown key 'nmae'; did you mean 'name'?",
        "f.yaml:2:18: cron_expression '61 * * * *': minute: 61 is out of range 0-59",
        "f.yaml:4:11: end_time 2026-11-20T00:00:00Z is not after start_time 2026-11-21T00:00:00Z",
        "f.yaml:5:12: time_zone 'Mars/Olympus' is not an IANA time zone of this machine; write one such as Europe/Berlin",
        "f.yaml:6:11: a command trigger needs argv: the program and its arguments",
      ])
  }

  @Test func aScheduleNeedsANameAndATrigger() {
    #expect(
      problems("interval_seconds: 60\ntrigger:").split(separator: "\n").filter { $0.hasPrefix("f.yaml") } == [
        "f.yaml:1:1: name is missing",
        "f.yaml:1:1: trigger is missing: what should happen when the schedule is due",
      ])
    #expect(
      problems(schedule().replacing("nightly", with: "\"a\\nb\"")).contains("name must have between 1 and 200 characters on one line"))
  }

  @Test(arguments: [
    (".", "is a part of paths"), ("..", "is a part of paths"),
    ("0b0ade00-0000-4000-8000-00000000000a", "has the form of an id, and is taken for one"),
    ("0B0ADE0000004000800000000000000A", "has the form of an id, and is taken for one"),
  ])
  func aNameThatIsTakenForSomethingElseIsReported(name: String, reason: String) {
    let found = problems(schedule().replacing("nightly", with: "\"\(name)\""))
    #expect(found.contains("f.yaml:1:1: name '\(name)' \(reason), so that nobody could ask for the schedule; give it another"), "\(found)")
  }

  @Test(arguments: ["...", ".hidden", "a-b", "0b0ade00"]) func aNameThatOnlyLooksLikeOneIsTaken(name: String) {
    let text = schedule().replacing("nightly", with: "\"\(name)\"")
    #expect(problems(text).isEmpty && warnings(text).isEmpty)
  }

  @Test func aNameThatBeginsLikeAnOptionIsAWarning() {
    let text = schedule().replacing("nightly", with: "\"-n\"")
    #expect(problems(text).isEmpty)
    let warning = "f.yaml:1:1: warning: name '-n' begins like an option: commands take it behind -- alone (carillon show -- NAME)"
    #expect(warnings(text).hasPrefix(warning), "\(warnings(text))")
  }

  @Test func aTimeWithoutOffsetBesideAZoneIsAWarning() {
    #expect(
      warnings(schedule(timing: "run_once_start_time: 2026-11-21 02:00\ntime_zone: Europe/Berlin")) == """
        f.yaml:2:22: warning: run_once_start_time '2026-11-21 02:00' is read as UTC, not as a time in Europe/Berlin; add Z or an offset such as +01:00
        run_once_start_time: 2026-11-21 02:00
                             ^^^^^^^^^^^^^^^^
        """)
    #expect(warnings(schedule(timing: "run_once_start_time: 2026-11-21T02:00:00+01:00\ntime_zone: Europe/Berlin")).isEmpty)
    #expect(warnings(schedule(timing: "run_once_start_time: 2026-11-21T02:00:00")).isEmpty)
  }

  @Test func aZoneThatCannotCountIsAWarning() {
    #expect(
      warnings(schedule(timing: "interval_seconds: 60\ntime_zone: Europe/Berlin")).hasPrefix(
        "f.yaml:3:12: warning: time_zone 'Europe/Berlin' has no effect on interval_seconds"))
    #expect(
      warnings(schedule(timing: "cron_expression: CRON_TZ=Asia/Tokyo 0 12 * * *\ntime_zone: Europe/Berlin")).contains(
        "f.yaml:3:12: warning: time_zone 'Europe/Berlin' never counts: the cron expression names Asia/Tokyo itself; remove one of the two"))
    #expect(warnings(schedule(timing: "cron_expression: TZ=Asia/Tokyo 0 12 * * *\ntime_zone: Asia/Tokyo")).isEmpty)
  }

  @Test func whatIsSurprisingInACronExpressionIsAWarningWithAPlace() {
    let text = schedule(timing: #"cron_expression: "*/90 * * * *""#)
    #expect(problems(text).isEmpty)
    #expect(warnings(text).hasPrefix("f.yaml:2:19: warning: cron_expression '*/90 * * * *': minute: "), "\(warnings(text))")
  }

  @Test func everyCronWarningHasItsCaretAndItsAdvice() {
    #expect(
      warnings(schedule(timing: "cron_expression: 0 2 */2 * MON\ntime_zone: Europe/Berlin")) == """
        f.yaml:2:20: warning: cron_expression '0 2 */2 * MON': hour: in Europe/Berlin the clock changes at night: a time from 00:00 to 03:59 \
        can be skipped or come twice; it fires once either way; choose 04:00 or later to keep clear of it
        cron_expression: 0 2 */2 * MON
                           ^
        f.yaml:2:22: warning: cron_expression '0 2 */2 * MON': day-of-month: '*/2' restricts the day: a day that either day field allows \
        is enough here, but Debian cron asks for both; write 1-31/2 for either, or +1 in day-of-week for both
        cron_expression: 0 2 */2 * MON
                             ^^^
        """)
  }
}
