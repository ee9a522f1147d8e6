/// What programs write for a terminal and a page cannot show: colours and the like.
enum TerminalCodes {
  /// Without control sequences: ESC, `[`, parameters, a letter. Source: ECMA-48, section 5.4.
  static func removed(from text: String) -> String {
    guard text.utf8.contains(0x1B) else { return text }
    let source = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(source.count)
    var index = 0
    while index < source.count {
      if let end = Self.end(ofSequenceAt: index, in: source) {
        index = end
      } else {
        result.append(source[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Nil where none begins, or where it has no end.
  private static func end(ofSequenceAt start: Int, in source: [UInt8]) -> Int? {
    guard source[start] == 0x1B, start + 1 < source.count, source[start + 1] == 0x5B else { return nil }
    var index = start + 2
    while index < source.count, 0x30...0x3F ~= source[index] { index += 1 }
    while index < source.count, 0x20...0x2F ~= source[index] { index += 1 }
    return index < source.count && 0x40...0x7E ~= source[index] ? index + 1 : nil
  }
}
