/// Which days of a month the two day fields allow together.
struct DayRule: Sendable {
  let dayOfMonth: CronFieldPattern
  let dayOfWeek: CronFieldPattern

  /// A bare star in either field, or a `+`, asks for both fields; otherwise either one is enough.
  var needsBoth: Bool { dayOfMonth.isBareStar || dayOfWeek.isBareStar || dayOfWeek.hasPlus }

  /// Bit n is set when day n is allowed in a month of this shape.
  func days(in shape: MonthShape) -> UInt32 {
    let byMonth = dayOfMonth.items.reduce(0) { $0 | Self.days(ofMonth: $1, in: shape) }
    let byWeek = dayOfWeek.items.reduce(0) { $0 | Self.days(ofWeek: $1, in: shape) }
    return (needsBoth ? byMonth & byWeek : byMonth | byWeek) & shape.allDays
  }

  private static func days(ofMonth item: CronItem, in shape: MonthShape) -> UInt32 {
    switch item {
    case .lastDay(let offset): bit(shape.length - offset)
    case .lastWorkday(let offset): bit(shape.nearestWorkday(to: shape.length - offset))
    case .nearestWorkday(let day): bit(shape.nearestWorkday(to: day))
    default: UInt32(truncatingIfNeeded: item.bits(in: .dayOfMonth) ?? 0)
    }
  }

  private static func days(ofWeek item: CronItem, in shape: MonthShape) -> UInt32 {
    switch item {
    case .nthWeekday(let first, let last, let nth):
      return weekdays(first, last).reduce(0) { $0 | bit(shape.day(ofNth: nth, weekday: $1)) }
    case .lastWeekday(let first, let last):
      return weekdays(first, last).reduce(0) { $0 | bit(shape.day(ofLastWeekday: $1)) }
    default:
      let weekdays = item.bits(in: .dayOfWeek) ?? 0
      return (1...shape.length).reduce(0) { weekdays >> UInt64(shape.weekday(ofDay: $1)) & 1 == 1 ? $0 | bit($1) : $0 }
    }
  }

  /// No bit for nil, and for a day before the first.
  private static func bit(_ day: Int?) -> UInt32 {
    guard let day, day >= 1 else { return 0 }
    return 1 << UInt32(day)
  }

  /// From `first` to `last`, through Saturday if need be; in the order of the week.
  static func weekdays(_ first: Int, _ last: Int) -> [Int] {
    let bits = CronItem.bits(first, last, step: 1, span: CronField.dayOfWeek.span)
    return (0...6).filter { bits >> UInt64($0) & 1 == 1 }
  }
}
