import CivilTime
import Scheduling

/// One VEVENT: when it takes place, and how often.
struct ICalendarEvent {
  /// Whose wall clock it is planned on: a lecture at nine is at nine in summer and winter.
  let zone: ZoneRules
  /// True for dates without a time of day. RFC 5545 wants dates in the properties below as well then; of a time that stands there all the
  /// same, as many programs write it, the day counts that is written: a day is the same in every zone, and is moved by none.
  let isAllDay: Bool
  /// Seconds since 1970-01-01T00:00:00 on that clock.
  let start: Int64
  /// Seconds on that clock, above 0.
  let length: Int64
  let rule: RecurrenceRule?
  /// Of RDATE.
  let added: [ICalendarTime]
  /// Of EXDATE, and of occurrences that are cancelled by an event of their own.
  var removed: [ICalendarTime]

  /// The years in which events are looked at: from before any instant that Carillon answers for, to further than holidays are planned.
  static let window = CivilCalendar.dayNumber(year: 2020, month: 1, day: 1)..<CivilCalendar.dayNumber(year: 2041, month: 1, day: 1)

  /// The times that it takes on the wall clock of `calendarZone`.
  func spans(in calendarZone: ZoneRules) throws(ICalendarError) -> [ExclusionCalendar.LocalSpan] {
    let (days, times) = exceptions
    let starts = (try ownStarts() + added.map(addedStart)).filter { start in
      isInWindow(start) && !days.contains(Self.day(of: start)) && !times.contains(start)
    }
    return starts.map { span(from: $0, in: calendarZone) }
  }

  /// Also when it began earlier and still goes on then.
  private func isInWindow(_ start: Int64) -> Bool {
    start < Self.window.upperBound * CivilCalendar.secondsPerDay && start + length > Self.window.lowerBound * CivilCalendar.secondsPerDay
  }

  private func ownStarts() throws(ICalendarError) -> [Int64] {
    guard let rule else { return [start] }
    let first = Self.day(of: start)
    let timeOfDay = start - first * CivilCalendar.secondsPerDay
    let earliest = Self.window.lowerBound - length / CivilCalendar.secondsPerDay - 1
    guard let days = rule.days(from: first, in: earliest..<Self.window.upperBound) else {
      throw ICalendarError(
        "DTSTART is not a day of its RRULE, and readers differ about what that means; move DTSTART to the first occurrence")
    }
    let last = lastStart
    return days.map { $0 * CivilCalendar.secondsPerDay + timeOfDay }.filter { $0 <= last }
  }

  /// UNTIL is inclusive; a date includes all of its day.
  private var lastStart: Int64 {
    guard let until = rule?.until else { return .max }
    return until.isDate || isAllDay ? (until.writtenDay + 1) * CivilCalendar.secondsPerDay - 1 : until.local(in: zone)
  }

  private func addedStart(_ time: ICalendarTime) -> Int64 {
    isAllDay ? time.writtenDay * CivilCalendar.secondsPerDay : time.local(in: zone)
  }

  /// Whole days, and starts, that do not take place.
  private var exceptions: (days: Set<Int64>, times: Set<Int64>) {
    removed.reduce(into: ([], [])) { exceptions, time in
      if time.isDate || isAllDay {
        exceptions.days.insert(time.writtenDay)
      } else {
        exceptions.times.insert(time.local(in: zone))
      }
    }
  }

  private func span(from start: Int64, in calendarZone: ZoneRules) -> ExclusionCalendar.LocalSpan {
    // Dates, and times of the calendar's own clock, are what they are written as.
    guard !isAllDay, zone.name != calendarZone.name else { return ExclusionCalendar.LocalSpan(start: start, end: start + length) }
    // Which of two an end means is not known on the wall clock: rather more is held than less.
    let first = WallClock.instant(start, in: zone).secondsSinceEpoch
    let last = WallClock.instant(start + length, in: zone, isEnd: true).secondsSinceEpoch
    // An event that lies in an hour that its own clock skips takes its length behind that.
    let shown = WallClock.shown(during: first..<(last > first ? last : first + length), in: calendarZone)
    return ExclusionCalendar.LocalSpan(start: shown.lowerBound, end: shown.upperBound)
  }

  static func day(of local: Int64) -> Int64 { local.flooredQuotient(dividingBy: CivilCalendar.secondsPerDay) }
}
