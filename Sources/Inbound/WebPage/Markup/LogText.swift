/// What a program has written, as a page can show it.
enum LogText {
  private static let carriageReturn: UInt8 = 0x0D
  private static let lineFeed: UInt8 = 0x0A

  /// Without control sequences; a carriage return, with the line feed after it or alone as progress bars have it, is one line break.
  static func shown(_ text: String) -> String {
    let text = TerminalCodes.removed(from: text)
    guard text.utf8.contains(carriageReturn) else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    var previous: UInt8?
    for byte in text.utf8 {
      if byte != lineFeed || previous != carriageReturn { result.append(byte == carriageReturn ? lineFeed : byte) }
      previous = byte
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether its last line break may go on in what follows it.
  static func endsWithinABreak(_ text: String) -> Bool { text.utf8.last == carriageReturn }
}
