import CivilTime

extension Timetable {
  /// How many allowed wall clock times there are from `start` on and before `end`, in seconds since 1970-01-01T00:00:00 of the same clock.
  /// - Complexity: O(months in between).
  func count(from start: Int64, to end: Int64) -> Int {
    guard start < end else { return 0 }
    let (first, last) = (Self.day(of: start), Self.day(of: end))
    let whole = daysAllowed(from: first, to: last) * timesOfDay(before: CivilCalendar.secondsPerDay)
    return whole - timesOnDay(first, before: start) + timesOnDay(last, before: end)
  }

  private static func day(of wall: Int64) -> Int64 { wall.flooredQuotient(dividingBy: CivilCalendar.secondsPerDay) }

  private func timesOnDay(_ day: Int64, before wall: Int64) -> Int {
    daysAllowed(from: day, to: day + 1) * timesOfDay(before: wall - day * CivilCalendar.secondsPerDay)
  }

  /// Of the allowed times of day, those before `time`, in seconds since midnight.
  private func timesOfDay(before time: Int64) -> Int {
    let (hour, minute, second) = (time / 3_600, time / 60 % 60, time % 60)
    let ofMinute = seconds.nonzeroBitCount
    var count = Self.bits(of: UInt64(hours), below: hour) * minutes.nonzeroBitCount * ofMinute
    guard hour < 24, hours >> UInt32(hour) & 1 == 1 else { return count }
    count += Self.bits(of: minutes, below: minute) * ofMinute
    guard minutes >> UInt64(minute) & 1 == 1 else { return count }
    return count + Self.bits(of: seconds, below: second)
  }

  /// - Parameter limit: 0...63.
  private static func bits(of word: UInt64, below limit: Int64) -> Int { (word & ((1 << UInt64(limit)) - 1)).nonzeroBitCount }

  /// How many days are allowed from `first` on and before `end`, as day numbers.
  private func daysAllowed(from first: Int64, to end: Int64) -> Int {
    var count = 0
    var day = first
    while day < end {
      let date = CivilCalendar.date(ofDay: day)
      let firstOfMonth = day - Int64(date.day - 1)
      let nextMonth = firstOfMonth + Int64(CivilCalendar.days(inMonth: date.month, year: date.year))
      if allows(year: date.year) {
        // Bit n is day n of the month.
        let from = UInt64(days(inMonth: date.month, year: date.year, first: firstOfMonth)) >> UInt64(date.day)
        count += Self.bits(of: from, below: min(end, nextMonth) - day)
      }
      day = nextMonth
    }
    return count
  }
}
