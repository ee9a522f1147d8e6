import CivilTime

/// The wall clock times that an expression's fields allow, without a zone, as bit masks.
///
/// The days of a month depend only on its ``MonthShape``, so the days of any month are one 32-bit word, computed at parse time.
final class Timetable: Sendable {
  let seconds: UInt64
  let minutes: UInt64
  let hours: UInt32
  /// Bits 1 to 12.
  let months: UInt32
  /// By ``MonthShape/index``.
  let days: [28 of UInt32]
  /// Nil when every year is allowed.
  let years: YearSet?
  /// The earliest time of day, in seconds.
  let firstTime: Int64
  /// The latest time of day, in seconds.
  let lastTime: Int64
  /// False when no date that exists satisfies the fields.
  let isSatisfiable: Bool

  init(_ pattern: CronPattern) {
    let rule = DayRule(dayOfMonth: pattern[.dayOfMonth], dayOfWeek: pattern[.dayOfWeek])
    seconds = pattern.fields.count > 5 ? pattern.bits(of: .second) : 1
    minutes = pattern.bits(of: .minute)
    hours = UInt32(truncatingIfNeeded: pattern.bits(of: .hour))
    months = UInt32(truncatingIfNeeded: pattern.bits(of: .month))
    days = rule.daysByShape
    years = pattern.year.map { YearSet($0.items) }
    firstTime = Int64(hours.trailingZeroBitCount * 3_600 + minutes.trailingZeroBitCount * 60 + seconds.trailingZeroBitCount)
    lastTime = Int64(
      (31 - hours.leadingZeroBitCount) * 3_600 + (63 - minutes.leadingZeroBitCount) * 60 + 63 - seconds.leadingZeroBitCount)
    isSatisfiable = Self.isSatisfiable(months: months, days: days, years: years)
  }
}

extension Timetable {
  /// Exact: a month takes every shape of its lengths in some year, so without listed years it is enough that one of them has a day.
  private static func isSatisfiable(months: UInt32, days: [28 of UInt32], years: YearSet?) -> Bool {
    if let years { return isSatisfiable(months: months, days: days, in: years.members) }
    return (0..<MonthShape.count).contains { index in
      days[index] != 0 && months & MonthShape.months(ofLength: MonthShape(index: index).length) != 0
    }
  }

  private static func isSatisfiable(months: UInt32, days: [28 of UInt32], in years: [Int64]) -> Bool {
    years.contains { year in
      (1...12).contains { month in
        months >> UInt32(month) & 1 == 1 && days[shape(year: year, month: month).index] != 0
      }
    }
  }

  private static func shape(year: Int64, month: Int) -> MonthShape {
    let first = CivilCalendar.dayNumber(year: year, month: month, day: 1)
    return MonthShape(
      firstWeekday: CivilCalendar.weekday(ofDay: first), length: CivilCalendar.days(inMonth: month, year: year))
  }

  /// The allowed days of a month, of which `first` is the day number of the 1st. No year check.
  func days(inMonth month: Int, year: Int64, first: Int64) -> UInt32 {
    guard months >> UInt32(month) & 1 == 1 else { return 0 }
    let length = CivilCalendar.days(inMonth: month, year: year)
    return days[MonthShape(firstWeekday: CivilCalendar.weekday(ofDay: first), length: length).index]
  }

  func allows(year: Int64) -> Bool { years?.contains(year) ?? true }
}
