import CivilTime
import Foundation
import TestSupport
import Testing

@testable import Scheduling

/// When calendars hold a due instant back, and until when.
@Suite struct CalendarTests {
  private func at(_ text: String) throws -> Instant { try Instant(iso8601: text) }

  private func zone(_ name: String) -> ZoneRules? {
    FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)").flatMap { try? ZoneRules(name: name, tzif: Array($0)) }
  }

  private func rules(_ rules: CalendarRule...) throws -> ExclusionRules { try ExclusionRules(rules, zoneNamed: zone) }

  private func day(_ text: String) throws -> Int64 { try at(text).secondsSinceEpoch / CivilCalendar.secondsPerDay }

  private func holidays(_ first: String, _ last: String? = nil, zone: String? = nil) throws -> ExclusionCalendar {
    ExclusionCalendar(name: "holidays", timeZone: zone, spans: [.init(days: try day(first)...day(last ?? first))])
  }

  /// A window on some days of every week, `from` and `to` in hours; 0 is Sunday.
  private func window(
    _ name: String = "window", _ days: Set<Int> = [0, 1, 2, 3, 4, 5, 6], _ from: Double, _ to: Double, zone: String? = "Europe/Berlin"
  ) -> ExclusionCalendar {
    ExclusionCalendar(
      name: name, timeZone: zone, weekly: [.init(weekdays: days, start: Int(from * 3_600), end: Int(to * 3_600))])
  }

  /// Until when what is due at `due` is deferred; nil when it starts on time.
  private func deferral(_ due: String, by calendars: ExclusionCalendar...) throws -> String? {
    let rules = try ExclusionRules(calendars.map { CalendarRule($0, action: .defer) }, zoneNamed: zone)
    return try rules.exclusion(of: at(due)).map { $0.deferredUntil?.iso8601 ?? "never" }
  }

  // MARK: Dates

  @Test func aHolidayIsItsWholeDayInUTCWithoutAZone() throws {
    let calendar = try holidays("2026-12-25")
    #expect(try deferral("2026-12-24T23:59:59Z", by: calendar) == nil)
    #expect(try deferral("2026-12-25T00:00:00Z", by: calendar) == "2026-12-26T00:00:00Z")
    #expect(try deferral("2026-12-25T23:59:59Z", by: calendar) == "2026-12-26T00:00:00Z")
    #expect(try deferral("2026-12-26T00:00:00Z", by: calendar) == nil)
  }

  @Test func aHolidayIsItsWholeDayInTheCalendarsZone() throws {
    let calendar = try holidays("2026-12-25", zone: "Asia/Tokyo")
    #expect(try deferral("2026-12-24T14:59:59Z", by: calendar) == nil)
    #expect(try deferral("2026-12-24T15:00:00Z", by: calendar) == "2026-12-25T15:00:00Z")
    #expect(try deferral("2026-12-25T15:00:00Z", by: calendar) == nil)
  }

  @Test func aRangeIncludesBothItsDays() throws {
    let calendar = try holidays("2026-12-24", "2027-01-06")
    #expect(try deferral("2026-12-24T00:00:00Z", by: calendar) == "2027-01-07T00:00:00Z")
    #expect(try deferral("2027-01-06T23:00:00Z", by: calendar) == "2027-01-07T00:00:00Z")
  }

  @Test func datesBefore1970AreDatesToo() throws {
    let calendar = ExclusionCalendar(name: "old", spans: [.init(days: -2 ... -1)])
    #expect(try deferral("1969-12-30T12:00:00Z", by: calendar) == "1970-01-01T00:00:00Z")
  }

  // MARK: Weeks

  @Test func aWeekendIsOverOnMonday() throws {
    let weekend = window("weekend", [0, 6], 0, 24)
    #expect(try deferral("2026-11-20T22:59:59Z", by: weekend) == nil)
    #expect(try deferral("2026-11-20T23:00:00Z", by: weekend) == "2026-11-22T23:00:00Z")
  }

  @Test func officeHoursHoldOnTheirDaysOnly() throws {
    let office = window("office", [1, 2, 3, 4, 5], 9, 17.5)
    #expect(try deferral("2026-11-20T07:59:59Z", by: office) == nil)
    #expect(try deferral("2026-11-20T08:00:00Z", by: office) == "2026-11-20T16:30:00Z")
    #expect(try deferral("2026-11-20T16:30:00Z", by: office) == nil)
    #expect(try deferral("2026-11-21T10:00:00Z", by: office) == nil)
  }

  @Test func aWindowOverMidnightBelongsToTheDayOnWhichItBegins() throws {
    let friday = window("night", [5], 22, 6)
    #expect(try deferral("2026-11-20T03:00:00Z", by: friday) == nil)
    #expect(try deferral("2026-11-20T21:00:00Z", by: friday) == "2026-11-21T05:00:00Z")
    #expect(try deferral("2026-11-21T04:59:59Z", by: friday) == "2026-11-21T05:00:00Z")
    #expect(try deferral("2026-11-21T21:00:00Z", by: friday) == nil)
  }

  @Test func aWindowThatEndsWhereItBeginsIsADayLong() throws {
    let day = window("day", [3], 12, 12)
    #expect(try deferral("2026-11-18T11:00:00Z", by: day) == "2026-11-19T11:00:00Z")
    #expect(try deferral("2026-11-19T11:00:00Z", by: day) == nil)
  }

  @Test func adjoiningWindowsAreOneExclusion() throws {
    var calendar = window("night", [5], 20, 24)
    calendar.weekly.append(.init(weekdays: [6], start: 0, end: 43_200))
    #expect(try deferral("2026-11-20T19:30:00Z", by: calendar) == "2026-11-21T11:00:00Z")
  }

  @Test func aHolidayOnFridayGoesOverIntoTheWeekend() throws {
    var calendar = window("free", [0, 6], 0, 24)
    calendar.spans = [.init(days: try day("2026-12-25")...day("2026-12-25"))]
    #expect(try deferral("2026-12-25T09:00:00Z", by: calendar) == "2026-12-27T23:00:00Z")
  }

  @Test func overlappingWindowsEndWithTheLastOfThem() throws {
    var calendar = window("long", [2], 8, 18)
    calendar.weekly.append(.init(weekdays: [2], start: 9 * 3_600, end: 10 * 3_600))
    #expect(try deferral("2026-11-24T08:30:00Z", by: calendar) == "2026-11-24T17:00:00Z")
  }

  // MARK: Days with a clock change (Berlin: forward 2027-03-28 at 02:00, back 2026-10-25 at 03:00)

  @Test func aWindowThatEndsInAGapIsOverWhereTheClockGoesOn() throws {
    #expect(try deferral("2027-03-28T00:30:00Z", by: window(from: 1, to: 2.5)) == "2027-03-28T01:00:00Z")
  }

  @Test func aWindowBehindAGapHoldsWhatADeferralRunsInto() throws {
    var calendar = window("two", [0], 1, 2.5)
    calendar.weekly.append(.init(weekdays: [0], start: 2 * 3_600 + 2_700, end: 4 * 3_600))
    #expect(try deferral("2027-03-28T00:30:00Z", by: calendar) == "2027-03-28T02:00:00Z")
  }

  @Test func aWindowInsideAGapHoldsNothing() throws {
    #expect(try deferral("2027-03-28T01:00:00Z", by: window(from: 2, to: 3)) == nil)
    #expect(try deferral("2027-03-28T00:59:59Z", by: window(from: 2, to: 3)) == nil)
  }

  @Test func aRepeatedHourIsExcludedTwice() throws {
    let calendar = window(from: 2, to: 2.5)
    #expect(try deferral("2026-10-25T00:10:00Z", by: calendar) == "2026-10-25T00:30:00Z")
    #expect(try deferral("2026-10-25T00:40:00Z", by: calendar) == nil)
    #expect(try deferral("2026-10-25T01:10:00Z", by: calendar) == "2026-10-25T01:30:00Z")
  }

  @Test func aWholeDayIsAnHourLongerOrShorterWhenTheClockChanges() throws {
    #expect(try deferral("2026-10-24T22:00:00Z", by: holidays("2026-10-25", zone: "Europe/Berlin")) == "2026-10-25T23:00:00Z")
    #expect(try deferral("2027-03-27T23:00:00Z", by: holidays("2027-03-28", zone: "Europe/Berlin")) == "2027-03-28T22:00:00Z")
  }

  @Test func officeHoursFollowTheClockNotUTC() throws {
    #expect(try deferral("2026-07-01T12:00:00Z", by: window(from: 9, to: 17)) == "2026-07-01T15:00:00Z")
    #expect(try deferral("2026-12-01T12:00:00Z", by: window(from: 9, to: 17)) == "2026-12-01T16:00:00Z")
  }

  // MARK: Several calendars

  @Test func skippingWinsOverDeferring() throws {
    let rules = try rules(CalendarRule(window("office", from: 9, to: 17), action: .defer), CalendarRule(holidays("2026-12-25")))
    #expect(try rules.exclusion(of: at("2026-12-25T12:00:00Z")) == .init(calendar: "holidays", deferredUntil: nil))
    #expect(try rules.exclusion(of: at("2026-12-24T12:00:00Z")) == .init(calendar: "office", deferredUntil: at("2026-12-24T16:00:00Z")))
  }

  @Test func whatWouldBeDeferredIntoASkippedTimeIsSkipped() throws {
    let freeze = window("freeze", from: 16, to: 20)
    let rules = try rules(CalendarRule(window("office", from: 9, to: 17), action: .defer), CalendarRule(freeze))
    #expect(try rules.exclusion(of: at("2026-11-20T10:00:00Z")) == .init(calendar: "freeze", deferredUntil: nil))
  }

  @Test func aDeferralGoesOnWhileAnyCalendarHolds() throws {
    var even = window("even", from: 8, to: 9)
    even.weekly.append(.init(weekdays: [1, 2, 3, 4, 5], start: 10 * 3_600, end: 11 * 3_600))
    var odd = window("odd", from: 9, to: 10)
    odd.weekly.append(.init(weekdays: [1, 2, 3, 4, 5], start: 11 * 3_600, end: 12 * 3_600))
    #expect(try deferral("2026-11-20T07:30:00Z", by: even, odd) == "2026-11-20T11:00:00Z")
  }

  @Test func calendarsWithoutAFreeHourBetweenThemSkip() throws {
    #expect(try deferral("2026-11-20T12:00:00Z", by: window("day", from: 6, to: 18), window("night", from: 18, to: 6)) == "never")
  }

  @Test func theCalendarThatHeldFirstIsNamed() throws {
    let rules = try rules(
      CalendarRule(window("early", from: 8, to: 9), action: .defer), CalendarRule(window("late", from: 9, to: 10), action: .defer))
    #expect(try rules.exclusion(of: at("2026-11-20T07:30:00Z")) == .init(calendar: "early", deferredUntil: at("2026-11-20T09:00:00Z")))
  }

  @Test func aCalendarInAnUnknownZoneMakesTheScheduleInvalid() throws {
    let policy = ScheduleDefinition(
      record: ScheduleRecord(id: Identifier(high: 1, low: 1), name: "nightly", source: .file, interval: .seconds(60)), standing: .armed,
      policy: {
        var policy = Policy(); policy.calendars = [CalendarRule(window(from: 1, to: 2, zone: "Mars/Olympus"))]; return policy
      }())
    let schedule = Schedule(policy, zoneNamed: zone)
    #expect(schedule.definition.standing == .invalid)
    #expect(schedule.definition.reason?.sentence == "calendar 'window': 'Mars/Olympus' is not an IANA time zone of this machine")
  }

  /// An oracle that knows nothing but minutes: a deferral ends at the first minute that no window holds.
  @Test(arguments: UInt64(0)..<40) func aDeferralEndsAtTheFirstFreeMinute(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var calendar = ExclusionCalendar(name: "random")
    for _ in 0..<4 {
      let (from, length) = (Int.random(in: 0..<1_440, using: &random), 1 + Int.random(in: 0..<1_439, using: &random))
      calendar.weekly.append(
        .init(
          weekdays: [Int.random(in: 0..<7, using: &random), Int.random(in: 0..<7, using: &random)], start: from * 60,
          end: (from + length) % 1_440 * 60))
    }
    let held = Self.heldMinutes(calendar)
    let rules = try ExclusionRules([CalendarRule(calendar, action: .defer)], zoneNamed: zone)
    for _ in 0..<200 {
      let minute = Int.random(in: 0..<10_080, using: &random)
      // 2026-11-22 was a Sunday.
      let due = try at("2026-11-22T00:00:00Z").advanced(by: .seconds(minute * 60))
      let free = (0...10_080).first { !held[(minute + $0) % 10_080] } ?? 0
      let expected = free == 0 ? nil : due.advanced(by: .seconds(free * 60))
      #expect(rules.exclusion(of: due)?.deferredUntil == expected, "seed \(seed), minute \(minute)")
    }
  }

  /// An oracle that looks at all of them.
  @Test(arguments: UInt64(0)..<20) func ofManySpansTheOneThatHoldsIsFound(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var (calendar, end) = (ExclusionCalendar(name: "random"), Int64(-500))
    for _ in 0..<Int.random(in: 0..<50, using: &random) {
      let start = end + Int64.random(in: 0..<10, using: &random)
      end = start + Int64.random(in: 1..<20, using: &random)
      calendar.spans.append(.init(start: start, end: end))
    }
    for local in Int64(-510)...(end + 10) {
      let expected = calendar.spans.first { $0.start <= local && local < $0.end }?.end
      #expect(calendar.windowEnd(at: local) == expected, "seed \(seed), second \(local)")
    }
  }

  private static func heldMinutes(_ calendar: ExclusionCalendar) -> [Bool] {
    var held = [Bool](repeating: false, count: 10_080)
    for window in calendar.weekly {
      let (from, to) = (window.start / 60, window.end / 60)
      for day in window.weekdays {
        for minute in from..<(to > from ? to : to + 1_440) { held[(day * 1_440 + minute) % 10_080] = true }
      }
    }
    return held
  }

  private func window(_ name: String = "window", from: Double, to: Double, zone: String? = "Europe/Berlin") -> ExclusionCalendar {
    window(name, [0, 1, 2, 3, 4, 5, 6], from, to, zone: zone)
  }
}
