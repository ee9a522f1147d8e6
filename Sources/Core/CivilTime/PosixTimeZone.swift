/// A time zone rule as POSIX's `TZ` variable writes it: `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// Source: POSIX.1-2024, 8.3 (TZ), with RFC 9636's hours from -167 to 167 in transition times.
struct PosixTimeZone: Hashable, Sendable {
  let standard: ZoneOffset
  let daylight: DaylightRule?

  struct DaylightRule: Hashable, Sendable {
    let offset: ZoneOffset
    let begins: YearlyMoment
    let ends: YearlyMoment
  }

  /// More than -25 h and less than 26 h (RFC 9636, 3.2).
  static let offsetLimits = -89_999...93_599
}

/// A day of the year and a wall clock time on it.
struct YearlyMoment: Hashable, Sendable {
  enum Day: Hashable, Sendable {
    /// 1...365; 29 February is never counted.
    case julianWithoutLeapDay(Int)
    /// 0...365; 29 February is counted.
    case zeroBased(Int)
    /// `week` 5 is the last one; `weekday` 0 is Sunday.
    case weekday(month: Int, week: Int, weekday: Int)
  }

  let day: Day
  /// May be negative or beyond a day.
  let secondsAfterMidnight: Int

  /// Wall clock seconds since 1970-01-01T00:00:00.
  func localSeconds(inYear year: Int64) -> Int64 {
    dayNumber(inYear: year) * CivilCalendar.secondsPerDay + Int64(secondsAfterMidnight)
  }

  private func dayNumber(inYear year: Int64) -> Int64 {
    switch day {
    case .julianWithoutLeapDay(let number):
      let skipsLeapDay = number > 59 && CivilCalendar.isLeap(year: year)
      return CivilCalendar.dayNumber(year: year, month: 1, day: skipsLeapDay ? number + 1 : number)
    case .zeroBased(let number):
      return CivilCalendar.dayNumber(year: year, month: 1, day: number + 1)
    case .weekday(let month, let week, let weekday):
      let first = CivilCalendar.dayNumber(year: year, month: month, day: 1)
      let firstMatch = (weekday - CivilCalendar.weekday(ofDay: first) + 7) % 7
      let length = CivilCalendar.days(inMonth: month, year: year)
      let match = firstMatch + (week - 1) * 7
      return first + Int64(match < length ? match : match - 7)
    }
  }
}

/// A change to an offset at an instant, in seconds since 1970-01-01T00:00:00Z.
struct ZoneTransition: Hashable, Sendable {
  let seconds: Int64
  let offset: ZoneOffset
}

extension PosixTimeZone {
  /// The changes whose rules belong to the given years, strictly ascending.
  func transitions(inYears years: ClosedRange<Int64>) -> [ZoneTransition] {
    guard let daylight else { return [] }
    var transitions: [ZoneTransition] = []
    for year in years {
      let ends = daylight.ends.localSeconds(inYear: year) - Int64(daylight.offset.seconds)
      let begins = daylight.begins.localSeconds(inYear: year) - Int64(standard.seconds)
      transitions.append(ZoneTransition(seconds: ends, offset: standard))
      transitions.append(ZoneTransition(seconds: begins, offset: daylight.offset))
    }
    return Self.ascending(transitions)
  }

  /// Of several changes at one instant only the beginning of daylight time stays: `J365/25` with `0/0` is daylight time for ever
  /// (RFC 9636, 3.3.1), and an offset in force for no time must not look like a gap.
  private static func ascending(_ transitions: [ZoneTransition]) -> [ZoneTransition] {
    var result: [ZoneTransition] = []
    for transition in transitions.sorted(by: { $0.seconds < $1.seconds }) {
      if let last = result.last, last.seconds == transition.seconds {
        if last.offset.isDaylight { continue }
        result.removeLast()
      }
      result.append(transition)
    }
    return result
  }
}
