/// Puts the days, months and years of an expression into words.
struct CronDayExplainer {
  private let days: CronFieldPattern
  private let weekdays: CronFieldPattern
  private let months: CronFieldPattern
  private let years: CronFieldPattern?

  init(pattern: CronPattern) {
    days = pattern[.dayOfMonth]
    weekdays = pattern[.dayOfWeek]
    months = pattern[.month]
    years = pattern.year
  }

  /// Day of month, day of week, month, year; nothing for a field that allows everything.
  var clauses: [String] {
    [dayClause, weekdayClause, monthClause, yearClause].compactMap(\.self)
  }
}

/// Days of the month.
extension CronDayExplainer {
  private var dayClause: String? {
    if days.isBareStar { return nil }
    if let values = days.singleValues {
      return "on day \(EnglishWords.list(values.map(String.init))) of the month" + (days.isHashed ? " (hashed)" : "")
    }
    if days.items.count == 1 { return Self.dayWords(days.items[0]) }
    return "on \(EnglishWords.list(days.items.flatMap(Self.dayPhrases))) of the month"
  }

  private static func dayWords(_ item: CronItem) -> String {
    switch item {
    case .range(let first, let last, step: 1) where first <= last: "between day \(first) and \(last) of the month"
    case .range(_, _, step: 1): "on \(EnglishWords.list(dayPhrases(item))) of the month"
    case .lastDay(let offset) where offset > 0: "\(EnglishWords.count(offset, "day")) before the last day of the month"
    case .every, .from, .range, .throughLastDay: "on days \(daySeries(item)) of every month"
    case .hashed(let hashed) where hashed.step != nil: "on days \(daySeries(item)) of every month (hashed)"
    default: "on \(dayPhrase(item)) of the month"
    }
  }

  /// Two phrases for a range that wraps: the month ends in between.
  private static func dayPhrases(_ item: CronItem) -> [String] {
    guard case .range(let first, let last, step: 1) = item, first > last else { return [dayPhrase(item)] }
    return [daySpan(1, last), daySpan(first, CronField.dayOfMonth.span.upperBound)]
  }

  private static func daySpan(_ first: Int, _ last: Int) -> String {
    first == last ? "day \(first)" : "days \(first) through \(last)"
  }

  private static func dayPhrase(_ item: CronItem) -> String {
    switch item {
    case .value(let day): "day \(day)"
    case .hashed(let hashed) where hashed.step == nil: "day \(hashed.chosen) (hashed)"
    case .range(let first, let last, step: 1): daySpan(first, last)
    case .lastDay(let offset): offset == 0 ? "the last day" : "the day \(EnglishWords.count(offset, "day")) before the last"
    case .lastWorkday(let offset): offset == 0 ? "the last weekday" : "the weekday nearest \(dayPhrase(.lastDay(offset: offset)))"
    // The nearest to the 1st without leaving the month is always the first one.
    case .nearestWorkday(let day): day == 1 ? "the first weekday" : "the weekday nearest day \(day)"
    default: "days \(daySeries(item))"
    }
  }

  /// `1, 3, 5, ...`: no last value, because it differs from month to month.
  private static func daySeries(_ item: CronItem) -> String {
    let values = CronItem.values(of: item.bits(in: .dayOfMonth) ?? 0).map(String.init)
    return values.count > 4 ? values.prefix(3).joined(separator: ", ") + ", ..." : EnglishWords.list(values)
  }
}

/// Days of the week.
extension CronDayExplainer {
  private var weekdayClause: String? {
    if weekdays.isBareStar { return nil }
    let hashed = weekdays.isHashed ? " (hashed)" : ""
    if days.isBareStar { return aloneClause + hashed }
    if weekdays.hasPlus { return "but only if it is \(Self.condition(weekdays))\(hashed)" }
    return "or on \(EnglishWords.list(phrases))\(hashed)"
  }

  private var aloneClause: String {
    guard weekdays.items.count == 1 else { return "only on \(EnglishWords.list(phrases))" }
    switch weekdays.items[0] {
    case .range(_, _, step: 1): return phrases[0]
    case .nthWeekday, .lastWeekday: return "on \(phrases[0])"
    default: return "only on \(EnglishWords.list(phrases))"
    }
  }

  private var phrases: [String] { weekdays.items.flatMap { Self.itemPhrases($0) } }

  /// `Monday through Friday`, `the last Friday of the month`, or names.
  private static func itemPhrases(_ item: CronItem) -> [String] {
    switch item {
    case .range(let first, let last, step: 1) where first != last: [span(first, last)]
    case .nthWeekday(let first, let last, let nth): ["the \(EnglishWords.ordinals[nth - 1]) \(names(first, last)) of the month"]
    case .lastWeekday(let first, let last): ["the last \(names(first, last)) of the month"]
    default: CronItem.values(of: item.bits(in: .dayOfWeek) ?? 0).map(EnglishWords.weekday)
    }
  }

  /// `Monday`, `Monday, Tuesday and Wednesday`: each of them has its own first one in a month.
  private static func names(_ first: Int, _ last: Int) -> String {
    EnglishWords.list(DayRule.weekdays(first, last).map(EnglishWords.weekday))
  }

  private static func span(_ first: Int, _ last: Int) -> String {
    "\(EnglishWords.weekday(first)) through \(EnglishWords.weekday(last))"
  }

  /// `a Monday`, `a Monday or a Friday`.
  private static func condition(_ pattern: CronFieldPattern) -> String {
    let phrases = pattern.items.flatMap { item in
      itemPhrases(item).map { $0.hasPrefix("the ") || $0.contains(" through ") ? $0 : "a \($0)" }
    }
    return EnglishWords.list(phrases, conjunction: "or")
  }
}

/// Months and years.
extension CronDayExplainer {
  private var monthClause: String? {
    if months.isBareStar { return nil }
    let name = { (month: Int) in EnglishWords.months[month - 1] }
    if months.items.count == 1 {
      if case .range(let first, let last, step: 1) = months.items[0], first != last { return "\(name(first)) through \(name(last))" }
      if case .every(let step) = months.items[0], 12 % step == 0, step < 12 { return "every \(step) months" }
    }
    let names = months.items.flatMap { item in
      if case .range(let first, let last, step: 1) = item, first != last { return ["\(name(first)) through \(name(last))"] }
      return CronItem.values(of: item.bits(in: .month) ?? 0).map(name)
    }
    return "only in \(EnglishWords.list(names))" + (months.isHashed ? " (hashed)" : "")
  }

  private var yearClause: String? {
    guard let years, !years.isBareStar else { return nil }
    if years.items.count == 1, !years.items[0].isOneYear { return Self.yearPhrase(years.items[0]) }
    return "only in \(EnglishWords.list(years.items.map(Self.yearPhrase)))"
  }

  private static func yearPhrase(_ item: CronItem) -> String {
    switch item {
    case .value(let year): "\(year)"
    case .range(let first, let last, step: 1): first == last ? "\(first)" : "\(first) through \(last)"
    case .every(let step): "every \(EnglishWords.count(step, "year"))"
    case .range(let first, let last, let step): "every \(EnglishWords.count(step, "year")) from \(first) through \(last)"
    case .from(let first, let step): "every \(EnglishWords.count(step, "year")) from \(first)"
    default: "\(item)"
    }
  }
}

extension CronItem {
  fileprivate var isOneYear: Bool {
    switch self {
    case .value: true
    case .range(let first, let last, _): first == last
    default: false
    }
  }
}
