/// The bytes of an expression, and plain questions about parts of it. Positions are indexes into the bytes.
///
/// The loops compare bytes where they stand: a `String` for each part would cost more than all the rest of parsing.
struct CronText {
  let bytes: [UInt8]

  /// Longer texts are refused.
  static let maximumLength = 1_024

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// The part as written.
  func string(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  /// The part in capitals, for messages and rare comparisons.
  func capitals(_ range: Range<Int>) -> String {
    String(decoding: bytes[range].map(Self.capital), as: UTF8.self)
  }

  /// True when the byte at `position` is this capital letter, or its small form.
  func hasLetter(_ letter: Unicode.Scalar, at position: Int) -> Bool {
    Self.capital(bytes[position]) == UInt8(ascii: letter)
  }

  /// True when the part, in capitals, is this text of ASCII letters.
  func reads(_ capitals: String, in range: Range<Int>) -> Bool {
    guard capitals.utf8.count == range.count else { return false }
    var position = range.lowerBound
    for byte in capitals.utf8 {
      if Self.capital(bytes[position]) != byte { return false }
      position += 1
    }
    return true
  }

  func firstIndex(of character: Unicode.Scalar, in range: Range<Int>) -> Int? {
    let byte = UInt8(ascii: character)
    for index in range where bytes[index] == byte { return index }
    return nil
  }

  func contains(_ character: Unicode.Scalar, in range: Range<Int>) -> Bool {
    firstIndex(of: character, in: range) != nil
  }

  /// The parts between separators; as many as there are separators, and one. Parts may be empty.
  func split(_ range: Range<Int>, at separator: Unicode.Scalar) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    while let end = firstIndex(of: separator, in: start..<range.upperBound) {
      parts.append(start..<end)
      start = end + 1
    }
    parts.append(start..<range.upperBound)
    return parts
  }

  /// One to four digits, and nothing else.
  func number(_ range: Range<Int>) -> Int? {
    guard 1...4 ~= range.count else { return nil }
    var number = 0
    for index in range {
      guard Self.isDigit(bytes[index]) else { return nil }
      number = number * 10 + Int(bytes[index] - UInt8(ascii: "0"))
    }
    return number
  }
}

/// Words.
extension CronText {
  /// The parts between spaces and tabs, none of them empty.
  func words(_ range: Range<Int>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    // A time zone and seven fields.
    words.reserveCapacity(8)
    var start = range.lowerBound
    for index in range where Self.isBlank(bytes[index]) {
      if start < index { words.append(start..<index) }
      start = index + 1
    }
    if start < range.upperBound { words.append(start..<range.upperBound) }
    return words
  }

  /// The whole text without spaces, tabs, carriage returns and line feeds at its ends.
  var trimmed: Range<Int> {
    func isTrimmed(_ byte: UInt8) -> Bool { Self.isBlank(byte) || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") }
    guard let first = bytes.firstIndex(where: { !isTrimmed($0) }), let last = bytes.lastIndex(where: { !isTrimmed($0) })
    else { return 0..<0 }
    return first..<last + 1
  }
}

/// Kinds of bytes.
extension CronText {
  static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= capital(byte)
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
  }

  static func capital(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte ? byte - 32 : byte
  }
}
