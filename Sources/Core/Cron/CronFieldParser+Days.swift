/// `L` and `W`.
extension CronFieldParser {
  /// Nil when the item is none of those that only day of month has.
  func parseDayOfMonth(_ range: Range<Int>, isAlone: Bool) throws(CronError) -> CronItem? {
    guard text.hasLetter("L", at: range.lowerBound) else { return try parseNearestWorkday(range, isAlone: isAlone) }
    if range.count == 1 { return .lastDay(offset: 0) }
    if text.reads("LW", in: range) { return .lastWorkday(offset: 0) }
    return text.bytes[range.lowerBound + 1] == UInt8(ascii: "-") ? try parseDayBeforeLast(range) : nil
  }

  /// `L-k`, `L-kW`.
  private func parseDayBeforeLast(_ range: Range<Int>) throws(CronError) -> CronItem? {
    let isWorkday = text.hasLetter("W", at: range.upperBound - 1)
    let digits = range.lowerBound + 2..<range.upperBound - (isWorkday ? 1 : 0)
    guard digits.lowerBound <= digits.upperBound, let offset = text.number(digits) else { return nil }
    guard 0...30 ~= offset else {
      throw error(.outOfRange, at: digits, "\(offset) days before the last day are out of range 0-30")
    }
    return isWorkday ? .lastWorkday(offset: offset) : .lastDay(offset: offset)
  }

  /// `nW`, `Wn`.
  private func parseNearestWorkday(_ range: Range<Int>, isAlone: Bool) throws(CronError) -> CronItem? {
    let digits: Range<Int>
    if text.hasLetter("W", at: range.upperBound - 1) {
      digits = range.lowerBound..<range.upperBound - 1
    } else if text.hasLetter("W", at: range.lowerBound) {
      digits = range.lowerBound + 1..<range.upperBound
    } else {
      return nil
    }
    guard text.number(digits) != nil else { return nil }
    guard isAlone else {
      throw error(.nearestWorkdayInList, at: range, "\(text.string(range)) must stand alone, W is not allowed in lists")
    }
    return .nearestWorkday(try parseValue(digits))
  }
}

/// `#` and `L`.
extension CronFieldParser {
  /// Nil when the item is none of those that only day of week has.
  func parseDayOfWeek(_ range: Range<Int>) throws(CronError) -> CronItem? {
    if let sign = text.firstIndex(of: "#", in: range) { return try parseNth(range, sign: sign) }
    return try parseLastWeekday(range)
  }

  /// `d#k`, `d-d#k`, `d#L`.
  private func parseNth(_ range: Range<Int>, sign: Int) throws(CronError) -> CronItem {
    let nth = text.capitals(sign + 1..<range.upperBound)
    guard ["1", "2", "3", "4", "5", "L"].contains(nth) else {
      throw error(.badNth, at: sign..<range.upperBound, "'#\(nth)' must be #1 to #5 or #L")
    }
    let days = try weekdays(range.lowerBound..<sign, of: range)
    guard let number = Int(nth) else { return .lastWeekday(first: days.first, last: days.last) }
    return .nthWeekday(first: days.first, last: days.last, nth: number)
  }

  /// The weekday or weekday range before `#`.
  private func weekdays(_ base: Range<Int>, of item: Range<Int>) throws(CronError) -> (first: Int, last: Int) {
    let isOther = text.contains("/", in: base) || text.contains("*", in: base) || text.capitals(base).hasPrefix("H")
    if base.isEmpty || isOther {
      throw error(.badNth, at: item, "'\(text.string(item))' needs a weekday or a weekday range before '#'")
    }
    guard text.contains("-", in: base) else {
      let day = try parseValue(base) % sundayModulus
      return (day, day)
    }
    let ends = try rangeEnds(base)
    let first = try parseValue(ends.first)
    let last = try parseValue(ends.last)
    return first == last ? (first % sundayModulus, first % sundayModulus) : (first % sundayModulus, last)
  }

  /// `dL`, `Ld`.
  private func parseLastWeekday(_ range: Range<Int>) throws(CronError) -> CronItem? {
    let base: Range<Int>
    if text.hasLetter("L", at: range.upperBound - 1) {
      base = range.lowerBound..<range.upperBound - 1
    } else if text.hasLetter("L", at: range.lowerBound) {
      base = range.lowerBound + 1..<range.upperBound
    } else {
      return nil
    }
    guard number(or: base) != nil else { return nil }
    let day = try parseValue(base) % sundayModulus
    return .lastWeekday(first: day, last: day)
  }
}
