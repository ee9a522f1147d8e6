/// Reads one ISO 8601 value and reports the first thing that does not fit, with its position.
struct ISO8601Reader {
  let text: String
  var scanner: ASCIIScanner

  init(_ text: String) {
    self.text = text
    scanner = ASCIIScanner(text)
  }

  func failure(_ problem: ISO8601ParseError.Problem, at position: Int? = nil) -> ISO8601ParseError {
    ISO8601ParseError(text: text, position: position ?? scanner.position, problem: problem)
  }

  mutating func expectEnd() throws(ISO8601ParseError) {
    guard scanner.isAtEnd else { throw failure(.trailingCharacters) }
  }
}

/// Dates and times.
extension ISO8601Reader {
  mutating func readInstant() throws(ISO8601ParseError) -> Instant {
    let dayNumber = try readDate()
    guard scanner.take(anyOf: "Tt ") != nil else {
      try expectEnd()
      return try instant(seconds: dayNumber * CivilCalendar.secondsPerDay, microseconds: 0)
    }
    let time = try readTime()
    let offset = try readOffset()
    try expectEnd()
    let localSeconds = dayNumber * CivilCalendar.secondsPerDay + time.seconds
    return try instant(seconds: localSeconds - offset, microseconds: time.microseconds)
  }

  private func instant(seconds: Int64, microseconds: Int64) throws(ISO8601ParseError) -> Instant {
    let exact = Int128(seconds) * 1_000_000 + Int128(microseconds)
    guard let fitting = Int64(exactly: exact) else { throw failure(.tooLarge, at: 0) }
    return Instant(microsecondsSinceEpoch: fitting)
  }

  /// The day number of `YYYY-MM-DD`.
  private mutating func readDate() throws(ISO8601ParseError) -> Int64 {
    let sign = scanner.take(anyOf: "+-")
    let digits = sign == nil ? 4...4 : 4...6
    guard let digitsOfYear = scanner.takeNumber(digits: digits) else { throw failure(.expected("a year of four digits")) }
    let year = Int64(sign == UInt8(ascii: "-") ? -digitsOfYear : digitsOfYear)
    try expectSeparator("-", before: "the month")
    let month = try readComponent("month", allowed: 1...12)
    try expectSeparator("-", before: "the day")
    let day = try readComponent("day", allowed: 1...CivilCalendar.days(inMonth: month, year: year))
    return CivilCalendar.dayNumber(year: year, month: month, day: day)
  }

  /// Seconds of the day and microseconds of `HH:MM[:SS[.fraction]]`.
  private mutating func readTime() throws(ISO8601ParseError) -> (seconds: Int64, microseconds: Int64) {
    let hour = try readComponent("hour", allowed: 0...23)
    try expectSeparator(":", before: "the minute")
    let minute = try readComponent("minute", allowed: 0...59)
    guard scanner.take(anyOf: ":") != nil else { return (Int64(hour * 3_600 + minute * 60), 0) }
    let second = try readComponent("second", allowed: 0...59)
    let fraction = try readFraction()
    return (Int64(hour * 3_600 + minute * 60 + second), fraction.applied(toMicroseconds: 1_000_000))
  }

  /// Seconds east of UTC; none is UTC.
  private mutating func readOffset() throws(ISO8601ParseError) -> Int64 {
    if scanner.isAtEnd || scanner.take(anyOf: "Zz") != nil { return 0 }
    guard let sign = scanner.take(anyOf: "+-") else { throw failure(.expected("'Z', an offset such as +01:00, or the end")) }
    let hours = try readComponent("offset hour", allowed: 0...23)
    let hasColon = scanner.take(anyOf: ":") != nil
    let minutes = hasColon || !scanner.isAtEnd ? try readComponent("offset minute", allowed: 0...59) : 0
    let seconds = Int64(hours * 3_600 + minutes * 60)
    return sign == UInt8(ascii: "-") ? -seconds : seconds
  }

  private mutating func readComponent(_ name: String, allowed: ClosedRange<Int>) throws(ISO8601ParseError) -> Int {
    let start = scanner.position
    guard let value = scanner.takeNumber(digits: 2...2) else { throw failure(.expected("two digits of the \(name)")) }
    guard allowed ~= value else { throw failure(.outOfRange(component: name, value: value, allowed: allowed), at: start) }
    return value
  }

  private mutating func expectSeparator(_ separator: StaticString, before what: String) throws(ISO8601ParseError) {
    guard scanner.take(anyOf: separator) != nil else { throw failure(.expected("'\(separator)' before \(what)")) }
  }

  /// The fraction after a `.` or `,`; zero when there is none.
  mutating func readFraction() throws(ISO8601ParseError) -> DecimalFraction {
    var fraction = DecimalFraction.zero
    guard scanner.take(anyOf: ".,") != nil else { return fraction }
    guard let first = scanner.takeDigit() else { throw failure(.expected("a digit of the fraction")) }
    fraction.append(digit: first)
    while let digit = scanner.takeDigit() { fraction.append(digit: digit) }
    return fraction
  }
}

/// Digits behind a decimal point, exact to eighteen places; further ones cannot change a microsecond of any unit but by rounding.
struct DecimalFraction {
  private(set) var numerator: Int128
  private(set) var denominator: Int128

  static let zero = DecimalFraction(numerator: 0, denominator: 1)
  private static let denominatorLimit: Int128 = 1_000_000_000_000_000_000

  var isZero: Bool { numerator == 0 }

  mutating func append(digit: Int) {
    guard denominator < Self.denominatorLimit else { return }
    numerator = numerator * 10 + Int128(digit)
    denominator *= 10
  }

  /// The fraction of `microseconds`, cut.
  func applied(toMicroseconds microseconds: Int64) -> Int64 {
    Int64(numerator * Int128(microseconds) / denominator)
  }
}
