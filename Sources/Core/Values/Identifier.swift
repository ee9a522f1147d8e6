/// A UUID of 16 bytes, written in lower case with hyphens (RFC 9562).
///
/// Core has its own, so that no Foundation is needed to compare, order or derive one.
public struct Identifier: Hashable, Comparable, Sendable {
  public let high: UInt64
  public let low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A random identifier (version 4).
  public init(random generator: inout some RandomNumberGenerator) {
    self.init(high: generator.next(), low: generator.next(), version: 4)
  }

  public static func random() -> Identifier {
    var generator = SystemRandomNumberGenerator()
    return Identifier(random: &generator)
  }

  @inlinable public static func < (a: Identifier, b: Identifier) -> Bool {
    a.high != b.high ? a.high < b.high : a.low < b.low
  }

  @inlinable public static func == (a: Identifier, b: Identifier) -> Bool { a.low == b.low && a.high == b.high }

  /// The bits are random or a digest: folded to half as many they differ as well, and hash faster.
  @inlinable public func hash(into hasher: inout Hasher) { hasher.combine(low ^ high) }

  /// As a key by itself it needs no `Hasher`, which would take longer than the look-up: a multiplication spreads the bits (Knuth 6.4).
  @inlinable public func _rawHashValue(seed: Int) -> Int {
    let product = (low ^ high ^ UInt64(truncatingIfNeeded: seed)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: product ^ product >> 32)
  }

  /// The same bits with the version and the variant of RFC 9562 written over them.
  private init(high: UInt64, low: UInt64, version: UInt64) {
    self.high = (high & ~0xF000) | (version << 12)
    self.low = (low & ~(0b11 << 62)) | (0b10 << 62)
  }
}

extension Identifier {
  /// The identifier that `name` has in `namespace`: the same for ever (version 5, RFC 9562 section 5.5).
  public static func version5(namespace: Identifier, name: String) -> Identifier {
    var hash = SHA1()
    hash.append(namespace.high)
    hash.append(namespace.low)
    var name = name
    name.withUTF8 { hash.append($0) }
    let (high, low) = hash.digest()
    return Identifier(high: high, low: low, version: 5)
  }

  /// The identifiers that begin with `text`: at least eight hex digits of either case; hyphens, and the ellipsis of what was cut, do not
  /// count. Nil for any other text.
  package static func beginning(with text: String) -> ClosedRange<Identifier>? {
    let digits = String(text.filter { $0 != "-" && $0 != "…" })
    guard (8...32).contains(digits.utf8.count) else { return nil }
    let missing = 32 - digits.utf8.count
    guard let first = Identifier(digits + String(repeating: "0", count: missing)),
      let last = Identifier(digits + String(repeating: "f", count: missing))
    else { return nil }
    return first...last
  }

  /// Most significant byte first.
  public var bytes: [UInt8] {
    [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
  }

}

extension Identifier: LosslessStringConvertible {
  /// 32 hex digits of either case, with the four hyphens of a UUID or without any; nil otherwise.
  public init?(_ text: String) {
    var digits = Array(text.utf8)
    if digits.count == 36 {
      guard [8, 13, 18, 23].allSatisfy({ digits[$0] == UInt8(ascii: "-") }) else { return nil }
      digits.removeAll { $0 == UInt8(ascii: "-") }
    }
    guard digits.count == 32 else { return nil }
    let words = [digits.prefix(16), digits.suffix(16)].map(Self.word)
    guard let high = words[0], let low = words[1] else { return nil }
    self.init(high: high, low: low)
  }

  public var description: String {
    String(unsafeUninitializedCapacity: 36) { buffer in
      var place = 0
      for digit in 0..<32 {
        if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
          buffer[place] = UInt8(ascii: "-")
          place += 1
        }
        buffer[place] = Self.hexDigit(digit < 16 ? high : low, digit & 15)
        place += 1
      }
      return place
    }
  }

  /// The 32 hex digits without the hyphens.
  public var hexDigits: String {
    String(unsafeUninitializedCapacity: 32) { buffer in
      for digit in 0..<32 { buffer[digit] = Self.hexDigit(digit < 16 ? high : low, digit & 15) }
      return 32
    }
  }

  /// The first eight hex digits: enough to tell neighbours apart where a whole identifier would drown the line.
  public var short: String {
    String(unsafeUninitializedCapacity: 8) { buffer in
      for digit in 0..<8 { buffer[digit] = Self.hexDigit(high, digit) }
      return 8
    }
  }

  private static func hexDigit(_ word: UInt64, _ place: Int) -> UInt8 {
    let nibble = UInt8(truncatingIfNeeded: word >> (60 - 4 * UInt64(place)) & 15)
    return nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
  }

  private static func word(_ digits: ArraySlice<UInt8>) -> UInt64? {
    var word: UInt64 = 0
    for digit in digits {
      guard let value = Character(UnicodeScalar(digit)).hexDigitValue else { return nil }
      word = word << 4 | UInt64(value)
    }
    return word
  }
}

extension Identifier: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let identifier = Identifier(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a UUID")
    }
    self = identifier
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
