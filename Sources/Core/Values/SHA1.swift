/// SHA-1 (FIPS 180-4), for version 5 identifiers only: it guards nothing. Allocates nothing, for every fire has such an identifier.
struct SHA1 {
  private var state: [5 of UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
  /// The words of the block that is being filled; the bytes of an earlier one are shifted out.
  private var block = [16 of UInt32](repeating: 0)
  private var byteCount: UInt64 = 0

  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    for byte in bytes { append(byte) }
  }

  /// Most significant byte first.
  mutating func append(_ word: UInt64) {
    for shift in stride(from: UInt64(56), through: 0, by: -8) { append(UInt8(truncatingIfNeeded: word >> shift)) }
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
    while byteCount & 63 != 56 { append(0 as UInt8) }
    append(bitCount)
    return (UInt64(state[0]) << 32 | UInt64(state[1]), UInt64(state[2]) << 32 | UInt64(state[3]))
  }

  private mutating func compress() {
    var w = block
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    func step(_ round: Int, _ mix: UInt32, _ constant: UInt32) {
      let place = round & 15
      if round >= 16 {
        w[place] = Self.rotate(w[(round &- 3) & 15] ^ w[(round &- 8) & 15] ^ w[(round &- 14) & 15] ^ w[place], 1)
      }
      let next = Self.rotate(a, 5) &+ mix &+ e &+ constant &+ w[place]
      (e, d, c, b, a) = (d, c, Self.rotate(b, 30), a, next)
    }
    for round in 0..<20 { step(round, d ^ (b & (c ^ d)), 0x5A82_7999) }
    for round in 20..<40 { step(round, b ^ c ^ d, 0x6ED9_EBA1) }
    for round in 40..<60 { step(round, (b & c) | (d & (b | c)), 0x8F1B_BCDC) }
    for round in 60..<80 { step(round, b ^ c ^ d, 0xCA62_C1D6) }
    state = [state[0] &+ a, state[1] &+ b, state[2] &+ c, state[3] &+ d, state[4] &+ e]
  }

  private static func rotate(_ word: UInt32, _ bits: UInt32) -> UInt32 { word << bits | word >> (32 - bits) }
}
