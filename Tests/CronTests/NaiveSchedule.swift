import TestSupport

/// A schedule made at random together with its text, and answered by looking at one minute after the other. It shares no code with what it
/// checks: neither parser, calendar, day rule nor masks.
struct NaiveSchedule {
  /// A field: its text, and which values it means. Days get the month's length and the weekday of its first day with them.
  struct Field {
    let text: String
    let allows: (Int) -> Bool
  }

  struct DayField {
    let text: String
    /// Day, weekday of that day, days in the month.
    let allows: (Int, Int, Int) -> Bool
  }

  let minute: Field
  let hour: Field
  let day: DayField
  let month: Field
  let weekday: DayField
  let needsBothDays: Bool

  var text: String { "\(minute.text) \(hour.text) \(day.text) \(month.text) \(weekday.text)" }

  var followsWallClock: Bool { minute.text.hasPrefix("*") || hour.text.hasPrefix("*") }

  /// - Parameter minuteOfDay: in `0..<1_440`.
  func allows(minuteOfDay: Int, of date: NaiveDay) -> Bool {
    guard minute.allows(minuteOfDay % 60), hour.allows(minuteOfDay / 60), month.allows(date.month) else { return false }
    let byDay = day.allows(date.day, date.weekday, date.monthLength)
    let byWeekday = weekday.allows(date.day, date.weekday, date.monthLength)
    return needsBothDays ? byDay && byWeekday : byDay || byWeekday
  }
}

extension NaiveSchedule {
  init(using generator: inout SeededGenerator) {
    minute = Self.field(0...59, starShare: 30, using: &generator)
    hour = Self.field(0...23, starShare: 40, using: &generator)
    month = Self.field(1...12, starShare: 80, using: &generator)
    day = Self.dayOfMonth(using: &generator)
    let week = Self.dayOfWeek(using: &generator)
    let hasPlus = Int.random(in: 0..<5, using: &generator) == 0
    weekday = DayField(text: (hasPlus ? "+" : "") + week.text, allows: week.allows)
    needsBothDays = hasPlus || ["*", "?", "*/1"].contains(day.text) || ["*", "*/1"].contains(week.text)
  }

  private static func field(_ values: ClosedRange<Int>, starShare: Int, using generator: inout SeededGenerator) -> Field {
    if Int.random(in: 0..<100, using: &generator) < starShare { return Field(text: "*") { _ in true } }
    let a = Int.random(in: values, using: &generator)
    let b = Int.random(in: values, using: &generator)
    let n = Int.random(in: 1...values.count, using: &generator)
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: return Field(text: "*/\(n)") { ($0 - values.lowerBound) % n == 0 }
    case 1: return Field(text: "\(a),\(b)") { $0 == a || $0 == b }
    case 2 where a != b: return Field(text: "\(a)-\(b)") { a < b ? a <= $0 && $0 <= b : $0 >= a || $0 <= b }
    case 3: return Field(text: "\(a)/\(n)") { $0 >= a && ($0 - a) % n == 0 }
    case 4 where a < b: return Field(text: "\(a)-\(b)/\(n)") { a <= $0 && $0 <= b && ($0 - a) % n == 0 }
    default: return Field(text: "\(a)") { $0 == a }
    }
  }

  private static func dayOfMonth(using generator: inout SeededGenerator) -> DayField {
    let n = Int.random(in: 1...31, using: &generator)
    switch Int.random(in: 0..<8, using: &generator) {
    case 0...2: return DayField(text: "*") { _, _, _ in true }
    case 3: return DayField(text: "?") { _, _, _ in true }
    case 4: return DayField(text: "L") { day, _, length in day == length }
    case 5: return DayField(text: "\(n)W") { day, weekday, length in isNearestWorkday(day, weekday, to: n, length) }
    case 6: return DayField(text: "L-\(n - 1)") { day, _, length in day == length - n + 1 }
    default:
      let plain = field(1...31, starShare: 0, using: &generator)
      return DayField(text: plain.text) { day, _, _ in plain.allows(day) }
    }
  }

  /// True when `day` is a workday and no other workday of the month is nearer to `target`; on a tie the side of the weekend decides.
  private static func isNearestWorkday(_ day: Int, _ weekday: Int, to target: Int, _ length: Int) -> Bool {
    guard target <= length, 1...5 ~= weekday else { return false }
    let targetWeekday = ((weekday + target - day) % 7 + 7) % 7
    switch targetWeekday {
    case 6: return day == (target == 1 ? 3 : target - 1)
    case 0: return day == (target == length ? target - 2 : target + 1)
    default: return day == target
    }
  }

  private static func dayOfWeek(using generator: inout SeededGenerator) -> DayField {
    let names = ["SUN", "mon", "Tue", "WED", "THU", "FRI", "SAT"]
    let d = Int.random(in: 0...6, using: &generator)
    let k = Int.random(in: 1...5, using: &generator)
    switch Int.random(in: 0..<9, using: &generator) {
    case 0...3: return DayField(text: "*") { _, _, _ in true }
    case 4: return DayField(text: "\(names[d])") { _, weekday, _ in weekday == d }
    case 5: return DayField(text: "\(d)#\(k)") { day, weekday, _ in weekday == d && (day - 1) / 7 + 1 == k }
    case 6: return DayField(text: "\(d)L") { day, weekday, length in weekday == d && day + 7 > length }
    case 7: return DayField(text: "\(names[d])-7") { _, weekday, _ in weekday >= d || weekday == 0 }
    default:
      let plain = field(0...6, starShare: 0, using: &generator)
      return DayField(text: plain.text) { _, weekday, _ in plain.allows(weekday) }
    }
  }
}

/// A date, found by counting years and months from 1970.
struct NaiveDay {
  let day: Int
  let month: Int
  let weekday: Int
  let monthLength: Int

  /// - Parameter number: days since 1970-01-01, not before it.
  init(number: Int) {
    var daysLeft = number
    weekday = (daysLeft + 4) % 7
    var year = 1_970
    while daysLeft >= Self.lengths(year).reduce(0, +) {
      daysLeft -= Self.lengths(year).reduce(0, +)
      year += 1
    }
    var month = 0
    while daysLeft >= Self.lengths(year)[month] {
      daysLeft -= Self.lengths(year)[month]
      month += 1
    }
    self.month = month + 1
    day = daysLeft + 1
    monthLength = Self.lengths(year)[month]
  }

  private static func lengths(_ year: Int) -> [Int] {
    let isLeap = year.isMultiple(of: 4) && !year.isMultiple(of: 100) || year.isMultiple(of: 400)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  }
}
