/// Some of what a command printed to stdout and stderr, as it came.
package struct CommandOutputPage: Sendable, Equatable {
  /// 64 KiB: a page is held in memory, the output never is.
  package static let bytesMostDefault = 64 * 1024

  /// Position of the first byte: how many bytes of output came before it, kept or not.
  ///
  /// Later than what was asked for when that is kept no more.
  package var start: Int
  package var bytes: [UInt8]
  /// Where the next page begins.
  package var end: Int { start + bytes.count }

  package init(start: Int, bytes: [UInt8]) {
    self.start = start
    self.bytes = bytes
  }

  package var isEmpty: Bool { bytes.isEmpty }

  /// For a person to read: invalid UTF-8 is replaced.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Without a UTF-8 character at its end of which bytes are missing, so that the texts of pages can be joined.
  var withoutATornCharacter: CommandOutputPage {
    let longestBeginning = 3
    for (index, byte) in bytes.enumerated().reversed().prefix(longestBeginning) where byte >= 0b1100_0000 {
      let length = byte >= 0b1111_0000 ? 4 : byte >= 0b1110_0000 ? 3 : 2
      guard bytes.count - index < length else { return self }
      return CommandOutputPage(start: start, bytes: Array(bytes[..<index]))
    }
    return self
  }
}
