/// `H`, `H(a-b)`, `H/n`, `H(a-b)/n`.
extension CronFieldParser {
  /// Nil when the item does not have the shape of a hash; it is then read, and refused, like any other.
  func parseHash(_ range: Range<Int>) throws(CronError) -> CronItem? {
    guard let shape = hashShape(range) else { return nil }
    if field == .year { throw error(.badValue, at: range, "H is not allowed in the year field") }
    let allowed = try checkedSpan(shape.span, at: range)
    if let step = shape.step, step == 0 {
      throw error(.badStep, at: range, "step '0' must be a whole number from 1 to 9999")
    }
    guard let seed else {
      throw error(.noSeed, at: range, "H needs the name of a schedule to choose from", hint: "give the schedule a name, or write a number")
    }
    let span = allowed ?? field.hashSpan
    let choices = min(shape.step ?? span.count, span.count)
    let chosen = span.lowerBound + HashedValue.choose(seed: seed, field: field, span: choices)
    return .hashed(HashedItem(range: allowed, step: shape.step, chosen: chosen))
  }

  private func hashShape(_ range: Range<Int>) -> (span: (Int, Int)?, step: Int?)? {
    guard CronText.capital(text.bytes[range.lowerBound]) == UInt8(ascii: "H") else { return nil }
    var rest = range.lowerBound + 1..<range.upperBound
    var span: (Int, Int)?
    if let first = text.bytes[rest].first, first == UInt8(ascii: "(") {
      guard let close = text.firstIndex(of: ")", in: rest), let pair = pair(rest.lowerBound + 1..<close) else { return nil }
      span = pair
      rest = close + 1..<range.upperBound
    }
    if rest.isEmpty { return (span, nil) }
    guard text.bytes[rest.lowerBound] == UInt8(ascii: "/"), let step = text.number(rest.lowerBound + 1..<rest.upperBound)
    else { return nil }
    return (span, step)
  }

  private func pair(_ range: Range<Int>) -> (Int, Int)? {
    let parts = text.split(range, at: "-")
    guard parts.count == 2, let first = number(or: parts[0]), let last = number(or: parts[1]) else { return nil }
    return (first, last)
  }

  private func checkedSpan(_ span: (Int, Int)?, at range: Range<Int>) throws(CronError) -> ClosedRange<Int>? {
    guard let (first, last) = span else { return nil }
    for value in [first, last] where !(field.allowed ~= value) {
      throw error(.outOfRange, at: range, "\(value) is out of range \(field.allowed.lowerBound)-\(field.allowed.upperBound)")
    }
    guard first <= last else {
      throw error(.reversedRange, at: range, "the range \(first)-\(last) of H runs backwards", hint: "write H(\(last)-\(first))")
    }
    return first...last
  }
}
