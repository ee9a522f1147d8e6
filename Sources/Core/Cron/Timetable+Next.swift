import CivilTime

extension Timetable {
  /// The first allowed wall clock time at or after `wall`, in seconds since 1970-01-01T00:00:00 of the same clock; nil when there is none.
  ///
  /// - Complexity: O(months in between) at worst, which is 40 years of one month each; no walk over days or minutes.
  func firstTime(from wall: Int64) -> Int64? {
    guard isSatisfiable else { return nil }
    let day = wall.flooredQuotient(dividingBy: CivilCalendar.secondsPerDay)
    guard let found = firstDay(from: day) else { return nil }
    if found > day { return found * CivilCalendar.secondsPerDay + firstTime }
    if let time = firstTimeOfDay(from: wall - day * CivilCalendar.secondsPerDay) {
      return day * CivilCalendar.secondsPerDay + time
    }
    guard let next = firstDay(from: day + 1) else { return nil }
    return next * CivilCalendar.secondsPerDay + firstTime
  }

  /// The first allowed time of the day at or after `time`; both in seconds since midnight.
  private func firstTimeOfDay(from time: Int64) -> Int64? {
    let second = Int32(truncatingIfNeeded: time)
    let (hour, minute) = (second / 3_600, second / 60 % 60)
    if hours >> UInt32(hour) & 1 == 1 {
      if minutes >> UInt64(minute) & 1 == 1 {
        let left = seconds >> UInt64(second % 60)
        if left != 0 { return time + Int64(left.trailingZeroBitCount) }
      }
      let laterMinutes = minutes >> UInt64(minute + 1)
      if laterMinutes != 0 {
        let next = Int64(minute) + 1 + Int64(laterMinutes.trailingZeroBitCount)
        return Int64(hour) * 3_600 + next * 60 + Int64(seconds.trailingZeroBitCount)
      }
    }
    let laterHours = hours >> UInt32(hour + 1)
    guard laterHours != 0 else { return nil }
    let next = Int64(hour) + 1 + Int64(laterHours.trailingZeroBitCount)
    return next * 3_600 + Int64(minutes.trailingZeroBitCount) * 60 + Int64(seconds.trailingZeroBitCount)
  }

  /// The first allowed day number at or after `dayNumber`.
  private func firstDay(from dayNumber: Int64) -> Int64? {
    let date = CivilCalendar.date(ofDay: dayNumber)
    let first = dayNumber - Int64(date.day - 1)
    if allows(year: date.year) {
      let left = days(inMonth: date.month, year: date.year, first: first) >> UInt32(date.day)
      if left != 0 { return dayNumber + Int64(left.trailingZeroBitCount) }
    }
    return firstDay(afterMonth: date.month, year: date.year)
  }

  private func firstAllowedYear(from year: Int64) -> Int64? {
    guard let years else { return year }
    return years.first(from: year)
  }

  private func firstDay(afterMonth month: Int, year startYear: Int64) -> Int64? {
    guard var year = firstAllowedYear(from: startYear) else { return nil }
    // A later year begins before January.
    var month = year == startYear ? month : 0
    while true {
      let later = months >> UInt32(month + 1)
      if later == 0 {
        month = 0
        guard let nextYear = firstAllowedYear(from: year + 1) else { return nil }
        year = nextYear
        continue
      }
      month += 1 + later.trailingZeroBitCount
      let first = CivilCalendar.dayNumber(year: year, month: month, day: 1)
      let allowed = days(inMonth: month, year: year, first: first)
      if allowed != 0 { return first + Int64(allowed.trailingZeroBitCount - 1) }
    }
  }
}
