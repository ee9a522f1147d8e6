import CivilTime
import Scheduling
import Testing

@testable import ScheduleFiles

/// A calendar with events of these properties, an event for each argument.
func iCalendar(_ events: String...) -> String {
  "BEGIN:VCALENDAR\n" + events.map { "BEGIN:VEVENT\n\($0)\nEND:VEVENT\n" }.joined() + "END:VCALENDAR\n"
}

/// iCalendar files (RFC 5545) as times at which nothing is to start.
@Suite struct ICalendarTests {
  private func log(_ text: String) -> ProblemLog { log(Array(text.utf8)) }
  private func log(_ bytes: [UInt8]) -> ProblemLog { ProblemLog(SourceText(file: "a.ics", bytes: bytes, breaks: .ofICalendar)) }

  /// A calendar of one event, with `line` before its DTSTART.
  private func calendar(with line: [UInt8]) -> [UInt8] {
    Array("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n".utf8) + line + Array("\r\nDTSTART:20261225\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".utf8)
  }

  /// The spans as `2026-12-25 00:00..2026-12-26 00:00` on the wall clock of `zone`.
  private func spans(_ text: String, in zoneName: String = "Europe/Berlin") throws -> [String] {
    let log = log(text)
    let spans = ICalendarReader(log: log, zone: try #require(zone(named: zoneName)), zoneNamed: zone).read()
    try #require(log.errors.isEmpty, "\(log.errors.map(\.sentence))")
    return spans.map { "\(Self.shown($0.start))..\(Self.shown($0.end))" }
  }

  private static func shown(_ local: Int64) -> String {
    String("\(CivilDateTime(localSeconds: local))".replacing("T", with: " ").dropLast(3))
  }

  /// The days on which events begin.
  private func days(_ event: String, from: String = "", prefix: Int = 5) throws -> [String] {
    try spans(iCalendar(event)).map { String($0.prefix(10)) }.filter { $0 >= from }.prefix(prefix).map { $0 }
  }

  private func problem(_ text: String) -> String? {
    let log = log(text)
    _ = ICalendarReader(log: log, zone: .utc, zoneNamed: zone).read()
    return log.errors.first?.sentence
  }

  // MARK: One event

  @Test func aDateIsAWholeDay() throws {
    #expect(try spans(iCalendar("DTSTART;VALUE=DATE:20261225")) == ["2026-12-25 00:00..2026-12-26 00:00"])
  }

  @Test func theEndOfDatesIsExclusive() throws {
    #expect(try spans(iCalendar("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227")) == ["2026-12-24 00:00..2026-12-27 00:00"])
    #expect(try spans(iCalendar("DTSTART:20261224\nDURATION:P3D")) == ["2026-12-24 00:00..2026-12-27 00:00"])
  }

  @Test func aTimeInUTCIsPutOnTheCalendarsClock() throws {
    let event = iCalendar("DTSTART:20260701T080000Z\nDTEND:20260701T100000Z")
    #expect(try spans(event) == ["2026-07-01 10:00..2026-07-01 12:00"])
    #expect(try spans(event, in: "UTC") == ["2026-07-01 08:00..2026-07-01 10:00"])
  }

  @Test func aTimeWithoutAZoneIsOnTheCalendarsClock() throws {
    #expect(try spans(iCalendar("DTSTART:20260701T080000\nDURATION:PT90M"), in: "Asia/Tokyo") == ["2026-07-01 08:00..2026-07-01 09:30"])
  }

  @Test func aTimeInANamedZoneIsPutOnTheCalendarsClock() throws {
    #expect(
      try spans(iCalendar("DTSTART;TZID=America/New_York:20260701T090000\nDTEND;TZID=America/New_York:20260701T170000"))
        == ["2026-07-01 15:00..2026-07-01 23:00"])
  }

  @Test func anEventThatEndsInAnotherZoneIsReadThere() throws {
    #expect(
      try spans(iCalendar("DTSTART;TZID=Europe/London:20260701T090000\nDTEND;TZID=Europe/Berlin:20260701T120000"))
        == ["2026-07-01 10:00..2026-07-01 12:00"])
  }

  /// New York puts its clock back by an hour at 06:00Z, Lord Howe by half an hour at 15:00Z.
  @Test(arguments: [
    ("DTSTART:20271107T054500Z\nDTEND:20271107T065000Z", "America/New_York", "2027-11-07 01:00..2027-11-07 02:00"),
    (
      "DTSTART;TZID=Asia/Tokyo:20271107T130000\nDTEND;TZID=Asia/Tokyo:20271107T153000", "America/New_York",
      "2027-11-07 00:00..2027-11-07 02:00"
    ),
    ("DTSTART:20271107T054500Z\nDTEND:20271107T060500Z", "America/New_York", "2027-11-07 01:00..2027-11-07 02:00"),
    ("DTSTART:20271107T050000Z\nDTEND:20271107T055000Z", "America/New_York", "2027-11-07 01:00..2027-11-07 01:50"),
    ("DTSTART:20271101T120000Z\nDTEND:20271201T120000Z", "America/New_York", "2027-11-01 08:00..2027-12-01 07:00"),
    ("DTSTART:20270403T131500Z\nDTEND:20270403T151500Z", "Australia/Lord_Howe", "2027-04-04 00:15..2027-04-04 02:00"),
    ("DTSTART:20270314T064500Z\nDTEND:20270314T071500Z", "America/New_York", "2027-03-14 01:45..2027-03-14 03:15"),
  ])
  func anEventInAnotherZoneHoldsAllThatTheCalendarsClockShows(event: String, zone: String, span: String) throws {
    #expect(try spans(iCalendar(event), in: zone) == [span])
  }

  /// New York's clock shows half past one at 05:30Z and at 06:30Z.
  @Test(arguments: ["DTEND:20271107T063000Z", "DURATION:PT1H"])
  func anEventThatEndsInAnHourThatItsOwnClockRepeatsHoldsBoth(end: String) throws {
    #expect(
      try spans(iCalendar("DTSTART;TZID=America/New_York:20271107T003000\n\(end)")) == ["2027-11-07 05:30..2027-11-07 07:30"])
  }

  @Test func anEventInAnHourThatItsOwnClockSkipsTakesItsLengthBehindIt() throws {
    #expect(
      try spans(iCalendar("DTSTART;TZID=America/New_York:20270314T021000\nDURATION:PT30M"), in: "UTC")
        == ["2027-03-14 07:00..2027-03-14 07:30"])
  }

  @Test func adjoiningEventsAreOneTime() throws {
    #expect(
      try spans(iCalendar("DTSTART:20261226", "DTSTART:20261225", "DTSTART:20261225T120000\nDURATION:PT1H"))
        == ["2026-12-25 00:00..2026-12-27 00:00"])
  }

  @Test func foldedLinesAndQuotedParametersAreRead() throws {
    let text =
      "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY;ALTREP=\"http://x/;:\":First\r\n  line\r\nDTSTART;VALUE=\r\n DATE:2026\r\n\t1225\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    #expect(try spans(text) == ["2026-12-25 00:00..2026-12-26 00:00"])
  }

  @Test(arguments: ["\r\n ", "\r\n\t", "\n "]) func aLineMayBeFoldedInsideOfACharacter(fold: String) {
    let (first, second): ([UInt8], [UInt8]) = ([0xC3], [0xA9])
    let log = log(calendar(with: Array("SUMMARY:Caf".utf8) + first + Array(fold.utf8) + second))
    #expect(ICalendarReader(log: log, zone: .utc, zoneNamed: zone).read().count == 1)
    #expect(log.errors.isEmpty)
  }

  @Test func aLineThatIsNotUTF8IsNamedWithItsOwnNumber() {
    let latin1: [UInt8] = [0xE9]
    let log = log(calendar(with: Array("SUMMARY:a\r\n b\r\n caf".utf8) + latin1 + Array("\r\n c".utf8)))
    _ = ICalendarReader(log: log, zone: .utc, zoneNamed: zone).read()
    #expect(log.errors.map(\.description) == ["a.ics:5:1: this line is not UTF-8 text\n caf\u{FFFD}\n^^^^^"])
  }

  /// A fold, a colon, quotes, a semicolon and an equals sign before U+0301.
  @Test(arguments: [
    "SUMMARY:Cafe\n \u{301} is closed", "SUMMARY:\u{301}", "X-A;CN=\"\u{301};:\":text", "X-A;CN=\"a:b\"\u{301}:text",
    "X-A;CN=\u{301};VALUE=TEXT:text",
  ])
  func aCombiningMarkIsNoPartOfWhatStandsBeforeIt(line: String) throws {
    #expect(try spans(iCalendar(line + "\nDTSTART:20261225")) == ["2026-12-25 00:00..2026-12-26 00:00"])
  }

  @Test(arguments: ["\u{85}", "\u{2028}", "\u{2029}"]) func aLineBreakOfOthersIsPartOfItsText(character: String) throws {
    let summary = "SUMMARY:First\(character)second\n"
    #expect(try spans(iCalendar(summary + "DTSTART:20261225")) == ["2026-12-25 00:00..2026-12-26 00:00"])
    #expect(problem(iCalendar(summary + "DTSTART:x"))?.hasPrefix("a.ics:4:1: DTSTART") == true)
  }

  @Test func otherComponentsAndAlarmsArePassedOver() throws {
    let text =
      "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=YEARLY;BYSETPOS=1\nEND:STANDARD\nEND:VTIMEZONE\n"
      + "BEGIN:VTODO\nDTSTART:bad\nEND:VTODO\nBEGIN:VEVENT\nDTSTART:20261225\nTRANSP:TRANSPARENT\nBEGIN:VALARM\nDURATION:PT5M\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR"
    #expect(try spans(text) == ["2026-12-25 00:00..2026-12-26 00:00"])
  }

  @Test func aCancelledEventDoesNotTakePlace() throws {
    #expect(try spans(iCalendar("DTSTART:20261225", "DTSTART:20261231\nSTATUS:CANCELLED")).count == 1)
  }

  @Test func yearsBefore2020AndAfter2040AreLeftOut() throws {
    #expect(try spans(iCalendar("DTSTART:20191231", "DTSTART:20200101", "DTSTART:20401231", "DTSTART:20410101")).count == 2)
  }

  @Test(arguments: [
    ("DTSTART:20191224\nDTEND:20300101", ["2019-12-24 00:00..2030-01-01 00:00"]),
    ("DTSTART:20191231T220000\nDURATION:PT8H", ["2019-12-31 22:00..2020-01-01 06:00"]),
    (
      "DTSTART:19901224\nDURATION:P14D\nRRULE:FREQ=YEARLY;UNTIL=20201224",
      ["2019-12-24 00:00..2020-01-07 00:00", "2020-12-24 00:00..2021-01-07 00:00"]
    ),
    ("DTSTART:19991231T220000\nDURATION:PT8H\nRRULE:FREQ=YEARLY;COUNT=21", ["2019-12-31 22:00..2020-01-01 06:00"]),
  ])
  func whatBeganBefore2020AndStillGoesOnCounts(event: String, expected: [String]) throws {
    #expect(try spans(iCalendar(event)) == expected)
  }

  @Test(arguments: [
    "DTSTART:20191231T220000\nDURATION:PT2H",
    "DTSTART:19991231\nDURATION:P1D\nRDATE:20191230\nRRULE:FREQ=YEARLY;UNTIL=20200101",
    "DTSTART:19991231\nDURATION:P2D\nRDATE:20191230\nRRULE:FREQ=YEARLY;COUNT=2",
    "DTSTART:19991230\nDURATION:P3D\nRRULE:FREQ=YEARLY;COUNT=21\nEXDATE:20191230",
  ])
  func whatWasOverBefore2020DoesNotCount(event: String) throws {
    #expect(try spans(iCalendar(event)).isEmpty)
  }

  // MARK: Rules

  @Test(arguments: [
    ("DTSTART:20261225\nRRULE:FREQ=YEARLY", ["2026-12-25", "2027-12-25", "2028-12-25"]),
    ("DTSTART:16041225\nRRULE:FREQ=YEARLY", ["2020-12-25", "2021-12-25", "2022-12-25"]),
    ("DTSTART:20240229\nRRULE:FREQ=YEARLY", ["2024-02-29", "2028-02-29", "2032-02-29"]),
    ("DTSTART:20200101\nRRULE:FREQ=YEARLY;INTERVAL=3", ["2020-01-01", "2023-01-01", "2026-01-01"]),
    ("DTSTART:20261126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", ["2026-11-26", "2027-11-25", "2028-11-23"]),
    ("DTSTART:20260525\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", ["2026-05-25", "2027-05-31", "2028-05-29"]),
    ("DTSTART:20260101\nRRULE:FREQ=YEARLY;BYMONTH=1,5;BYMONTHDAY=1", ["2026-01-01", "2026-05-01", "2027-01-01"]),
    ("DTSTART:20260105\nRRULE:FREQ=YEARLY;BYDAY=1MO", ["2026-01-05", "2027-01-04", "2028-01-03"]),
    ("DTSTART:20261229\nRRULE:FREQ=YEARLY;BYDAY=-1TU", ["2026-12-29", "2027-12-28", "2028-12-26"]),
    ("DTSTART:20260213\nRRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", ["2026-02-13", "2026-03-13", "2026-11-13"]),
    (
      "DTSTART:20241105\nRRULE:FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
      ["2024-11-05", "2028-11-07", "2032-11-02"]
    ),
    ("DTSTART:20260131\nRRULE:FREQ=MONTHLY", ["2026-01-31", "2026-03-31", "2026-05-31"]),
    ("DTSTART:20260131\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1", ["2026-01-31", "2026-02-28", "2026-03-31"]),
    ("DTSTART:20260113\nRRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU", ["2026-01-13", "2026-03-10", "2026-05-12"]),
    ("DTSTART:20260107\nRRULE:FREQ=WEEKLY", ["2026-01-07", "2026-01-14", "2026-01-21"]),
    ("DTSTART:20260105\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", ["2026-01-05", "2026-01-07", "2026-01-19"]),
    ("DTSTART:20260105\nRRULE:FREQ=DAILY;INTERVAL=10", ["2026-01-05", "2026-01-15", "2026-01-25"]),
    ("DTSTART:20260701\nRRULE:FREQ=DAILY;INTERVAL=2;BYMONTH=7", ["2026-07-01", "2026-07-03", "2026-07-05"]),
  ])
  func aRuleIsExpanded(event: String, first: [String]) throws {
    #expect(try days(event, prefix: 3) == first)
  }

  /// RFC 5545 section 3.3.10 (WKST): the same rule means other days where weeks begin on Sunday.
  @Test func weeksBeginOnWKST() throws {
    let event = "DTSTART:20260806\nRRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TH,SU"
    #expect(try days(event + ";WKST=MO") == ["2026-08-06", "2026-08-09", "2026-08-20", "2026-08-23"])
    #expect(try days(event + ";WKST=SU") == ["2026-08-06", "2026-08-16", "2026-08-20", "2026-08-30"])
  }

  @Test func countCountsTheFirstOccurrenceAndThoseBefore2020() throws {
    #expect(try days("DTSTART:20260101\nRRULE:FREQ=YEARLY;COUNT=2") == ["2026-01-01", "2027-01-01"])
    #expect(try days("DTSTART:20180101\nRRULE:FREQ=YEARLY;COUNT=4") == ["2020-01-01", "2021-01-01"])
  }

  @Test func untilIsInclusive() throws {
    #expect(try days("DTSTART:20260101\nRRULE:FREQ=YEARLY;UNTIL=20270101") == ["2026-01-01", "2027-01-01"])
    let timed = "DTSTART;TZID=Europe/Berlin:20260105T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL="
    #expect(try days(timed + "20260112T080000Z") == ["2026-01-05", "2026-01-12"])
    #expect(try days(timed + "20260112T075959Z") == ["2026-01-05"])
    #expect(try days(timed + "20260112") == ["2026-01-05", "2026-01-12"])
  }

  @Test func excludedDatesDoNotTakePlace() throws {
    let rule = "DTSTART:20260105\nRRULE:FREQ=WEEKLY;COUNT=4\n"
    #expect(try days(rule + "EXDATE;VALUE=DATE:20260112,20260126") == ["2026-01-05", "2026-01-19"])
    #expect(try days(rule + "EXDATE:20260112\nEXDATE:20260119T000000") == ["2026-01-05", "2026-01-26"])
    let timed = "DTSTART;TZID=Europe/Berlin:20260105T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3\n"
    #expect(try days(timed + "EXDATE:20260112T080000Z") == ["2026-01-05", "2026-01-19"])
    #expect(try days(timed + "EXDATE:20260112T090000Z").count == 3)
  }

  @Test(arguments: ["UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo"])
  func aTimeBesideWholeDaysCountsAsTheDateThatIsWritten(zone: String) throws {
    let start = "DTSTART;VALUE=DATE:20261124\n"
    #expect(
      try spans(iCalendar(start + "RRULE:FREQ=DAILY;UNTIL=20261126T235959Z"), in: zone) == ["2026-11-24 00:00..2026-11-27 00:00"])
    #expect(
      try spans(iCalendar(start + "RRULE:FREQ=DAILY;UNTIL=20261126T000000Z"), in: zone) == ["2026-11-24 00:00..2026-11-27 00:00"])
    #expect(
      try spans(iCalendar(start + "RRULE:FREQ=DAILY;COUNT=4\nEXDATE:20261126T000000Z"), in: zone)
        == ["2026-11-24 00:00..2026-11-26 00:00", "2026-11-27 00:00..2026-11-28 00:00"])
    #expect(
      try spans(iCalendar(start + "RDATE:20261126T230000Z"), in: zone)
        == ["2026-11-24 00:00..2026-11-25 00:00", "2026-11-26 00:00..2026-11-27 00:00"])
  }

  @Test func aCancelledOccurrenceIsTakenOutOfItsSeriesWhereverItStands() throws {
    let series = "UID:a\nDTSTART:20260105\nRRULE:FREQ=WEEKLY;COUNT=3"
    let cancelled = "UID:a\nDTSTART:20260112\nRECURRENCE-ID;VALUE=DATE:20260112\nSTATUS:CANCELLED"
    let other = "UID:b\nDTSTART:20260119\nRECURRENCE-ID;VALUE=DATE:20260119\nSTATUS:CANCELLED"
    let left = ["2026-01-05 00:00..2026-01-06 00:00", "2026-01-19 00:00..2026-01-20 00:00"]
    #expect(try spans(iCalendar(series, cancelled, other)) == left)
    #expect(try spans(iCalendar(other, cancelled, series)) == left)
    let timed = "UID:a\nDTSTART;TZID=Europe/Berlin:20260105T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2"
    #expect(
      try spans(iCalendar(timed, "UID:a\nRECURRENCE-ID:20260112T080000Z\nSTATUS:CANCELLED")) == ["2026-01-05 09:00..2026-01-05 10:00"])
  }

  @Test(arguments: [
    ("RECURRENCE-ID:20260112", "a cancelled occurrence (RECURRENCE-ID) needs the UID of its series"),
    ("UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260112", "RECURRENCE-ID with RANGE is not supported; give the series an UNTIL"),
    ("UID:a\nRECURRENCE-ID:x", "RECURRENCE-ID: 'x' is not a date such as 20261225, or a time such as 20261225T090000Z"),
  ])
  func aCancelledOccurrenceThatIsNotUnderstoodIsAnErrorWithItsLine(lines: String, sentence: String) {
    let line = lines.hasPrefix("UID") ? 10 : 9
    #expect(
      problem(iCalendar("UID:a\nDTSTART:20260105\nRRULE:FREQ=WEEKLY", "STATUS:CANCELLED\n" + lines)) == "a.ics:\(line):1: \(sentence)")
  }

  @Test func addedDatesTakePlace() throws {
    #expect(try days("DTSTART:20260105\nRDATE;VALUE=DATE:20260301,20260401") == ["2026-01-05", "2026-03-01", "2026-04-01"])
  }

  @Test func aSeriesKeepsItsHourOverAClockChange() throws {
    let event = "DTSTART;TZID=Europe/Berlin:20260323T090000\nDURATION:PT8H\nRRULE:FREQ=WEEKLY;COUNT=2"
    #expect(try spans(iCalendar(event)) == ["2026-03-23 09:00..2026-03-23 17:00", "2026-03-30 09:00..2026-03-30 17:00"])
    #expect(try spans(iCalendar(event), in: "UTC") == ["2026-03-23 08:00..2026-03-23 16:00", "2026-03-30 07:00..2026-03-30 15:00"])
  }

  @Test func aDailySeriesOfWholeDaysIsOneTime() throws {
    #expect(try spans(iCalendar("DTSTART:20260101\nRRULE:FREQ=DAILY")) == ["2026-01-01 00:00..2041-01-01 00:00"])
  }

  // MARK: What is refused

  @Test(arguments: [
    ("RRULE:FREQ=HOURLY", "RRULE FREQ=HOURLY is not supported; DAILY, WEEKLY, MONTHLY, YEARLY are"),
    ("RRULE:FREQ=YEARLY;BYSETPOS=1", "RRULE part BYSETPOS is not supported; list the dates instead"),
    ("RRULE:FREQ=YEARLY;BYWEEKNO=1", "RRULE part BYWEEKNO is not supported; list the dates instead"),
    ("RRULE:FREQ=YEARLY;BYEASTER=1", "RRULE part BYEASTER is not supported; list the dates instead"),
    ("RRULE:INTERVAL=2", "RRULE needs FREQ"),
    ("RRULE:FREQ=YEARLY;FREQ=DAILY", "RRULE has FREQ twice"),
    ("RRULE:FREQ=YEARLY;COUNT", "RRULE part 'COUNT' is not KEY=value"),
    ("RRULE:FREQ=YEARLY;COUNT=0", "RRULE COUNT=0 is not between 1 and 10000"),
    ("RRULE:FREQ=YEARLY;INTERVAL=0", "RRULE INTERVAL=0 is not between 1 and 1000"),
    ("RRULE:FREQ=YEARLY;BYMONTH=13", "RRULE BYMONTH=13 is not between 1 and 12"),
    ("RRULE:FREQ=YEARLY;BYMONTHDAY=0", "RRULE BYMONTHDAY=0 is not between 1 and 31, or -1 and -31"),
    ("RRULE:FREQ=YEARLY;BYDAY=XX", "RRULE BYDAY: 'XX' is not one of SU, MO, TU, WE, TH, FR, SA"),
    ("RRULE:FREQ=YEARLY;BYDAY=60MO", "RRULE BYDAY=60 is not between 1 and 53, or -1 and -53"),
    ("RRULE:FREQ=WEEKLY;BYDAY=2MO", "RRULE: BYDAY with a number has no meaning with FREQ=WEEKLY"),
    ("RRULE:FREQ=WEEKLY;BYMONTHDAY=2", "RRULE: BYMONTHDAY has no meaning with FREQ=WEEKLY"),
    ("RRULE:FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=2", "RRULE: BYDAY with a number beside BYMONTHDAY is not supported; list the dates instead"),
    ("RRULE:FREQ=YEARLY;COUNT=2;UNTIL=20300101", "RRULE has COUNT and UNTIL; RFC 5545 allows one of them"),
    ("RRULE:FREQ=YEARLY;UNTIL=soon", "'SOON' is not a date such as 20261225, or a time such as 20261225T090000Z"),
    (
      "RECURRENCE-ID:20261225",
      "a changed occurrence (RECURRENCE-ID) is not supported; give the series an EXDATE and the occurrence an event of its own"
    ),
    ("EXRULE:FREQ=DAILY", "EXRULE is not supported; list the dates as EXDATE"),
    ("DTEND:20261225", "DTEND is not after DTSTART; of dates, it is the day after the last one"),
    ("DTEND:20261225T090000", "DTSTART and DTEND must both be dates, or both times"),
    ("DURATION:PT1H", "DURATION of an event of whole days must be days, such as P2D"),
    ("DURATION:-P1D", "DURATION '-P1D' is not a duration such as PT8H or P1D"),
    ("RDATE;VALUE=PERIOD:20261225T000000Z/PT1H", "RDATE: VALUE=PERIOD is not supported"),
    (
      "EXDATE;TZID=W. Europe Standard Time:20261225T000000",
      "EXDATE: TZID 'W. Europe Standard Time' is not an IANA time zone of this machine; write one such as Europe/Berlin"
    ),
    ("DTSTART:20261226", "DTSTART is given twice in one event"),
    ("no colon", "this is not a line of iCalendar (NAME:value)"),
  ])
  func whatIsNotUnderstoodIsAnErrorWithItsLine(line: String, sentence: String) {
    #expect(problem(iCalendar("DTSTART:20261225\n\(line)")) == "a.ics:4:1: \(sentence)")
  }

  @Test func anEventThatExcludesNothingIsReported() {
    #expect(problem(iCalendar("SUMMARY:x")) == "a.ics:2:1: an event needs DTSTART")
    #expect(
      problem(iCalendar("DTSTART:20261225T090000Z"))
        == "a.ics:3:1: an event with a time of day needs DTEND or DURATION, otherwise it excludes nothing")
    #expect(
      problem(iCalendar("DTSTART:20261325"))
        == "a.ics:3:1: DTSTART: '20261325' is not a date such as 20261225, or a time such as 20261225T090000Z")
    #expect(problem(iCalendar("DTSTART:20261225T250000Z")) == "a.ics:3:1: DTSTART: '20261225T250000Z' has no time of day such as T090000")
  }

  @Test func aStartThatIsNoOccurrenceIsReported() {
    #expect(
      problem(iCalendar("DTSTART:20261225\nRRULE:FREQ=YEARLY;BYMONTH=1"))?.hasPrefix("a.ics:2:1: DTSTART is not a day of its RRULE") == true
    )
  }

  @Test(arguments: [
    ("", "a.ics:1:1: is not an iCalendar file: it does not begin with BEGIN:VCALENDAR"),
    ("<html>\n<body>", "a.ics:1:1: is not an iCalendar file: it does not begin with BEGIN:VCALENDAR"),
    ("BEGIN:VCALENDAR\nEND:VCALENDAR", "a.ics:1:1: holds no event (VEVENT)"),
    ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225", "a.ics:2:1: VEVENT is never closed; is the file cut off?"),
    ("BEGIN:VCALENDAR\nEND:VEVENT", "a.ics:2:1: END:VEVENT closes nothing that is open"),
  ])
  func whatIsNoCalendarIsReported(text: String, message: String) {
    #expect(problem(text) == message)
  }

  @Test func aCalendarOfTooManySeparateTimesIsReported() {
    let message =
      "the events up to this one take more than 8000 separate times between 2020 and 2040; give the rule an UNTIL, "
      + "or write the hours as weekly:"
    #expect(problem(iCalendar(Self.daily(hour: 10), Self.daily(hour: 12), Self.daily(hour: 14))) == "a.ics:7:1: \(message)")
  }

  @Test func whatAdjoinsCountsAsOneTimeWhereverItStands() throws {
    #expect(try spans(iCalendar(Self.daily(hour: 10), Self.daily(hour: 12), Self.daily(hour: 11))).count == 7_671)
  }

  @Test func plainWorkingHoursNeedNoEnd() throws {
    #expect(try spans(iCalendar(Self.daily(hour: 10))).count == 7_671)
    let week = "DTSTART:20200101T090000\nDURATION:PT8H\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    #expect(try spans(iCalendar(week)).count == 5_479)
  }

  private static func daily(hour: Int) -> String { "DTSTART:20200101T\(hour)0000\nDURATION:PT1H\nRRULE:FREQ=DAILY" }

  @Test func everyProblemIsReported() {
    let log = log(iCalendar("DTSTART:x", "DTSTART:20261225\nRRULE:FREQ=SECONDLY"))
    _ = ICalendarReader(log: log, zone: .utc, zoneNamed: zone).read()
    #expect(log.errors.map(\.line) == [3, 7])
  }
}
