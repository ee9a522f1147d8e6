/// Arithmetic of the proleptic Gregorian calendar on day numbers; day 0 is 1970-01-01.
///
/// Years are counted from March inside, so that the leap day is the last day of a year and needs no special case.
/// Sources: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (to day numbers); Cassio Neri and Lorenz Schneider, "Euclidean affine
/// functions and their application to calendar algorithms", 2022 (to dates; about twice as fast, and `next(after:)` does little else).
public enum CivilCalendar {
  /// 86 400: a day here has no leap seconds (POSIX time).
  @inlinable public static var secondsPerDay: Int64 { 86_400 }
  /// Days in 400 years, after which the calendar repeats.
  @inlinable static var daysPerEra: Int64 { 146_097 }
  /// From 0000-03-01 to 1970-01-01.
  @inlinable static var daysBeforeEpoch: Int64 { 719_468 }

  /// True for years with a 29 February: those that 4 divides, but of the centuries only those that 400 divides. Year 0 is 1 BC, and leap.
  @inlinable
  public static func isLeap(year: Int64) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The length of a month, 28 to 31 days.
  /// - Parameters:
  ///   - month: 1...12.
  ///   - year: it matters for February.
  @inlinable
  public static func days(inMonth month: Int, year: Int64) -> Int {
    if month == 2 { return isLeap(year: year) ? 29 : 28 }
    // Bit n is set when month n has 31 days.
    return 30 + (0b1_0101_1010_1010 >> month & 1)
  }

  /// The number of days from 1970-01-01 to the given date.
  /// - Parameters:
  ///   - year: astronomical, before 1 as well.
  ///   - month: 1...12.
  ///   - day: one outside the month counts on: day 0 is the last day of the month before.
  /// - Complexity: O(1), without a table.
  @inlinable
  public static func dayNumber(year: Int64, month: Int, day: Int) -> Int64 {
    let marchYear = month <= 2 ? year - 1 : year
    let era = marchYear.flooredQuotient(dividingBy: 400)
    let yearOfEra = marchYear - era * 400
    let marchMonth = Int64(month > 2 ? month - 3 : month + 9)
    let dayOfYear = (153 * marchMonth + 2) / 5 + Int64(day) - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * daysPerEra + dayOfEra - daysBeforeEpoch
  }

  /// The date of a day number: month 1...12, day 1...31.
  /// - Complexity: O(1), without a table.
  @inlinable
  public static func date(ofDay dayNumber: Int64) -> (year: Int64, month: Int, day: Int) {
    let shifted = dayNumber + daysBeforeEpoch
    let era = shifted.flooredQuotient(dividingBy: daysPerEra)
    // Counted in quarters of a day, so that a century, and then a year, has a whole number of them.
    let eraQuarters = UInt32(truncatingIfNeeded: shifted &- era &* daysPerEra) &* 4 &+ 3
    let century = eraQuarters / 146_097
    let centuryQuarters = (eraQuarters % 146_097) | 3
    // The upper half is centuryQuarters / 1461, the lower half the remainder, scaled.
    let scaled = 2_939_745 &* UInt64(centuryQuarters)
    let yearOfCentury = UInt32(truncatingIfNeeded: scaled >> 32)
    let dayOfYear = UInt32(truncatingIfNeeded: scaled) / 2_939_745 / 4
    // Months from March on: 3...14, in the upper 16 bits; the day in the lower ones.
    let monthAndDay = 2_141 &* dayOfYear &+ 197_913
    let month = Int(monthAndDay >> 16)
    let day = Int((monthAndDay & 0xffff) / 2_141) + 1
    let year = era * 400 + Int64(century * 100 + yearOfCentury)
    return month > 12 ? (year + 1, month - 12, day) : (year, month, day)
  }

  /// The weekday of a day number: 0 is Sunday, 6 is Saturday; 1970-01-01 was a Thursday.
  @inlinable
  public static func weekday(ofDay dayNumber: Int64) -> Int {
    Int((dayNumber + 4).flooredRemainder(dividingBy: 7))
  }
}
