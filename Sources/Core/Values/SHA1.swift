/// SHA-1 (FIPS 180-4), for version 5 identifiers only: it guards nothing. Allocates nothing, for every fire has such an identifier.
struct SHA1 {
  private var state: [5 of UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
  /// The words of the block that is being filled; the bytes of an earlier one are shifted out.
  private var block = [16 of UInt32](repeating: 0)
  private var byteCount: UInt64 = 0

  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    var rest = UnsafeRawBufferPointer(bytes)
    while rest.count >= 4, byteCount & 3 == 0 {
      append(UInt32(bigEndian: rest.loadUnaligned(as: UInt32.self)))
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(4))
    }
    for byte in rest { append(byte) }
  }

  /// Most significant byte first, behind whole words only.
  mutating func append(_ word: UInt64) {
    append(UInt32(truncatingIfNeeded: word >> 32))
    append(UInt32(truncatingIfNeeded: word))
  }

  private mutating func append(_ word: UInt32) {
    precondition(byteCount & 3 == 0, "\(byteCount) bytes are no whole words")
    block[Int(byteCount & 63) >> 2] = word
    byteCount += 4
    if byteCount & 63 == 0 { compress() }
  }

  private mutating func append(_ byte: UInt8) {
    let word = Int(byteCount & 63) >> 2
    block[word] = block[word] << 8 | UInt32(byte)
    byteCount += 1
    if byteCount & 63 == 0 { compress() }
  }

  /// The first 16 of the digest's 20 bytes, as two words with the most significant byte first.
  consuming func digest() -> (high: UInt64, low: UInt64) {
    let bitCount = byteCount * 8
    append(0x80 as UInt8)
    while byteCount & 3 != 0 { append(0 as UInt8) }
    while byteCount & 63 != 56 { append(0 as UInt32) }
    append(bitCount)
    return (UInt64(state[0]) << 32 | UInt64(state[1]), UInt64(state[2]) << 32 | UInt64(state[3]))
  }

  private mutating func compress() {
    var w = [80 of UInt32](repeating: 0)
    for place in 0..<16 { w[place] = block[place] }
    for place in 16..<80 { w[place] = Self.rotate(w[place - 3] ^ w[place - 8] ^ w[place - 14] ^ w[place - 16], 1) }
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    // After five steps each word is back in its place: none is moved.
    func five(_ round: Int, _ constant: UInt32, _ mix: (UInt32, UInt32, UInt32) -> UInt32) {
      e &+= Self.rotate(a, 5) &+ mix(b, c, d) &+ constant &+ w[round]
      b = Self.rotate(b, 30)
      d &+= Self.rotate(e, 5) &+ mix(a, b, c) &+ constant &+ w[round + 1]
      a = Self.rotate(a, 30)
      c &+= Self.rotate(d, 5) &+ mix(e, a, b) &+ constant &+ w[round + 2]
      e = Self.rotate(e, 30)
      b &+= Self.rotate(c, 5) &+ mix(d, e, a) &+ constant &+ w[round + 3]
      d = Self.rotate(d, 30)
      a &+= Self.rotate(b, 5) &+ mix(c, d, e) &+ constant &+ w[round + 4]
      c = Self.rotate(c, 30)
    }
    for round in stride(from: 0, to: 20, by: 5) { five(round, 0x5A82_7999) { $2 ^ ($0 & ($1 ^ $2)) } }
    for round in stride(from: 20, to: 40, by: 5) { five(round, 0x6ED9_EBA1) { $0 ^ $1 ^ $2 } }
    for round in stride(from: 40, to: 60, by: 5) { five(round, 0x8F1B_BCDC) { ($0 & $1) | ($2 & ($0 | $1)) } }
    for round in stride(from: 60, to: 80, by: 5) { five(round, 0xCA62_C1D6) { $0 ^ $1 ^ $2 } }
    state = [state[0] &+ a, state[1] &+ b, state[2] &+ c, state[3] &+ d, state[4] &+ e]
  }

  private static func rotate(_ word: UInt32, _ bits: UInt32) -> UInt32 { word << bits | word >> (32 - bits) }
}
