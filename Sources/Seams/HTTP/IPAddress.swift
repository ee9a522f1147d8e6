/// An IPv4 or IPv6 address. An IPv4 address is kept as the IPv6 address that maps it (RFC 4291, section 2.5.5.2).
public struct IPAddress: Hashable, Sendable {
  let high: UInt64
  let low: UInt64

  private static let mappedPrefix: UInt64 = 0xFFFF_0000_0000

  init(high: UInt64, low: UInt64) {
    (self.high, self.low) = (high, low)
  }

  public init(v4 word: UInt32) { self.init(high: 0, low: Self.mappedPrefix | UInt64(word)) }

  /// - Parameter bytes: 4 or 16 of them, most significant first; nil for any other number.
  public init?(bytes: [UInt8]) {
    func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    switch bytes.count {
    case 4: self.init(v4: UInt32(word(bytes[...])))
    case 16: self.init(high: word(bytes[..<8]), low: word(bytes[8...]))
    default: return nil
    }
  }

  public var isV4: Bool { high == 0 && low & ~0xFFFF_FFFF == Self.mappedPrefix }

  /// The IPv4 address that a packet to this one ends at: translated (RFC 6052), by way of 6to4 (RFC 3056), or in the
  /// deprecated compatible form; itself when it leads nowhere else.
  var destination: IPAddress {
    if high == 0x0064_FF9B_0000_0000, low >> 32 == 0 { return IPAddress(v4: UInt32(low)) }
    if high >> 48 == 0x2002 { return IPAddress(v4: UInt32(truncatingIfNeeded: high >> 16)) }
    if high == 0, low >> 32 == 0, low > 1 { return IPAddress(v4: UInt32(low)) }
    return self
  }
}

extension IPAddress: LosslessStringConvertible {
  /// `192.0.2.1`, `2001:db8::1` or `::ffff:192.0.2.1` (RFC 4291, section 2.2), with nothing around it.
  public init?(_ text: String) {
    if let word = Self.v4(text[...]) {
      self.init(v4: word)
    } else if let bytes = Self.v6(text[...]) {
      self.init(bytes: bytes)
    } else {
      return nil
    }
  }

  public var description: String {
    if isV4 { return (0..<4).map { String(low >> (24 - 8 * UInt64($0)) & 0xFF) }.joined(separator: ".") }
    let groups = [high, low].flatMap { word in (0..<4).map { String(word >> (48 - 16 * UInt64($0)) & 0xFFFF, radix: 16) } }
    return groups.joined(separator: ":")
  }

  private static func v4(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var word: UInt32 = 0
    for part in parts {
      // A leading zero means octal to some readers.
      guard part.count == 1 || part.first != "0", part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let byte = UInt8(part) else {
        return nil
      }
      word = word << 8 | UInt32(byte)
    }
    return word
  }

  private static func v6(_ text: Substring) -> [UInt8]? {
    guard let gap = text.firstRange(of: "::") else {
      guard let bytes = groups(text), bytes.count == 16 else { return nil }
      return bytes
    }
    guard let front = groups(text[..<gap.lowerBound]), let back = groups(text[gap.upperBound...]), front.count + back.count < 16 else {
      return nil
    }
    return front + [UInt8](repeating: 0, count: 16 - front.count - back.count) + back
  }

  private static func groups(_ text: Substring) -> [UInt8]? {
    guard !text.isEmpty else { return [] }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    var bytes: [UInt8] = []
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, let word = v4(part) {
        bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
      } else if (1...4).contains(part.count), part.allSatisfy(\.isHexDigit), let group = UInt16(part, radix: 16) {
        bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
      } else {
        return nil
      }
    }
    return bytes
  }
}

/// All addresses that begin with the same bits: `10.0.0.0/8`, `fe80::/10`, or one address.
public struct AddressRange: Hashable, Sendable {
  let first: IPAddress
  /// Of the 128 bits; an IPv4 range has 96 more than it is written with.
  let prefixBits: Int

  init(first: IPAddress, prefixBits: Int) {
    (self.first, self.prefixBits) = (first, prefixBits)
  }

  public func contains(_ address: IPAddress) -> Bool {
    let (high, low) = Self.mask(prefixBits)
    return (address.high ^ first.high) & high == 0 && (address.low ^ first.low) & low == 0
  }

  /// True when every address of this range is in `other`.
  func lies(in other: AddressRange) -> Bool { prefixBits >= other.prefixBits && other.contains(first) }

  private static func mask(_ bits: Int) -> (high: UInt64, low: UInt64) {
    func word(_ bits: Int) -> UInt64 { bits <= 0 ? 0 : bits >= 64 ? .max : .max << (64 - UInt64(bits)) }
    return (word(bits), word(bits - 64))
  }
}

extension AddressRange: LosslessStringConvertible {
  /// Nil for what is no address, with or without `/bits`, and for one with bits set behind its prefix, which may be meant otherwise.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = IPAddress(String(parts[0])) else { return nil }
    let width = address.isV4 && !parts[0].contains(":") ? 32 : 128
    let bits = parts.count == 2 ? Int(parts[1]) : width
    guard let bits, (0...width).contains(bits) else { return nil }
    self.init(first: address, prefixBits: 128 - width + bits)
    let (high, low) = Self.mask(prefixBits)
    guard address.high & ~high == 0, address.low & ~low == 0 else { return nil }
  }

  public var description: String {
    let width = first.isV4 && prefixBits >= 96 ? 32 : 128
    return prefixBits == 128 ? "\(first)" : "\(first)/\(prefixBits - 128 + width)"
  }
}
