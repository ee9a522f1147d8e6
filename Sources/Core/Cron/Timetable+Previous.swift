import CivilTime

extension Timetable {
  /// The last allowed wall clock time before `wall`, in seconds since 1970-01-01T00:00:00 of the same clock; nil when there is none.
  func lastTime(before wall: Int64) -> Int64? {
    guard isSatisfiable else { return nil }
    let latest = wall - 1
    let day = latest.flooredQuotient(dividingBy: CivilCalendar.secondsPerDay)
    guard let found = lastDay(through: day) else { return nil }
    if found < day { return found * CivilCalendar.secondsPerDay + lastTime }
    if let time = lastTimeOfDay(through: latest - day * CivilCalendar.secondsPerDay) {
      return day * CivilCalendar.secondsPerDay + time
    }
    guard let previous = lastDay(through: day - 1) else { return nil }
    return previous * CivilCalendar.secondsPerDay + lastTime
  }

  /// The last allowed time of the day at or before `time`; both in seconds since midnight.
  private func lastTimeOfDay(through time: Int64) -> Int64? {
    let (hour, minute, second) = (time / 3_600, time / 60 % 60, time % 60)
    if hours >> UInt32(hour) & 1 == 1 {
      if minutes >> UInt64(minute) & 1 == 1, let found = Self.highestBit(of: seconds, through: second) {
        return hour * 3_600 + minute * 60 + found
      }
      if let earlier = Self.highestBit(of: minutes, through: minute - 1) {
        return hour * 3_600 + earlier * 60 + (lastTime % 60)
      }
    }
    guard let earlier = Self.highestBit(of: UInt64(hours), through: hour - 1) else { return nil }
    return earlier * 3_600 + lastTime % 3_600
  }

  /// - Parameter limit: -1...63.
  private static func highestBit(of bits: UInt64, through limit: Int64) -> Int64? {
    let left = limit < 0 ? 0 : bits << UInt64(63 - limit)
    return left == 0 ? nil : limit - Int64(left.leadingZeroBitCount)
  }

  /// The last allowed day number at or before `dayNumber`.
  private func lastDay(through dayNumber: Int64) -> Int64? {
    let date = CivilCalendar.date(ofDay: dayNumber)
    let first = dayNumber - Int64(date.day - 1)
    if allows(year: date.year) {
      let allowed = UInt64(days(inMonth: date.month, year: date.year, first: first))
      if let day = Self.highestBit(of: allowed, through: Int64(date.day)) { return first + day - 1 }
    }
    return lastDay(beforeMonth: date.month, year: date.year)
  }

  private func lastAllowedYear(through year: Int64) -> Int64? {
    guard let years else { return year }
    return years.last(through: year)
  }

  private func lastDay(beforeMonth month: Int, year startYear: Int64) -> Int64? {
    guard var year = lastAllowedYear(through: startYear) else { return nil }
    // An earlier year begins after December.
    var month = year == startYear ? month : 13
    while true {
      guard let earlier = Self.highestBit(of: UInt64(months), through: Int64(month - 1)) else {
        month = 13
        guard let previousYear = lastAllowedYear(through: year - 1) else { return nil }
        year = previousYear
        continue
      }
      month = Int(earlier)
      let first = CivilCalendar.dayNumber(year: year, month: month, day: 1)
      let allowed = days(inMonth: month, year: year, first: first)
      if allowed != 0 { return first + Int64(31 - allowed.leadingZeroBitCount) - 1 }
    }
  }
}
