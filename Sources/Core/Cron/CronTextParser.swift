import CivilTime

/// Reads a whole expression: prefix, macro or fields.
struct CronTextParser {
  private let text: CronText
  private let zone: ZoneRules
  private let seed: String?

  init(text: String, zone: ZoneRules, seed: String?) {
    self.text = CronText(text)
    self.zone = zone
    self.seed = seed
  }

  func parse(zoneNamed: (String) -> ZoneRules?) throws(CronError) -> ParsedCronText {
    let content = text.trimmed
    try checkCharacters(content)
    var words = text.words(content)
    if words.isEmpty {
      throw CronError(.empty, at: 0..<0, "the expression is empty", hint: "write five fields, such as 0 9 * * *")
    }
    let zone = try takeZone(&words, zoneNamed: zoneNamed) ?? zone
    guard let first = words.first else {
      throw CronError(.empty, at: content.upperBound..<content.upperBound, "no schedule after the time zone")
    }
    if text.bytes[first.lowerBound] == UInt8(ascii: "@") {
      return ParsedCronText(zone: zone, pattern: try parseMacro(words))
    }
    return ParsedCronText(zone: zone, pattern: try parseFields(words))
  }

  private func checkCharacters(_ content: Range<Int>) throws(CronError) {
    let limit = CronText.maximumLength
    guard text.bytes.count <= limit else {
      throw CronError(.tooLong, at: limit..<text.bytes.count, "the expression is longer than \(limit) bytes")
    }
    for index in content where !(0x20...0x7e ~= text.bytes[index] || CronText.isBlank(text.bytes[index])) {
      throw badCharacterError(at: index)
    }
  }

  private func badCharacterError(at bad: Int) -> CronError {
    let scalar = String(decoding: text.bytes[bad...], as: UTF8.self).unicodeScalars.first?.value ?? 0
    let number = String(scalar, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - number.count)) + number
    return CronError(.badCharacter, at: bad..<bad + 1, "character U+\(padded) is not allowed", hint: "separate fields by spaces")
  }

  private func parseFields(_ words: [Range<Int>]) throws(CronError) -> CronPattern {
    guard let layout = CronField.layout(count: words.count) else { throw fieldCountError(words) }
    var fields: [CronFieldPattern] = []
    fields.reserveCapacity(words.count)
    for (field, range) in zip(layout, words) {
      fields.append(try CronFieldParser(text: text, field: field, seed: seed).parse(range))
    }
    return CronPattern(fields: fields)
  }

  /// Points at the first field too many, or behind the last one.
  private func fieldCountError(_ words: [Range<Int>]) -> CronError {
    let end = words[words.count - 1].upperBound
    let place = words.count > 7 ? words[7].lowerBound..<end : end..<end
    let plural = words.count == 1 ? "field" : "fields"
    return CronError(.fieldCount, at: place, "found \(words.count) \(plural), expected 5, 6 or 7")
  }
}

/// `TZ=name` and `CRON_TZ=name`.
extension CronTextParser {
  private func takeZone(_ words: inout [Range<Int>], zoneNamed: (String) -> ZoneRules?) throws(CronError) -> ZoneRules? {
    guard let equals = text.firstIndex(of: "=", in: words[0]),
      ["TZ", "CRON_TZ"].contains(text.string(words[0].lowerBound..<equals))
    else { return nil }
    let range = equals + 1..<words[0].upperBound
    words.removeFirst()
    return try findZone(range, zoneNamed: zoneNamed)
  }

  private func findZone(_ range: Range<Int>, zoneNamed: (String) -> ZoneRules?) throws(CronError) -> ZoneRules {
    let name = text.string(range)
    guard isZoneName(range) else {
      throw CronError(
        .badTimeZone, at: range, name.isEmpty ? "the time zone is empty" : "'\(name)' is not a time zone name",
        hint: "write an IANA name such as Europe/Stockholm")
    }
    if let zone = zoneNamed(name) { return zone }
    if name == ZoneRules.utc.name { return .utc }
    throw CronError(.badTimeZone, at: range, "unknown time zone '\(name)'")
  }

  /// IANA names only. No dots and no empty parts, so a name can never leave the directory in which zones are looked up.
  private func isZoneName(_ range: Range<Int>) -> Bool {
    let parts = text.split(range, at: "/")
    return parts.allSatisfy { part in
      !part.isEmpty && text.bytes[part].allSatisfy { CronText.isLetter($0) || CronText.isDigit($0) || "_+-".utf8.contains($0) }
    }
  }
}

/// `@daily` and its kin.
extension CronTextParser {
  private static let macros = [
    "@HOURLY": "0 * * * *", "@DAILY": "0 0 * * *", "@MIDNIGHT": "0 0 * * *", "@WEEKLY": "0 0 * * 0",
    "@MONTHLY": "0 0 1 * *", "@YEARLY": "0 0 1 1 *", "@ANNUALLY": "0 0 1 1 *",
  ]

  /// The five fields that a macro stands for; nil for `@reboot`.
  private func parseMacro(_ words: [Range<Int>]) throws(CronError) -> CronPattern? {
    let name = text.capitals(words[0])
    let fields = Self.macros[name]
    if fields == nil, name != "@REBOOT" { throw unknownMacro(words[0]) }
    if words.count > 1 {
      let rest = words[1].lowerBound..<words[words.count - 1].upperBound
      throw CronError(.trailing, at: rest, "nothing may follow the macro \(text.string(words[0]))")
    }
    guard let fields else { return nil }
    return try CronTextParser(text: fields, zone: zone, seed: nil).parse(zoneNamed: { _ in nil }).pattern
  }

  private func unknownMacro(_ range: Range<Int>) -> CronError {
    let isEvery = text.capitals(range) == "@EVERY"
    return CronError(
      .unknownMacro, at: range,
      isEvery ? "@every is an interval, not a cron macro" : "unknown macro \(text.string(range))",
      hint: isEvery
        ? "use an interval schedule" : "write @hourly, @daily, @weekly, @monthly, @yearly or @reboot")
  }
}
