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
      var bytes = UnsafeRawBufferPointer(bytes)
      if !rest.isEmpty {
        let taken = min(blockBytes - rest.count, bytes.count)
        rest.append(contentsOf: bytes.prefix(taken))
        bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(taken))
        guard rest.count == blockBytes else { return }
        compressRest()
      }
      while bytes.count >= blockBytes {
        compress(bytes, into: &state)
        bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(blockBytes))
      }
      rest.append(contentsOf: bytes)
    }

    /// The bytes of the value as they lie in memory.
    package mutating func add(bytesOf value: some BitwiseCopyable) {
      withUnsafeBytes(of: value) { bytes in bytes.withMemoryRebound(to: UInt8.self) { add($0) } }
    }

    /// The digest as 64 hexadecimal digits.
    package var hexadecimalDigest: String { hexadecimal(digest) }

    /// The 32 bytes of what was added so far.
    package var digest: [UInt8] {
      var ended = self
      let bits = byteCount * 8
      let zeros = (119 - rest.count) % blockBytes
      let end = [0x80] + [UInt8](repeating: 0, count: zeros) + withUnsafeBytes(of: bits.bigEndian, Array.init)
      end.withUnsafeBufferPointer { ended.add($0) }
      return (0..<8).flatMap { place in withUnsafeBytes(of: ended.state[place].bigEndian, Array.init) }
    }

    private mutating func compressRest() {
      var state = state
      rest.withUnsafeBytes { compress($0, into: &state) }
      self.state = state
      rest.removeAll(keepingCapacity: true)
    }
  }
}
