import CivilTime

/// Dates, days and times as people write them in calendars.
enum CalendarText {
  /// `2026-12-25`, or `2026-12-24..2027-01-06` with both included: days since 1970-01-01.
  static func days(_ text: String) throws(CalendarTextError) -> ClosedRange<Int64> {
    guard let dots = text.firstRange(of: "..") else {
      let day = try day(text)
      return day...day
    }
    let (first, last) = (try day(text[..<dots.lowerBound]), try day(text[dots.upperBound...]))
    guard first <= last else { throw CalendarTextError("ends before it begins") }
    return first...last
  }

  private static func day(_ text: some StringProtocol) throws(CalendarTextError) -> Int64 {
    let example = "is not a date such as 2026-12-25, or a range such as 2026-12-24..2027-01-06"
    guard text.count == 10 else { throw CalendarTextError(example) }
    do throws(ISO8601ParseError) {
      return try Instant(iso8601: String(text)).secondsSinceEpoch / CivilCalendar.secondsPerDay
    } catch {
      throw CalendarTextError("\(example): \(error.problem)")
    }
  }

  /// `sat`, `Saturday`, `mon-fri`, `fri-mon`: 0 is Sunday. Nil for anything else.
  static func weekdays(_ text: String) -> Set<Int>? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(weekday)
    guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil else { return nil }
    return Set((first...(last < first ? last + 7 : last)).map { $0 % 7 })
  }

  private static let weekdayNames = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]

  private static func weekday(_ text: Substring) -> Int? {
    let word = text.lowercased()
    return weekdayNames.firstIndex { word == $0 || word == $0.prefix(3) }
  }

  /// `09:00`, `17:30:15`, `24:00`: seconds since midnight. Nil for anything else.
  static func time(_ text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy({ $0.count == 2 && $0.allSatisfy { $0.isASCII && $0.isNumber } }) else {
      return nil
    }
    let numbers = parts.compactMap { Int($0) } + (parts.count == 2 ? [0] : [])
    guard numbers[1] < 60, numbers[2] < 60 else { return nil }
    let seconds = numbers[0] * 3_600 + numbers[1] * 60 + numbers[2]
    return seconds <= WeekCoverage.day ? seconds : nil
  }
}

struct CalendarTextError: Error {
  let sentence: String
  init(_ sentence: String) { self.sentence = sentence }
}
