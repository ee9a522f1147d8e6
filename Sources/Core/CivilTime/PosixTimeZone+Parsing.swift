extension PosixTimeZone {
  /// Nil when the text is not a complete rule. A zone with daylight time must say when it begins and ends.
  init?(parsing text: [UInt8]) {
    var scanner = ASCIIScanner(text)
    guard let name = scanner.takeAbbreviation(), let west = scanner.takeClock(maximumHours: 24) else { return nil }
    standard = ZoneOffset(seconds: -west, isDaylight: false, abbreviation: name)
    if scanner.isAtEnd {
      daylight = nil
    } else {
      guard let rule = scanner.takeDaylightRule(standardOffset: -west), scanner.isAtEnd else { return nil }
      daylight = rule
    }
    guard Self.offsetLimits ~= standard.seconds, Self.offsetLimits ~= (daylight?.offset.seconds ?? 0) else { return nil }
  }
}

extension ASCIIScanner {
  /// `CET`, or anything of letters, digits and signs between angle brackets: `<+03>`. At least three characters.
  fileprivate mutating func takeAbbreviation() -> String? {
    let isQuoted = take(anyOf: "<") != nil
    var characters: [UInt8] = []
    while let next, Self.isLetter(next) || isQuoted && Self.isQuotable(next) {
      characters.append(next)
      skip()
    }
    if isQuoted, take(anyOf: ">") == nil { return nil }
    return characters.count >= 3 ? String(decoding: characters, as: UTF8.self) : nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte & ~0x20
  }

  private static func isQuotable(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
  }

  /// Seconds of `[+-]hh[:mm[:ss]]`.
  fileprivate mutating func takeClock(maximumHours: Int) -> Int? {
    let sign = take(anyOf: "+-")
    guard let hours = takeNumber(digits: 1...3), hours <= maximumHours else { return nil }
    var seconds = hours * 3_600
    for unit in [60, 1] where take(anyOf: ":") != nil {
      guard let value = takeNumber(digits: 2...2), value < 60 else { return nil }
      seconds += value * unit
    }
    return sign == UInt8(ascii: "-") ? -seconds : seconds
  }

  /// `CEST[offset],begins[/time],ends[/time]`; without an offset one hour ahead of standard time.
  fileprivate mutating func takeDaylightRule(standardOffset: Int) -> PosixTimeZone.DaylightRule? {
    guard let name = takeAbbreviation() else { return nil }
    var offset = standardOffset + 3_600
    if next != UInt8(ascii: ",") {
      guard let west = takeClock(maximumHours: 24) else { return nil }
      offset = -west
    }
    guard take(anyOf: ",") != nil, let begins = takeMoment(),
      take(anyOf: ",") != nil, let ends = takeMoment()
    else { return nil }
    return PosixTimeZone.DaylightRule(
      offset: ZoneOffset(seconds: offset, isDaylight: true, abbreviation: name), begins: begins, ends: ends)
  }

  private mutating func takeMoment() -> YearlyMoment? {
    guard let day = takeDay() else { return nil }
    var seconds = 7_200
    if take(anyOf: "/") != nil {
      guard let clock = takeClock(maximumHours: 167) else { return nil }
      seconds = clock
    }
    return YearlyMoment(day: day, secondsAfterMidnight: seconds)
  }

  /// `J60`, `59` or `M3.5.0`.
  private mutating func takeDay() -> YearlyMoment.Day? {
    if take(anyOf: "J") != nil {
      guard let day = takeNumber(digits: 1...3), 1...365 ~= day else { return nil }
      return .julianWithoutLeapDay(day)
    }
    guard take(anyOf: "M") != nil else {
      guard let day = takeNumber(digits: 1...3), 0...365 ~= day else { return nil }
      return .zeroBased(day)
    }
    guard let month = takeNumber(digits: 1...2), 1...12 ~= month, take(anyOf: ".") != nil,
      let week = takeNumber(digits: 1...1), 1...5 ~= week, take(anyOf: ".") != nil,
      let weekday = takeNumber(digits: 1...1), 0...6 ~= weekday
    else { return nil }
    return .weekday(month: month, week: week, weekday: weekday)
  }
}
