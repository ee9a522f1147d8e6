import CivilTime

extension RecurrenceRule {
  private static let dayNames = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"]
  /// A calendar of 20 years of days has 7 670.
  private static let countRange = 1...10_000
  private static let intervalRange = 1...1_000

  /// - Parameter text: `FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25`.
  /// - Throws: also for every part that is not supported: a rule that is half understood excludes the wrong days.
  init(parsing text: String) throws(ICalendarError) {
    var parts: [String: String] = [:]
    for part in text.uppercased().split(separator: ";") {
      let (key, value) = try Self.pair(part)
      guard parts.updateValue(value, forKey: key) == nil else { throw ICalendarError("RRULE has \(key) twice") }
    }
    guard let word = parts.removeValue(forKey: "FREQ") else { throw ICalendarError("RRULE needs FREQ") }
    guard let frequency = Frequency(rawValue: word) else {
      throw ICalendarError(
        "RRULE FREQ=\(MappingReader.shown(word)) is not supported; \(Frequency.allCases.map(\.rawValue).joined(separator: ", ")) are")
    }
    self.init(frequency: frequency)
    for (key, value) in parts.sorted(by: { $0.key < $1.key }) { try take(key, value) }
    try checkCombinations()
  }

  private static func pair(_ part: Substring) throws(ICalendarError) -> (String, String) {
    let sides = part.split(separator: "=", omittingEmptySubsequences: false)
    guard sides.count == 2, !sides[1].isEmpty else {
      throw ICalendarError("RRULE part '\(MappingReader.shown(String(part)))' is not KEY=value")
    }
    return (String(sides[0]), String(sides[1]))
  }

  private mutating func take(_ key: String, _ value: String) throws(ICalendarError) {
    switch key {
    case "INTERVAL": interval = try Self.number(value, key, in: Self.intervalRange)
    case "COUNT": count = try Self.number(value, key, in: Self.countRange)
    case "UNTIL": until = try ICalendarTime(value, zone: nil)
    case "BYMONTH": months = try Self.list(value) { item throws(ICalendarError) in try Self.number(item, key, in: 1...12) }
    case "BYMONTHDAY": monthDays = try Self.list(value) { item throws(ICalendarError) in try Self.signed(item, key, upTo: 31) }
    case "BYDAY": weekdays = try Self.list(value, Self.weekdayItem)
    case "WKST": weekStart = try Self.weekday(value[...], key)
    default:
      throw ICalendarError("RRULE part \(MappingReader.shown(key)) is not supported; list the dates instead")
    }
  }

  // MARK: Values

  private static func list<Item>(_ value: String, _ item: (String) throws(ICalendarError) -> Item) throws(ICalendarError) -> [Item] {
    var items: [Item] = []
    for text in value.split(separator: ",", omittingEmptySubsequences: false) { items.append(try item(String(text))) }
    return items
  }

  private static func number(_ text: String, _ key: String, in range: ClosedRange<Int>) throws(ICalendarError) -> Int {
    if let number = Int(text), range.contains(number) { return number }
    throw ICalendarError("RRULE \(key)=\(MappingReader.shown(text)) is not between \(range.lowerBound) and \(range.upperBound)")
  }

  /// From 1, or from -1 backwards.
  private static func signed(_ text: String, _ key: String, upTo most: Int) throws(ICalendarError) -> Int {
    if let number = Int(text), number != 0, (-most...most).contains(number) { return number }
    throw ICalendarError("RRULE \(key)=\(MappingReader.shown(text)) is not between 1 and \(most), or -1 and -\(most)")
  }

  /// `MO`, `2MO`, `-1FR`.
  private static func weekdayItem(_ text: String) throws(ICalendarError) -> WeekdayItem {
    let weekday = try weekday(text.suffix(2), "BYDAY")
    let ordinal = text.dropLast(2)
    return WeekdayItem(ordinal: ordinal.isEmpty ? nil : try signed(String(ordinal), "BYDAY", upTo: 53), weekday: weekday)
  }

  private static func weekday(_ text: Substring, _ key: String) throws(ICalendarError) -> Int {
    if let weekday = dayNames.firstIndex(of: String(text)) { return weekday }
    throw ICalendarError("RRULE \(key): '\(MappingReader.shown(String(text)))' is not one of \(dayNames.joined(separator: ", "))")
  }

  // MARK: Combinations

  private func checkCombinations() throws(ICalendarError) {
    if count != nil, until != nil { throw ICalendarError("RRULE has COUNT and UNTIL; RFC 5545 allows one of them") }
    if frequency == .weekly, !monthDays.isEmpty { throw ICalendarError("RRULE: BYMONTHDAY has no meaning with FREQ=WEEKLY") }
    guard weekdays.contains(where: { $0.ordinal != nil }) else { return }
    if frequency == .daily || frequency == .weekly {
      throw ICalendarError("RRULE: BYDAY with a number has no meaning with FREQ=\(frequency.rawValue)")
    }
    if !monthDays.isEmpty { throw ICalendarError("RRULE: BYDAY with a number beside BYMONTHDAY is not supported; list the dates instead") }
  }
}
