/// Strings and numbers.
extension JSONLineReader {
  /// The rest of a string after its opening quote.
  mutating func readString() throws(JSONLineError) -> String {
    let start = position
    var decoded: [UInt8] = []
    // Where the bytes begin that stand for themselves.
    var plain = position
    while let byte = next, byte != UInt8(ascii: "\"") {
      if byte < 0x20 { throw error("a control character in a string must be escaped") }
      guard byte == UInt8(ascii: "\\") else {
        position += 1
        continue
      }
      decoded += line[plain..<position]
      try appendEscaped(to: &decoded)
      plain = position
    }
    let end = position
    try expect(UInt8(ascii: "\""), "the closing quote of a string")
    // Most strings have no escapes and need no copy.
    let text =
      decoded.isEmpty
      ? String(validating: line[plain..<end], as: UTF8.self) : String(validating: decoded + line[plain..<end], as: UTF8.self)
    guard let text else { throw error("the string is not UTF-8", at: start) }
    return text
  }

  private mutating func appendEscaped(to decoded: inout [UInt8]) throws(JSONLineError) {
    let start = position
    skip()
    guard let kind = next else { throw error("expected the closing quote of a string") }
    skip()
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(kind)
    case UInt8(ascii: "b"): decoded.append(0x08)
    case UInt8(ascii: "f"): decoded.append(0x0C)
    case UInt8(ascii: "n"): decoded.append(0x0A)
    case UInt8(ascii: "r"): decoded.append(0x0D)
    case UInt8(ascii: "t"): decoded.append(0x09)
    case UInt8(ascii: "u"): decoded += String(try readScalar(startingAt: start)).utf8
    default: throw error("unknown escape in a string", at: start)
    }
  }

  /// Four hexadecimal digits, or two times four for a character beyond U+FFFF.
  private mutating func readScalar(startingAt start: Int) throws(JSONLineError) -> Character {
    var value = try readHexadecimal(startingAt: start)
    if 0xD800...0xDBFF ~= value, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
      let low = try readHexadecimal(startingAt: start)
      guard 0xDC00...0xDFFF ~= low else { throw error("half a surrogate pair in a string", at: start) }
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else { throw error("half a surrogate pair in a string", at: start) }
    return Character(scalar)
  }

  private mutating func readHexadecimal(startingAt start: Int) throws(JSONLineError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = next.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
        throw error("expected four hexadecimal digits after \\u", at: start)
      }
      value = value << 4 | UInt32(digit)
      skip()
    }
    return value
  }

  mutating func readNumber() throws(JSONLineError) -> String {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try skipDigits() }
    if take(UInt8(ascii: ".")) { try skipDigits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
      try skipDigits()
    }
    return String(decoding: line[start..<position], as: UTF8.self)
  }

  private mutating func skipDigits() throws(JSONLineError) {
    let start = position
    while let next, UInt8(ascii: "0")...UInt8(ascii: "9") ~= next { skip() }
    if position == start { throw error("expected a digit") }
  }
}
