/// Which days of a month the two day fields allow together.
struct DayRule: Sendable {
  /// A bare star in either field, or a `+`, asks for both fields; otherwise either one is enough.
  let needsBoth: Bool

  /// The days that are the same in every month, as bits.
  private let fixedDays: UInt32
  /// The weekdays that are allowed in every week of a month, once for each of six weeks, from a Sunday on.
  private let fixedWeekdays: UInt64
  /// The items that depend on the month.
  private let movingDays: [CronItem]
  private let movingWeekdays: [CronItem]

  init(dayOfMonth: CronFieldPattern, dayOfWeek: CronFieldPattern) {
    needsBoth = dayOfMonth.isBareStar || dayOfWeek.isBareStar || dayOfWeek.hasPlus
    fixedDays = UInt32(truncatingIfNeeded: dayOfMonth.bits)
    let week = dayOfWeek.bits
    fixedWeekdays = stride(from: 0, to: 42, by: 7).reduce(0) { $0 | (week << UInt64($1)) }
    movingDays = dayOfMonth.items.filter(\.dependsOnMonth)
    movingWeekdays = dayOfWeek.items.filter(\.dependsOnMonth)
  }

  /// The allowed days of every month, by ``MonthShape/index``; bit n is set when day n is allowed.
  var daysByShape: [28 of UInt32] {
    if !movingDays.isEmpty || !movingWeekdays.isEmpty { return [28 of UInt32] { days(in: MonthShape(index: $0)) } }
    var result = [28 of UInt32](repeating: 0)
    for weekday in 0..<7 {
      let allowed = combined(fixedDays, fixedWeekdays(firstWeekday: weekday))
      for length in 28...31 {
        let shape = MonthShape(firstWeekday: weekday, length: length)
        result[shape.index] = allowed & shape.allDays
      }
    }
    return result
  }

  private func days(in shape: MonthShape) -> UInt32 {
    let byMonth = movingDays.reduce(fixedDays) { $0 | Self.days(ofMonth: $1, in: shape) }
    let byWeek = movingWeekdays.reduce(fixedWeekdays(firstWeekday: shape.firstWeekday)) { $0 | Self.days(ofWeek: $1, in: shape) }
    return combined(byMonth, byWeek) & shape.allDays
  }

  /// The days of a month that begins on a weekday.
  private func fixedWeekdays(firstWeekday: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: (fixedWeekdays &>> UInt64(firstWeekday)) &<< 1)
  }

  private func combined(_ byMonth: UInt32, _ byWeek: UInt32) -> UInt32 {
    needsBoth ? byMonth & byWeek : byMonth | byWeek
  }
}

extension DayRule {
  private static func days(ofMonth item: CronItem, in shape: MonthShape) -> UInt32 {
    switch item {
    case .lastDay(let offset): bit(shape.length - offset)
    case .lastWorkday(let offset): bit(shape.nearestWorkday(to: shape.length - offset))
    case .nearestWorkday(let day): bit(shape.nearestWorkday(to: day))
    default: 0
    }
  }

  private static func days(ofWeek item: CronItem, in shape: MonthShape) -> UInt32 {
    switch item {
    case .nthWeekday(let first, let last, let nth):
      weekdays(first, last).reduce(0) { $0 | bit(shape.day(ofNth: nth, weekday: $1)) }
    case .lastWeekday(let first, let last):
      weekdays(first, last).reduce(0) { $0 | bit(shape.day(ofLastWeekday: $1)) }
    default: 0
    }
  }

  /// No bit for nil, and for a day before the first.
  private static func bit(_ day: Int?) -> UInt32 {
    guard let day, day >= 1 else { return 0 }
    return 1 << UInt32(day)
  }

  /// From `first` to `last`, through Saturday if need be; in the order of the week.
  static func weekdays(_ first: Int, _ last: Int) -> [Int] {
    CronItem.values(of: CronItem.bits(first, last, step: 1, span: CronField.dayOfWeek.span))
  }
}
