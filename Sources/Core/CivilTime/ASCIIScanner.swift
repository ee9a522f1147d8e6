/// Reads a text byte by byte from the left. It never traps: at the end every question is answered with no.
struct ASCIIScanner {
  let bytes: [UInt8]
  private(set) var position = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  /// The next byte, without consuming it; nil at the end.
  var next: UInt8? { isAtEnd ? nil : bytes[position] }

  mutating func skip() {
    if !isAtEnd { position += 1 }
  }

  /// Consumes the next byte when it is one of `characters`.
  @discardableResult
  mutating func take(anyOf characters: StaticString) -> UInt8? {
    guard let next, characters.withUTF8Buffer({ $0.contains(next) }) else { return nil }
    position += 1
    return next
  }

  /// Consumes a digit and gives its value.
  mutating func takeDigit() -> Int? {
    guard let next, UInt8(ascii: "0")...UInt8(ascii: "9") ~= next else { return nil }
    position += 1
    return Int(next - UInt8(ascii: "0"))
  }

  /// Consumes between `digits.lowerBound` and `digits.upperBound` digits; consumes nothing when there are too few.
  mutating func takeNumber(digits: ClosedRange<Int>) -> Int? {
    let start = position
    var value = 0
    while position - start < digits.upperBound, let digit = takeDigit() {
      value = value * 10 + digit
    }
    guard position - start >= digits.lowerBound else {
      position = start
      return nil
    }
    return value
  }
}
