/// One item of a day field: which dates it means.
enum NaiveDayItem: Sendable {
  case daysOfMonth(Set<Int>)
  /// `nW`.
  case nearestWorkday(to: Int)
  /// `L-k`.
  case beforeLast(Int)
  /// `L-kW`.
  case nearestWorkdayBeforeLast(Int)
  case weekdays(Set<Int>)
  /// `d#k`.
  case nth(Set<Int>, Int)
  /// `dL`.
  case last(Set<Int>)

  static func list(_ text: String, _ field: SampleField, _ seed: String) -> [NaiveDayItem] {
    text.replacing("?", with: "*").split(separator: ",").map { item in
      let item = String(item)
      return field == .day ? dayOfMonth(item, NaiveItem(.day, seed)) : dayOfWeek(item, NaiveItem(.weekday, seed))
    }
  }

  private static func dayOfMonth(_ text: String, _ reader: NaiveItem) -> NaiveDayItem {
    let number = Int(text.filter(\.isNumber)) ?? 0
    if text.hasPrefix("L") { return text.hasSuffix("W") ? .nearestWorkdayBeforeLast(number) : .beforeLast(number) }
    if text.contains("W") { return .nearestWorkday(to: number) }
    return .daysOfMonth(Set(reader.values(text)))
  }

  private static func dayOfWeek(_ text: String, _ reader: NaiveItem) -> NaiveDayItem {
    let parts = text.split(separator: "#").map(String.init)
    if parts.count == 2 {
      let days = Set(reader.values(parts[0]))
      return Int(parts[1]).map { .nth(days, $0) } ?? .last(days)
    }
    if text.hasSuffix("L") { return .last(Set(reader.values(String(text.dropLast())))) }
    if text.hasPrefix("L") { return .last(Set(reader.values(String(text.dropFirst())))) }
    return .weekdays(Set(reader.values(text)))
  }
}

extension NaiveDayItem {
  func allows(_ date: NaiveDay) -> Bool {
    switch self {
    case .daysOfMonth(let days): days.contains(date.day)
    case .nearestWorkday(let day): Self.isNearestWorkday(date, to: day)
    case .beforeLast(let count): date.day == date.monthLength - count
    case .nearestWorkdayBeforeLast(let count): Self.isNearestWorkday(date, to: date.monthLength - count)
    case .weekdays(let days): days.contains(date.weekday)
    case .nth(let days, let nth): days.contains(date.weekday) && (date.day - 1) / 7 + 1 == nth
    case .last(let days): days.contains(date.weekday) && date.day + 7 > date.monthLength
    }
  }

  /// True when it is a workday and no other workday of its month is nearer. There is never a tie: Friday and Monday are three days apart.
  private static func isNearestWorkday(_ date: NaiveDay, to target: Int) -> Bool {
    guard 1...date.monthLength ~= target else { return false }
    let workdays = (1...date.monthLength).filter { day in 1...5 ~= ((date.weekday + day - date.day) % 7 + 7) % 7 }
    return workdays.min { abs($0 - target) < abs($1 - target) } == date.day
  }
}
