import CivilTime

extension RecurrenceRule {
  /// The days of its occurrences that lie in `window`, in order; `until` left out of account.
  /// - Parameter first: the day of the first occurrence.
  /// - Returns: nil when `first` is not a day of the rule; what that means is left open by RFC 5545.
  func days(from first: Int64, in window: Range<Int64>) -> [Int64]? {
    guard days(ofPeriod: 0, from: first).contains(first) else { return nil }
    var (found, total) = ([Int64](), 0)
    var period = count == nil ? periodsBefore(window.lowerBound, from: first) : 0
    while startOfPeriod(period, from: first) < window.upperBound {
      for day in days(ofPeriod: period, from: first) where day >= first {
        total += 1
        if let count, total > count { return found }
        if window.contains(day) { found.append(day) }
      }
      period += 1
    }
    return found
  }

  /// Periods that surely end before `day`.
  private func periodsBefore(_ day: Int64, from first: Int64) -> Int64 {
    let longest: Int64 = [.daily: 1, .weekly: 7, .monthly: 31, .yearly: 366][frequency] ?? 366
    return max(0, (day - first) / (longest * Int64(interval)) - 1)
  }

  /// The first day of the day, week, month or year that is `period` steps behind the one of `first`.
  private func startOfPeriod(_ period: Int64, from first: Int64) -> Int64 {
    let step = period * Int64(interval)
    let date = CivilCalendar.date(ofDay: first)
    switch frequency {
    case .daily: return first + step
    case .weekly: return first - Int64((CivilCalendar.weekday(ofDay: first) - weekStart + 7) % 7) + 7 * step
    case .monthly:
      let month = date.year * 12 + Int64(date.month - 1) + step
      return CivilCalendar.dayNumber(
        year: month.flooredQuotient(dividingBy: 12), month: Int(month.flooredRemainder(dividingBy: 12)) + 1, day: 1)
    case .yearly: return CivilCalendar.dayNumber(year: date.year + step, month: 1, day: 1)
    }
  }

  /// In order.
  private func days(ofPeriod period: Int64, from first: Int64) -> [Int64] {
    let start = startOfPeriod(period, from: first)
    let (year, month, _) = CivilCalendar.date(ofDay: start)
    let day = CivilCalendar.date(ofDay: first).day
    switch frequency {
    case .daily: return [start].filter { isInMonths($0) && isMonthDay($0) && isWeekday($0) }
    case .weekly:
      let weekday = CivilCalendar.weekday(ofDay: first)
      return (start..<(start + 7)).filter { day in
        isInMonths(day) && (weekdays.isEmpty ? CivilCalendar.weekday(ofDay: day) == weekday : isWeekday(day))
      }
    case .monthly: return isInMonths(start) ? days(ofMonth: month, year, defaultDay: day) : []
    case .yearly: return days(ofYear: year, from: first, defaultDay: day)
    }
  }

  private func days(ofYear year: Int64, from first: Int64, defaultDay: Int) -> [Int64] {
    if months.isEmpty, monthDays.isEmpty, !weekdays.isEmpty {
      let year = CivilCalendar.dayNumber(year: year, month: 1, day: 1)..<CivilCalendar.dayNumber(year: year + 1, month: 1, day: 1)
      return year.filter { isWeekday($0, within: year) }
    }
    let month = CivilCalendar.date(ofDay: first).month
    let named = months.isEmpty ? (monthDays.isEmpty ? [month] : Array(1...12)) : Set(months).sorted()
    return named.flatMap { days(ofMonth: $0, year, defaultDay: defaultDay) }
  }

  private func days(ofMonth month: Int, _ year: Int64, defaultDay: Int) -> [Int64] {
    let start = CivilCalendar.dayNumber(year: year, month: month, day: 1)
    let days = start..<(start + Int64(CivilCalendar.days(inMonth: month, year: year)))
    if monthDays.isEmpty, weekdays.isEmpty { return [start + Int64(defaultDay - 1)].filter(days.contains) }
    return days.filter { isMonthDay($0) && isWeekday($0, within: days) }
  }

  // MARK: Filters

  private func isInMonths(_ day: Int64) -> Bool {
    months.isEmpty || months.contains(CivilCalendar.date(ofDay: day).month)
  }

  private func isMonthDay(_ day: Int64) -> Bool {
    guard !monthDays.isEmpty else { return true }
    let date = CivilCalendar.date(ofDay: day)
    let length = CivilCalendar.days(inMonth: date.month, year: date.year)
    return monthDays.contains(date.day) || monthDays.contains(date.day - length - 1)
  }

  /// - Parameter days: those among which an ordinal counts.
  private func isWeekday(_ day: Int64, within days: Range<Int64>? = nil) -> Bool {
    guard !weekdays.isEmpty else { return true }
    let weekday = CivilCalendar.weekday(ofDay: day)
    return weekdays.contains { item in
      guard item.weekday == weekday else { return false }
      guard let ordinal = item.ordinal, let days else { return true }
      return ordinal > 0 ? (day - days.lowerBound) / 7 + 1 == ordinal : (days.upperBound - 1 - day) / 7 + 1 == -ordinal
    }
  }
}
