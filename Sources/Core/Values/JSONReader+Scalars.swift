extension JSONReader {
  /// A whole number of 64 bits stays exact; every other number is the nearest double.
  mutating func number() throws(JSONTextError) -> JSONValue {
    let start = place
    var isWhole = true
    while place < bytes.count, let kind = Self.numberPart(bytes[place]) {
      if kind == .fraction { isWhole = false }
      place += 1
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    guard Self.isNumber(text.utf8) else {
      place = start
      throw problem("no value begins here")
    }
    if isWhole, let value = Int64(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw problem("the number \(text.prefix(40)) is out of range") }
    return .number(value)
  }

  private enum NumberPart { case digit, fraction }

  private static func numberPart(_ byte: UInt8) -> NumberPart? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): .digit
    case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"): .fraction
    default: nil
    }
  }

  /// RFC 8259 section 6: no leading zeros, digits on both sides of the point.
  private static func isNumber(_ text: String.UTF8View) -> Bool {
    var rest = text[...]
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    guard let first = rest.first, let whole = digits(&rest), first != UInt8(ascii: "0") || whole == 1 else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard digits(&rest) != nil else { return false }
    }
    if let sign = rest.first, sign | 0x20 == UInt8(ascii: "e") {
      rest.removeFirst()
      if let sign = rest.first, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(sign) { rest.removeFirst() }
      guard digits(&rest) != nil else { return false }
    }
    return rest.isEmpty
  }

  /// Takes digits; how many, nil for none.
  private static func digits(_ rest: inout Substring.UTF8View) -> Int? {
    let count = rest.prefix { (0x30...0x39).contains($0) }.count
    rest.removeFirst(count)
    return count == 0 ? nil : count
  }

  /// The text in quotes that begins here.
  mutating func text() throws(JSONTextError) -> String {
    place += 1
    let start = place
    while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\"), bytes[place] >= 0x20 {
      place += 1
    }
    guard place < bytes.count else { throw problem("a text has no end") }
    guard bytes[place] == UInt8(ascii: "\"") else { return try escapedText(from: start) }
    defer { place += 1 }
    guard let text = String(validating: bytes[start..<place], as: UTF8.self) else { throw problem("a text is not UTF-8") }
    return text
  }

  private mutating func escapedText(from start: Int) throws(JSONTextError) -> String {
    var plain = Array(bytes[start..<place])
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: plain, as: UTF8.self) else { throw problem("a text is not UTF-8") }
        return text
      case UInt8(ascii: "\\"): plain.append(contentsOf: try escape())
      case ..<0x20: throw problem("a control character in a text")
      default: plain.append(byte)
      }
    }
    throw problem("a text has no end")
  }

  private mutating func escape() throws(JSONTextError) -> [UInt8] {
    guard place < bytes.count else { throw problem("a text has no end") }
    defer { place += 1 }
    switch bytes[place] {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [bytes[place]]
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw problem("an unknown escape in a text")
    }
  }

  /// After `\u`; half of a surrogate pair alone becomes U+FFFD. Leaves `place` on the last digit.
  private mutating func unicodeEscape() throws(JSONTextError) -> [UInt8] {
    let unit = try hexUnit()
    if let scalar = Unicode.Scalar(unit) { return Array(String(Character(scalar)).utf8) }
    let isPair = place + 2 < bytes.count && bytes[place + 1] == UInt8(ascii: "\\") && bytes[place + 2] == UInt8(ascii: "u")
    guard isPair else { return Array("\u{FFFD}".utf8) }
    let before = place
    place += 2
    let second = try hexUnit()
    guard unit < 0xDC00, (0xDC00...0xDFFF).contains(second) else {
      place = before
      return Array("\u{FFFD}".utf8)
    }
    let code = 0x10000 + ((UInt32(unit) - 0xD800) << 10) + (UInt32(second) - 0xDC00)
    return Unicode.Scalar(code).map { Array(String(Character($0)).utf8) } ?? []
  }

  private mutating func hexUnit() throws(JSONTextError) -> UInt16 {
    guard place + 4 < bytes.count else { throw problem("a text has no end") }
    let digits = String(decoding: bytes[place + 1...place + 4], as: UTF8.self)
    guard digits.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }), let unit = UInt16(digits, radix: 16) else {
      throw problem("an unknown escape in a text")
    }
    place += 4
    return unit
  }
}
