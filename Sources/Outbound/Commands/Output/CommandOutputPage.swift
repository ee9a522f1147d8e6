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

  /// Without a UTF-8 character at its end of which bytes are missing, so that the texts of pages can be joined. Bytes of which no
  /// character can become stay.
  package var withoutATornCharacter: CommandOutputPage {
    let longestBeginning = 3
    for (index, byte) in bytes.enumerated().reversed().prefix(longestBeginning) where byte & 0b1100_0000 != 0b1000_0000 {
      guard Self.isBeginning(bytes[index...]) else { return self }
      return CommandOutputPage(start: start, bytes: Array(bytes[..<index]))
    }
    return self
  }

  /// Whether more bytes could make a character of these: a first one, and continuations.
  private static func isBeginning(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, let form = form(of: first), bytes.count < form.length else { return false }
    return bytes.dropFirst().first.map(form.second.contains) ?? true
  }

  /// How many bytes a character has that begins with this one, and which may be its second; nil: none begins so.
  ///
  /// Source: the Unicode Standard, table 3-7.
  private static func form(of first: UInt8) -> (length: Int, second: ClosedRange<UInt8>)? {
    switch first {
    case 0xc2...0xdf: (2, 0x80...0xbf)
    case 0xe0: (3, 0xa0...0xbf)
    case 0xed: (3, 0x80...0x9f)
    case 0xe1...0xef: (3, 0x80...0xbf)
    case 0xf0: (4, 0x90...0xbf)
    case 0xf1...0xf3: (4, 0x80...0xbf)
    case 0xf4: (4, 0x80...0x8f)
    default: nil
    }
  }
}
