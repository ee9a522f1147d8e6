extension Duration {
  /// Reads `PT1H30M`, `P1DT2H`, `P2W`, `PT0.25S`, `-PT5S`, and `P1Y35D` as ZenML writes it: a year is 365 days, a day 24 hours.
  ///
  /// A month is refused: it has no fixed length. The last number may have a fraction, cut to microseconds.
  public init(iso8601 text: String) throws(ISO8601ParseError) {
    var reader = ISO8601Reader(text)
    self = .microseconds(try reader.readDurationMicroseconds())
  }

  /// `PT1H30M`, `P1DT2H`, `PT0.25S`, `-PT5S`, `PT0S`: days, hours, minutes, seconds, cut to microseconds.
  public var iso8601: String {
    let total = microseconds
    if total == 0 { return "PT0S" }
    let magnitude = total.magnitude
    let (seconds, fraction) = magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    let days = seconds / 86_400
    let date = days > 0 ? "\(days)D" : ""
    let time = Self.timeText(secondsOfDay: seconds % 86_400, microseconds: fraction)
    return (total < 0 ? "-P" : "P") + date + (time.isEmpty ? "" : "T" + time)
  }

  private static func timeText(secondsOfDay: UInt64, microseconds: UInt64) -> String {
    let (hours, minutes, seconds) = (secondsOfDay / 3_600, secondsOfDay / 60 % 60, secondsOfDay % 60)
    var text = (hours > 0 ? "\(hours)H" : "") + (minutes > 0 ? "\(minutes)M" : "")
    if microseconds > 0 {
      var digits = String(1_000_000 + microseconds).dropFirst()
      while digits.last == "0" { digits.removeLast() }
      text += "\(seconds).\(digits)S"
    } else if seconds > 0 {
      text += "\(seconds)S"
    }
    return text
  }
}

/// A unit of a duration, by the letter that follows its number.
private struct DurationUnit {
  let designator: Character
  let microseconds: Int64

  /// In the only order allowed.
  static let dateUnits = [
    DurationUnit(designator: "Y", microseconds: 365 * 86_400_000_000),
    DurationUnit(designator: "W", microseconds: 7 * 86_400_000_000),
    DurationUnit(designator: "D", microseconds: 86_400_000_000),
  ]
  static let timeUnits = [
    DurationUnit(designator: "H", microseconds: 3_600_000_000),
    DurationUnit(designator: "M", microseconds: 60_000_000),
    DurationUnit(designator: "S", microseconds: 1_000_000),
  ]
}

extension ISO8601Reader {
  mutating func readDurationMicroseconds() throws(ISO8601ParseError) -> Int64 {
    let isNegative = scanner.take(anyOf: "+-") == UInt8(ascii: "-")
    guard scanner.take(anyOf: "P") != nil else { throw failure(.expected("'P', as in PT1H30M")) }
    let dateStart = scanner.position
    var total = try readUnits(DurationUnit.dateUnits, monthIsHere: true)
    if scanner.take(anyOf: "T") != nil {
      let timeStart = scanner.position
      total += try readUnits(DurationUnit.timeUnits, monthIsHere: false)
      if scanner.position == timeStart { throw failure(.expected("a number and H, M or S")) }
    }
    if scanner.position == dateStart { throw failure(.expected("a number and a unit, as in PT1H30M")) }
    try expectEnd()
    guard let microseconds = Int64(exactly: isNegative ? -total : total) else { throw failure(.tooLarge, at: 0) }
    return microseconds
  }

  /// The microseconds of every `number unit` pair of one half of a duration.
  private mutating func readUnits(_ units: [DurationUnit], monthIsHere: Bool) throws(ISO8601ParseError) -> Int128 {
    var remaining = units[...]
    var total: Int128 = 0
    // Eighteen digits always fit an Int64.
    while let whole = scanner.takeNumber(digits: 1...18) {
      let fraction = try readFraction()
      let unit = try readUnit(from: &remaining, monthIsHere: monthIsHere)
      total += Int128(whole) * Int128(unit.microseconds) + Int128(fraction.applied(toMicroseconds: unit.microseconds))
      // Only the last number may have a fraction.
      if !fraction.isZero { break }
    }
    return total
  }

  private mutating func readUnit(from units: inout ArraySlice<DurationUnit>, monthIsHere: Bool) throws(ISO8601ParseError) -> DurationUnit {
    let letter = scanner.next.map { Character(Unicode.Scalar($0)) }
    if monthIsHere, letter == "M" { throw failure(.monthInDuration) }
    guard let index = units.firstIndex(where: { $0.designator == letter }) else {
      let letters = units.map { String($0.designator) }.joined(separator: ", ")
      throw failure(letters.isEmpty ? .trailingCharacters : .expected("a unit (\(letters)) after the number"))
    }
    scanner.skip()
    defer { units = units[(index + 1)...] }
    return units[index]
  }
}
