/// Reads one field: its list, and in it the items that every field has. The items of the two day fields are in `CronFieldParser+Days.swift`.
struct CronFieldParser {
  let text: CronText
  let field: CronField
  let seed: String?

  func parse(_ range: Range<Int>) throws(CronError) -> CronFieldPattern {
    if let item = try plainItem(range) { return CronFieldPattern(field: field, items: .one(item), hasPlus: false) }
    let hasPlus = field == .dayOfWeek && text.bytes[range.lowerBound] == UInt8(ascii: "+")
    let list = hasPlus ? range.lowerBound + 1..<range.upperBound : range
    if list.isEmpty { throw error(.emptyItem, at: list, "nothing after '+'", hint: "write +MON for 'and only on Monday'") }
    if let questionMark = text.firstIndex(of: "?", in: list) {
      try checkQuestionMark(at: questionMark, in: list)
      return CronFieldPattern(field: field, items: .one(.every(step: 1)), hasPlus: hasPlus)
    }
    return CronFieldPattern(field: field, items: try parseList(list), hasPlus: hasPlus)
  }

  private func parseList(_ list: Range<Int>) throws(CronError) -> CronItems {
    if !text.contains(",", in: list) { return .one(try parseItem(list, isAlone: true)) }
    var items: [CronItem] = []
    // No list of n bytes has more items.
    items.reserveCapacity(list.count / 2 + 1)
    for itemRange in text.split(list, at: ",") {
      items.append(try parseItem(itemRange, isAlone: false))
    }
    return .many(items)
  }

  private func checkQuestionMark(at position: Int, in range: Range<Int>) throws(CronError) {
    guard field.isDay else {
      throw error(
        .badQuestionMark, at: position..<position + 1, "'?' is allowed only in the day-of-month and day-of-week fields",
        hint: "write *")
    }
    if range.count > 1 { throw error(.badQuestionMark, at: position..<position + 1, "'?' must stand alone", hint: "write *") }
  }

  private func parseItem(_ range: Range<Int>, isAlone: Bool) throws(CronError) -> CronItem {
    if range.isEmpty { throw error(.emptyItem, at: range, "empty item in the list") }
    if let item = try plainItem(range) { return item }
    if field == .dayOfMonth, let item = try parseDayOfMonth(range, isAlone: isAlone) { return item }
    if field == .dayOfWeek, let item = try parseDayOfWeek(range) { return item }
    if let item = try parseHash(range) { return item }
    return try parseCommon(range)
  }

  /// A star or a number, which nearly every field and item is; nil for anything else.
  private func plainItem(_ range: Range<Int>) throws(CronError) -> CronItem? {
    if isStar(range) { return .every(step: 1) }
    guard let number = text.number(range) else { return nil }
    return .value(try checked(number, at: range) % sundayModulus)
  }

  private func isStar(_ range: Range<Int>) -> Bool {
    range.count == 1 && text.bytes[range.lowerBound] == UInt8(ascii: "*")
  }

  func error(_ code: CronError.Code, at range: Range<Int>, _ message: String, hint: String? = nil) -> CronError {
    CronError(code, field: field, at: range, message, hint: hint)
  }
}

/// Stars, values, ranges and steps.
extension CronFieldParser {
  private func parseCommon(_ range: Range<Int>) throws(CronError) -> CronItem {
    let slash = text.firstIndex(of: "/", in: range)
    let base = range.lowerBound..<(slash ?? range.upperBound)
    let step = try slash.map { position throws(CronError) in try parseStep(after: position, in: range) }
    if base.isEmpty {
      throw error(.badStep, at: range, "nothing before '/'", hint: "write *\(text.string(range))")
    }
    if isStar(base) { return .every(step: step ?? 1) }
    if text.contains("-", in: base) { return try parseRange(base, step: step ?? 1) }
    let value = try parseValue(base) % sundayModulus
    return step.map { .from(value, step: $0) } ?? .value(value)
  }

  private func parseStep(after slash: Int, in range: Range<Int>) throws(CronError) -> Int {
    let stepRange = slash + 1..<range.upperBound
    if let second = text.firstIndex(of: "/", in: stepRange) {
      throw error(.badStep, at: second..<range.upperBound, "more than one '/' in '\(text.string(range))'")
    }
    guard let step = text.number(stepRange), step > 0 else {
      throw error(.badStep, at: stepRange, "step '\(text.string(stepRange))' must be a whole number from 1 to 9999")
    }
    return step
  }

  private func parseRange(_ range: Range<Int>, step: Int) throws(CronError) -> CronItem {
    let ends = try rangeEnds(range)
    let first = try parseValue(ends.first)
    if field == .dayOfMonth, text.reads("L", in: ends.last) { return .throughLastDay(from: first, step: step) }
    let last = try parseValue(ends.last)
    if field == .year, first > last {
      throw error(.reversedRange, at: range, "the range \(first)-\(last) runs backwards", hint: "write \(last)-\(first)")
    }
    // 7 is Sunday: 0 at the start of a range, the day after Saturday at its end. `7-7` is one day, `0-7` all of them.
    if first == last { return .range(first % sundayModulus, first % sundayModulus, step: step) }
    return .range(first % sundayModulus, last, step: step)
  }

  /// The two sides of `a-b`.
  func rangeEnds(_ range: Range<Int>) throws(CronError) -> (first: Range<Int>, last: Range<Int>) {
    guard let dash = text.firstIndex(of: "-", in: range), dash > range.lowerBound, dash + 1 < range.upperBound,
      !text.contains("-", in: dash + 1..<range.upperBound)
    else { throw error(.badRange, at: range, "'\(text.string(range))' is not a range a-b") }
    return (range.lowerBound..<dash, dash + 1..<range.upperBound)
  }

  /// 7 in day of week, where 7 is another name of 0; above every value in the other fields.
  var sundayModulus: Int { field == .dayOfWeek ? 7 : 10_000 }
}

/// Single values.
extension CronFieldParser {
  /// A number or a name, checked against the field; weekday 7 stays 7.
  func parseValue(_ range: Range<Int>) throws(CronError) -> Int {
    guard let value = number(or: range) else {
      throw error(.badValue, at: range, "'\(text.string(range))' is not a \(field.valueNoun)", hint: hint(forBadValue: range))
    }
    return try checked(value, at: range)
  }

  private func checked(_ value: Int, at range: Range<Int>) throws(CronError) -> Int {
    guard field.allowed ~= value else {
      throw error(
        .outOfRange, at: range, "\(value) is out of range \(field.allowed.lowerBound)-\(field.allowed.upperBound)")
    }
    return value
  }

  /// The value of one to four digits or of a name, unchecked; nil for anything else.
  func number(or range: Range<Int>) -> Int? {
    if let number = text.number(range) { return number }
    return field.names.firstIndex { text.reads($0, in: range) }.map { $0 + field.allowed.lowerBound }
  }

  private func hint(forBadValue range: Range<Int>) -> String {
    let capitals = text.capitals(range)
    if field == .dayOfWeek, capitals == "L" { return "write 6L for the last Saturday" }
    if capitals.count > 3, let index = field.names.firstIndex(where: { capitals.hasPrefix($0) }) {
      return "write \(field.names[index]) or \(index + field.allowed.lowerBound)"
    }
    let names = field.names.isEmpty ? "" : " or \(field.names[0])-\(field.names[field.names.count - 1])"
    return "write \(field.allowed.lowerBound)-\(field.allowed.upperBound)\(names)"
  }
}
