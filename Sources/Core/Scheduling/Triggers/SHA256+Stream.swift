extension SHA256 {
  /// The digest of a message that comes in parts, of any length.
  package struct Stream: Sendable {
    private var state = initialState
    /// What does not fill a block yet.
    private var rest: [UInt8] = []
    private var byteCount: UInt64 = 0

    package init() {}

    package mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
      byteCount += UInt64(bytes.count)
      rest.append(contentsOf: bytes)
      var start = 0
      while rest.count - start >= blockBytes {
        compress(rest[start..<start + blockBytes], into: &state)
        start += blockBytes
      }
      rest.removeFirst(start)
    }

    /// The 32 bytes of what was added so far.
    package var digest: [UInt8] {
      let zeros = (119 - rest.count) % blockBytes
      let bits = byteCount * 8
      let end =
        rest + [0x80] + [UInt8](repeating: 0, count: zeros) + bigEndianBytes(UInt32(truncatingIfNeeded: bits >> 32))
        + bigEndianBytes(UInt32(truncatingIfNeeded: bits))
      var state = state
      for start in stride(from: 0, to: end.count, by: blockBytes) { compress(end[start..<start + blockBytes], into: &state) }
      return state.flatMap(bigEndianBytes)
    }
  }
}
