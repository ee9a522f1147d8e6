import Glibc
import Scheduling

extension JSONScanner {
  mutating func sequence(
    from opening: Unicode.Scalar, to closing: Unicode.Scalar, _ item: (inout JSONScanner) throws(Failure) -> Void
  ) throws(Failure) {
    try expect(opening)
    depth += 1
    guard depth <= Self.depthLimit else { throw Failure() }
    defer { depth -= 1 }
    if take(closing) { return }
    repeat { try item(&self) } while take(",")
    try expect(closing)
  }

  mutating func number() throws(Failure) -> JSONValue {
    let digits = digits()
    if let value = Int64(digits) { return .integer(value) }
    guard let value = Double(digits) else { throw Failure() }
    return .number(value)
  }

  /// What may be a number; empty when nothing there can be one.
  mutating func digits() -> String {
    _ = current()
    let text = bytes[position...].prefix { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"),
        UInt8(ascii: "E"):
        true
      default: false
      }
    }
    position = text.endIndex
    return String(decoding: text, as: UTF8.self)
  }

  mutating func literal(_ word: StaticString, _ value: JSONValue) throws(Failure) -> JSONValue {
    let end = position + word.utf8CodeUnitCount
    guard end <= bytes.count, memcmp(bytes.baseAddress! + position, word.utf8Start, word.utf8CodeUnitCount) == 0 else {
      throw Failure()
    }
    position = end
    return value
  }

  /// From `start` on, where `position` is the first backslash.
  mutating func escapedString(from start: Int) throws(Failure) -> String {
    var text = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text.append(contentsOf: UTF8.encode(try escape()) ?? UTF8.encodedReplacementCharacter)
      default: text.append(byte)
      }
    }
    throw Failure()
  }

  private mutating func escape() throws(Failure) -> Unicode.Scalar {
    guard position < bytes.count else { throw Failure() }
    defer { position += 1 }
    switch bytes[position] {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "u"): return try unicodeEscape()
    case let byte where byte < 0x80: return Unicode.Scalar(byte)
    default: throw Failure()
    }
  }

  /// Leaves `position` at the last hex digit.
  private mutating func unicodeEscape() throws(Failure) -> Unicode.Scalar {
    let first = try hexDigits()
    guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
    guard position + 2 < bytes.count, bytes[position + 1] == UInt8(ascii: "\\"), bytes[position + 2] == UInt8(ascii: "u") else {
      return "\u{FFFD}"
    }
    position += 2
    let second = try hexDigits()
    guard (0xDC00..<0xE000).contains(second) else { return "\u{FFFD}" }
    return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func hexDigits() throws(Failure) -> UInt32 {
    let digits = bytes[position...].dropFirst().prefix(4)
    guard digits.count == 4, let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else { throw Failure() }
    position += 4
    return value
  }

  mutating func expect(_ character: Unicode.Scalar) throws(Failure) {
    guard take(character) else { throw Failure() }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard current() == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// The next byte that is no space.
  mutating func current() -> UInt8? {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      case let byte: return byte
      }
    }
    return nil
  }
}
