import CivilTime

/// The two day fields.
extension CronAdvisor {
  var dayRuleWarning: CronWarning? {
    let days = pattern[.dayOfMonth]
    let weekdays = pattern[.dayOfWeek]
    guard !DayRule(dayOfMonth: days, dayOfWeek: weekdays).needsBoth else { return nil }
    guard let stepped = [days, weekdays].first(where: \.hasSteppedStar) else {
      return CronWarning(
        .bothDayFields, field: .dayOfWeek, at: places.range(of: .dayOfWeek),
        "both day fields are restricted: a day that either of them allows is enough",
        hint: "write +\(weekdays) here if the day must satisfy both")
    }
    return CronWarning(
      .starStepDayOr, field: stepped.field, at: places.range(of: stepped.field),
      "'\(stepped)' restricts the day: a day that either day field allows is enough here, but Debian cron asks for both",
      hint: "write \(stepped.withoutSteppedStar) for either, or +\(weekdays) in day-of-week for both")
  }

  /// Months without the day are skipped, which "every month" in an author's mind is not.
  var shortMonthsWarning: CronWarning? {
    let items = pattern[.dayOfMonth].items
    guard isSatisfiable, let index = items.firstIndex(where: { $0.lowestRareDay != nil }), let day = items[index].lowestRareDay
    else { return nil }
    let without = CronItem.values(of: pattern[.month].bits).filter { CivilCalendar.days(inMonth: $0, year: 2_001) < day }
    if without.isEmpty { return nil }
    let names = EnglishWords.list(without.map { EnglishWords.months[$0 - 1] })
    return CronWarning(
      .shortMonths, field: .dayOfMonth, at: places.itemRanges(of: .dayOfMonth)[index],
      day == 29 ? "February has day 29 in leap years only" : "months without day \(day) are skipped: \(names)",
      hint: "write L for the last day of every month")
  }
}

extension CronFieldPattern {
  var hasSteppedStar: Bool {
    items.contains { item in
      if case .every(let step) = item { step > 1 } else { false }
    }
  }

  /// The same values with `*/n` written as a range.
  var withoutSteppedStar: String {
    let items = items.map { item in
      guard case .every(let step) = item, step > 1 else { return item }
      return CronItem.range(field.span.lowerBound, field.span.upperBound, step: step)
    }
    return (hasPlus ? "+" : "") + items.map(\.description).joined(separator: ",")
  }
}

extension CronItem {
  /// The lowest day of the month that an item names when not every month has it.
  fileprivate var lowestRareDay: Int? {
    switch self {
    case .value(let day), .nearestWorkday(let day): day > 28 ? day : nil
    case .range(let first, let last, _): first > 28 && last >= first ? first : nil
    case .from(let first, _), .throughLastDay(let first, _): first > 28 ? first : nil
    case .lastDay(let offset), .lastWorkday(let offset): offset > 27 ? offset + 1 : nil
    default: nil
    }
  }

  /// The positions of the set bits, ascending.
  static func values(of bits: UInt64) -> [Int] {
    (0..<64).filter { bits >> UInt64($0) & 1 == 1 }
  }
}
