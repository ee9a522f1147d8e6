/// A text as whoever reads its escapes sees it, and where each byte of that stands in the text.
///
/// Reads what JSON knows (RFC 8259, section 7), which writers use as they like: some write `\u00fc` or `\u00FC` for `ü`, some
/// `\u003c` for `<`, some `\/`. Besides `\'`, `\xfc` and `\U0001f600`, which Python writes, and `\xc3\xbc`, which it writes for the bytes
/// of `ü`: what may be read so is. What is no such escape stands for itself.
struct UnescapedText {
  private(set) var bytes: [UInt8] = []
  /// For each byte, where in the text begins and ends what it was read from.
  private var origins: [Range<Int>] = []

  /// Nil for a text without escapes.
  init?(_ text: [UInt8]) {
    guard text.contains(Self.backslash) else { return nil }
    bytes.reserveCapacity(text.count)
    origins.reserveCapacity(text.count)
    var position = 0
    while position < text.count {
      if let (scalar, length) = Self.escape(at: position, in: text) {
        for byte in scalar.utf8 { append(byte, from: position..<position + length) }
        position += length
      } else {
        append(text[position], from: position..<position + 1)
        position += 1
      }
    }
    guard bytes.count < text.count else { return nil }
  }

  private mutating func append(_ byte: UInt8, from origin: Range<Int>) {
    bytes.append(byte)
    origins.append(origin)
  }

  /// Where in the text stands what is read as `form`, from the left; none of these places overlaps the one before.
  func places(of form: [UInt8]) -> [Range<Int>] {
    bytes.places(of: form).map { origins[$0.lowerBound].lowerBound..<origins[$0.upperBound - 1].upperBound }
  }

  // MARK: Escapes

  private static let backslash = UInt8(ascii: "\\")

  private static func escape(at position: Int, in text: [UInt8]) -> (Unicode.Scalar, length: Int)? {
    guard text[position] == backslash, position + 1 < text.count else { return nil }
    switch text[position + 1] {
    case UInt8(ascii: "n"): return ("\n", 2)
    case UInt8(ascii: "r"): return ("\r", 2)
    case UInt8(ascii: "t"): return ("\t", 2)
    case UInt8(ascii: "b"): return ("\u{8}", 2)
    case UInt8(ascii: "f"): return ("\u{C}", 2)
    case UInt8(ascii: "u"): return codeEscape(at: position, in: text)
    case UInt8(ascii: "x"): return byteEscapes(at: position, in: text) ?? scalarEscape(at: position, digits: 2, in: text)
    case UInt8(ascii: "U"): return scalarEscape(at: position, digits: 8, in: text)
    case let sign where "\\/\"'".utf8.contains(sign): return (Unicode.Scalar(sign), 2)
    default: return nil
    }
  }

  /// `\xfc` or `\U0001f600`.
  private static func scalarEscape(at position: Int, digits: Int, in text: [UInt8]) -> (Unicode.Scalar, length: Int)? {
    guard let code = hexNumber(at: position + 2, digits: digits, in: text) else { return nil }
    return Unicode.Scalar(code).map { ($0, 2 + digits) }
  }

  /// `\xc3\xbc`: a scalar of several bytes.
  private static func byteEscapes(at position: Int, in text: [UInt8]) -> (Unicode.Scalar, length: Int)? {
    guard let lead = hexNumber(at: position + 2, digits: 2, in: text), (0xC2...0xF4).contains(lead) else { return nil }
    var bytes = [UInt8(lead)]
    for place in stride(from: position + 4, to: position + (lead < 0xE0 ? 8 : lead < 0xF0 ? 12 : 16), by: 4) {
      guard place + 4 <= text.count, text[place] == backslash, text[place + 1] == UInt8(ascii: "x"),
        let byte = hexNumber(at: place + 2, digits: 2, in: text)
      else { return nil }
      bytes.append(UInt8(byte))
    }
    return String(validating: bytes, as: UTF8.self)?.unicodeScalars.first.map { ($0, 4 * bytes.count) }
  }

  /// `\u00fc`, or two of these, which stand for one scalar above U+FFFF.
  private static func codeEscape(at position: Int, in text: [UInt8]) -> (Unicode.Scalar, length: Int)? {
    guard let first = unit(at: position, in: text) else { return nil }
    if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
    guard let second = unit(at: position + 6, in: text), UTF16.isLeadSurrogate(first), UTF16.isTrailSurrogate(second) else { return nil }
    let above = UInt32(first - 0xD800) << 10 | UInt32(second - 0xDC00)
    return Unicode.Scalar(0x10000 + above).map { ($0, 12) }
  }

  /// The number in the escape that begins at `position`.
  private static func unit(at position: Int, in text: [UInt8]) -> UInt16? {
    guard position + 6 <= text.count, text[position] == backslash, text[position + 1] == UInt8(ascii: "u") else { return nil }
    return hexNumber(at: position + 2, digits: 4, in: text).map { UInt16($0) }
  }

  private static func hexNumber(at position: Int, digits: Int, in text: [UInt8]) -> UInt32? {
    guard position + digits <= text.count else { return nil }
    var number: UInt32 = 0
    for byte in text[position..<position + digits] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      number = number << 4 | UInt32(digit)
    }
    return number
  }
}
