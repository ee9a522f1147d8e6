import CivilTime
import Scheduling
import Testing

@testable import ScheduleFiles

/// `calendars:` of a configuration, with the files that they name.
@Suite struct CalendarConfigurationTests {
  private let directory: TestDirectory

  init() throws {
    directory = try TestDirectory()
  }

  private func load(_ calendar: String) throws -> Configuration {
    try Configuration.load(path: directory.write("carillon.yaml", "calendars:\n  free: \(calendar)"), environment: [:])
  }

  private func calendar(_ text: String) throws -> ExclusionCalendar {
    var reader = CalendarFileReader(try load(text).calendars, zoneNamed: zone)
    let (calendars, problems) = reader.read()
    try #require(problems.isEmpty, "\(problems)")
    return try #require(calendars["free"])
  }

  private func refusal(_ text: String) -> String? {
    do {
      _ = try load(text)
      return nil
    } catch {
      return "\(error)".replacing("\(directory.path)/carillon.yaml:", with: "").split(separator: "\n").first.map(String.init)
    }
  }

  private func days(_ first: String, _ last: String) throws -> ExclusionCalendar.LocalSpan {
    let days = try [first, last].map { try Instant(iso8601: $0).secondsSinceEpoch / 86_400 }
    return .init(days: days[0]...days[1])
  }

  // MARK: Good ones

  @Test func datesAndRangesAreReadInOrderAndJoined() throws {
    let calendar = try calendar(#"{dates: ["2027-01-02..2027-01-06", 2026-12-25, "2026-12-26..2026-12-27"]}"#)
    #expect(calendar.spans == [try days("2026-12-25", "2026-12-27"), try days("2027-01-02", "2027-01-06")])
    #expect(calendar.timeZone == nil)
  }

  @Test func weeksAreRead() throws {
    let calendar = try calendar(
      #"{time_zone: Europe/Berlin, weekly: [{days: [sat, Sunday]}, {days: [mon-fri], from: "09:00", to: "17:30"}, {days: [fri-mon], from: "22:00", to: "06:00"}]}"#
    )
    #expect(calendar.timeZone == "Europe/Berlin")
    #expect(
      calendar.weekly == [
        .init(weekdays: [0, 6]), .init(weekdays: [1, 2, 3, 4, 5], start: 32_400, end: 63_000),
        .init(weekdays: [5, 6, 0, 1], start: 79_200, end: 21_600),
      ])
  }

  @Test func aWindowWithOneEndReachesToMidnight() throws {
    #expect(try calendar(#"{weekly: [{days: [fri], from: "18:00"}]}"#).weekly == [.init(weekdays: [5], start: 64_800, end: 86_400)])
    #expect(
      try calendar(#"{weekly: [{days: [fri], to: "6:00"}]}"#.replacing("6:00", with: "06:00")).weekly == [.init(weekdays: [5], end: 21_600)]
    )
  }

  @Test func aFileIsReadBesideTheConfiguration() throws {
    try directory.write("holidays.ics", iCalendar("SUMMARY:All\u{2028}day\nDTSTART;VALUE=DATE:20261225"))
    let calendar = try calendar("{file: holidays.ics, dates: [2026-12-26]}")
    #expect(calendar.spans == [try days("2026-12-25", "2026-12-26")])
  }

  // MARK: Bad ones

  @Test(arguments: [
    ("{}", "2:9: calendar 'free' excludes nothing: give it dates, weekly or file"),
    ("holidays.ics", "2:9: calendar 'free' must be a mapping (key: value), not text"),
    ("{date: [2026-12-25]}", "2:10: unknown key 'date'; did you mean 'dates'?"),
    ("{dates: 2026-12-25}", "2:17: dates must be a list, not text; write [2026-12-25]"),
    (
      "{dates: [25.12.2026]}",
      "2:18: dates '25.12.2026' is not a date such as 2026-12-25, or a range such as 2026-12-24..2027-01-06: expected a year of four digits"
    ),
    ("{dates: [12-25]}", "2:18: dates '12-25' is not a date such as 2026-12-25, or a range such as 2026-12-24..2027-01-06"),
    (
      "{dates: [2026-02-30]}",
      "2:18: dates '2026-02-30' is not a date such as 2026-12-25, or a range such as 2026-12-24..2027-01-06: day 30 is not in 1…28"
    ),
    ("{dates: [2026-12-24..2026-01-06]}", "2:18: dates '2026-12-24..2026-01-06' ends before it begins"),
    (
      "{dates: [2026-12-25T09:00]}",
      "2:18: dates '2026-12-25T09:00' is not a date such as 2026-12-25, or a range such as 2026-12-24..2027-01-06"
    ),
    ("{weekly: [{from: '09:00'}]}", "2:20: a weekly window needs days, such as [sat, sun] or [mon-fri]"),
    ("{weekly: [{days: sat}]}", "2:26: days must be a list, not text; write [sat, sun] or [mon-fri]"),
    ("{weekly: [{days: []}]}", "2:20: days needs at least one day"),
    ("{weekly: [{days: [sam]}]}", "2:27: days 'sam' is not a day such as sat, or a range such as mon-fri"),
    ("{weekly: [{days: [sat], from: 9}]}", "2:39: from '9' is not a time of day such as 09:00, up to 24:00"),
    ("{weekly: [{days: [sat], to: '25:00'}]}", "2:37: to '25:00' is not a time of day such as 09:00, up to 24:00"),
    (
      "{weekly: [{days: [sat], from: '09:00', to: '09:00'}]}", "2:33: from and to leave no time between them; leave both out for whole days"
    ),
    ("{weekly: [{days: [mon-sun]}]}", "2:10: weekly excludes every hour of every week: nothing would ever start"),
    (
      "{weekly: [{days: [sun-sat], from: '06:00', to: '18:00'}, {days: [sun-sat], from: '18:00', to: '06:00'}]}",
      "2:10: weekly excludes every hour of every week: nothing would ever start"
    ),
    ("{weekly: [sat]}", "2:19: weekly must be a mapping (key: value), not text"),
    (
      "{file: 'https://example.com/a.ics'}",
      "2:16: file 'https://example.com/a.ics' is a URL; download it and give the path, so that no fire waits for a website"
    ),
  ])
  func aWrongCalendarIsReported(text: String, message: String) {
    #expect(refusal(text) == message)
  }

  @Test func aNameIsALabel() {
    #expect(
      refusal("{dates: [2026-12-25]}\n  my days: {dates: [2026-12-25]}")?.hasPrefix("3:3: calendar 'my days' is not a name: ") == true)
  }

  // MARK: What is read again and again

  private func listing(_ reader: inout CalendarFileReader) -> (spans: Int?, problems: [String]) {
    let (calendars, problems) = reader.read()
    return (calendars["free"]?.spans.count, problems.map { $0.sentence.replacing(directory.path, with: "D") })
  }

  @Test func aMissingFileIsReportedWhereItIsNamed() throws {
    var reader = CalendarFileReader(try load("{file: none.ics}").calendars, zoneNamed: zone)
    #expect(listing(&reader).problems == ["D/carillon.yaml:2:16: file 'D/none.ics' cannot be read: there is no such file"])
    #expect(reader.read().calendars.unreadable == ["free"])
  }

  @Test func aLineOfAFileThatIsNotUTF8IsReportedWhereItStands() throws {
    let latin1: [UInt8] = iCalendar("SUMMARY:Caf#\nDTSTART:20261225").utf8.map { $0 == UInt8(ascii: "#") ? 0xE9 : $0 }
    try directory.write("a.ics", bytes: latin1)
    var reader = CalendarFileReader(try load("{file: a.ics}").calendars, zoneNamed: zone)
    #expect(listing(&reader).problems == ["D/a.ics:3:1: this line is not UTF-8 text"])
  }

  @Test func anUnknownZoneIsReportedWhereItStands() throws {
    var reader = CalendarFileReader(try load("{time_zone: Mars/Olympus, dates: [2026-12-25]}").calendars, zoneNamed: zone)
    #expect(
      listing(&reader).problems == [
        "D/carillon.yaml:2:21: time_zone 'Mars/Olympus' is not an IANA time zone of this machine; write one such as Europe/Berlin"
      ])
  }

  @Test func aFileThatChangesIsReadAgainAndABrokenOneKeepsItsLastGoodVersion() throws {
    try directory.write("a.ics", iCalendar("DTSTART;VALUE=DATE:20261225"))
    var reader = CalendarFileReader(try load("{file: a.ics}").calendars, zoneNamed: zone)
    #expect(listing(&reader).spans == 1)
    try directory.write("a.ics", iCalendar("DTSTART;VALUE=DATE:20261225\nRDATE;VALUE=DATE:20261231"))
    #expect(listing(&reader).spans == 2)
    try directory.write("a.ics", iCalendar("DTSTART;VALUE=DATE:2026"))
    let broken = listing(&reader)
    #expect(broken.spans == 2)
    #expect(broken.problems == ["D/a.ics:3:1: DTSTART: '2026' is not a date such as 20261225, or a time such as 20261225T090000Z"])
  }

  @Test func aChangeOfTheCalendarIsAChangeOfTheSchedule() throws {
    try directory.write("a.ics", iCalendar("DTSTART;VALUE=DATE:20261225"))
    try directory.write("schedules/s.yaml", schedule(more: "policy: {calendars: [free]}"))
    var reader = ScheduleFileReader(
      paths: ["\(directory.path)/schedules"], calendars: try load("{file: a.ics}").calendars, zoneNamed: zone)
    let before = try #require(reader.read().schedules.first?.definition)
    try directory.write("a.ics", iCalendar("DTSTART;VALUE=DATE:20261226"))
    let catalog = reader.read()
    #expect(catalog.schedules.first?.definition.substance != before.substance)
    #expect(catalog.schedules.first?.policy.calendars.first?.calendar == catalog.calendars["free"])
  }

  @Test func aScheduleWhoseCalendarIsUnreadableSaysSo() throws {
    try directory.write("schedules/s.yaml", schedule(more: "policy: {calendars: [free]}"))
    var reader = ScheduleFileReader(
      paths: ["\(directory.path)/schedules"], calendars: try load("{file: none.ics}").calendars, zoneNamed: zone)
    #expect(
      reader.read().problems.map(\.message) == [
        "file '\(directory.path)/none.ics' cannot be read: there is no such file",
        "calendar 'free' cannot be used: its definition has problems of its own",
      ])
  }

  // MARK: What an earlier life had

  private func stored(_ definition: ScheduleDefinition, owedFrom: Instant = .epoch) -> StoredSchedule {
    StoredSchedule(revision: Revision(definition: definition, number: 1, owedFrom: owedFrom), coveredUntil: owedFrom, latestRow: nil)
  }

  private func fileReader() throws -> ScheduleFileReader {
    ScheduleFileReader(paths: ["\(directory.path)/schedules"], calendars: try load("{file: a.ics}").calendars, zoneNamed: zone)
  }

  /// Nothing else is known of it, and the other schedules of a file that names it would go with it.
  @Test func afterARestartABrokenFileKeepsWhatTheSchedulesHaveOfIt() throws {
    try directory.write("a.ics", iCalendar("DTSTART;VALUE=DATE:20261225"))
    let other = schedule(trigger: "{kind: command, argv: [date], env: {TEAM: ml}}").replacing("nightly", with: "other")
    try directory.write("schedules/s.yaml", schedule(more: "policy: {calendars: [free]}") + "\n---\n" + other)
    var earlier = try fileReader()
    let before = earlier.read().schedules.map(\.definition)
    #expect(before.map(\.record.name) == ["nightly", "other"])

    try directory.write("a.ics", iCalendar("DTSTART;VALUE=DATE:2026"))
    var later = try fileReader()
    #expect(later.read().calendars.unreadable == ["free"])
    later.settleCalendars(by: before.map { stored($0) })
    let catalog = later.read()
    #expect(catalog.schedules.map(\.definition) == before)
    #expect(catalog.unknown.isEmpty && catalog.stale.isEmpty && catalog.calendars.unreadable.isEmpty)
    #expect(catalog.problems.map(\.message) == ["DTSTART: '2026' is not a date such as 20261225, or a time such as 20261225T090000Z"])
  }

  private func version(_ day: Int64) -> ExclusionCalendar { ExclusionCalendar(name: "free", spans: [.init(days: day...day)]) }

  @Test(arguments: [[Int64(1), 2], [2, 1]])
  func ofSeveralVersionsTheNewestCountsAndNoneWhereTheFileIsGood(order: [Int64]) throws {
    try directory.write("schedules/s.yaml", schedule())
    try directory.write("a.ics", iCalendar("DTSTART;VALUE=DATE:20261225"))
    var reader = try fileReader()
    var definition = try #require(reader.read().schedules.first?.definition)
    let earlier = order.map { day in
      definition.policy.calendars = [CalendarRule(version(day))]
      return stored(definition, owedFrom: .epoch.advanced(by: .seconds(day)))
    }
    reader.settleCalendars(by: earlier)
    let christmas = try days("2026-12-25", "2026-12-25")
    #expect(reader.read().calendars["free"]?.spans == [christmas])

    try directory.remove("a.ics")
    var later = try fileReader()
    later.settleCalendars(by: earlier)
    #expect(later.read().calendars["free"] == version(2))
  }
}
