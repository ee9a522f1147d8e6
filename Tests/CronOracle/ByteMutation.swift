/// Damages bytes as accidents and attackers do.
package enum ByteMutation {
  /// One to six changes: other bytes, other bits, deleted, doubled and moved stretches, and pieces that mean something.
  /// - Parameter pieces: what the format itself is made of.
  package static func mutate(_ bytes: [UInt8], pieces: [[UInt8]], using generator: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...6, using: &generator) { change(&bytes, pieces, &generator) }
    return bytes
  }

  /// One to six bytes replaced where they stand, so that the layout stays.
  package static func overwrite(_ bytes: [UInt8], using generator: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<generator.pick([1, 1, 1, 2, 3, 6]) where !bytes.isEmpty {
      let index = Int.random(in: bytes.indices, using: &generator)
      bytes[index] = generator.pick([0, 0xff, 0x7f, 0x80, bytes[index] &+ 1, bytes[index] &- 1, .random(in: 0...255, using: &generator)])
    }
    return bytes
  }

  package static func random(length: ClosedRange<Int>, using generator: inout SplitMix64) -> [UInt8] {
    (0..<Int.random(in: length, using: &generator)).map { _ in .random(in: 0...255, using: &generator) }
  }

  private static func change(_ bytes: inout [UInt8], _ pieces: [[UInt8]], _ generator: inout SplitMix64) {
    let index = Int.random(in: 0...bytes.count, using: &generator)
    let stretch = index..<min(bytes.count, index + .random(in: 1...8, using: &generator))
    switch Int.random(in: 0..<7, using: &generator) {
    case 0, 1: if index < bytes.count { bytes[index] = .random(in: 0...255, using: &generator) }
    case 2: if index < bytes.count { bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator) }
    case 3: bytes.removeSubrange(stretch)
    case 4: bytes.insert(contentsOf: bytes[stretch], at: .random(in: 0...bytes.count, using: &generator))
    case 5: bytes.insert(contentsOf: generator.pick(pieces), at: index)
    default: bytes.replaceSubrange(stretch, with: generator.pick(pieces))
    }
  }
}
