/// The bytes of an expression, and plain questions about parts of it. Positions are indexes into the bytes.
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

  /// The part in capitals, for comparing with names.
  func capitals(_ range: Range<Int>) -> String {
    String(decoding: bytes[range].map(Self.capital), as: UTF8.self)
  }

  func firstIndex(of character: Unicode.Scalar, in range: Range<Int>) -> Int? {
    bytes[range].firstIndex(of: UInt8(ascii: character))
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

  /// The parts between spaces and tabs, none of them empty.
  func words(_ range: Range<Int>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start: Int?
    for index in range {
      if Self.isBlank(bytes[index]) {
        if let start { words.append(start..<index) }
        start = nil
      } else if start == nil {
        start = index
      }
    }
    if let start { words.append(start..<range.upperBound) }
    return words
  }

  /// The whole text without spaces, tabs, carriage returns and line feeds at its ends.
  var trimmed: Range<Int> {
    func isTrimmed(_ byte: UInt8) -> Bool { Self.isBlank(byte) || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") }
    guard let first = bytes.firstIndex(where: { !isTrimmed($0) }), let last = bytes.lastIndex(where: { !isTrimmed($0) })
    else { return 0..<0 }
    return first..<last + 1
  }

  /// One to four digits, and nothing else.
  func number(_ range: Range<Int>) -> Int? {
    guard 1...4 ~= range.count, bytes[range].allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
    return bytes[range].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

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
