/// Swift or C with its comments and the words in quotes blanked out, line breaks kept. What stands in `\(…)` is code.
///
/// Good enough for rules about this tree: at a line's end an ordinary quotation is over, whatever came before.
struct CodeText {
  private var rest: ArraySlice<UInt8>
  private var result: [UInt8] = []

  init(_ text: String) { rest = Array(text.utf8)[...] }

  var withoutCommentsAndQuotes: String {
    var scanner = self
    scanner.skipCode(depth: nil)
    return String(decoding: scanner.result, as: UTF8.self)
  }

  /// - Parameter depth: within an interpolation, how many parentheses are open; its last one ends the code.
  private mutating func skipCode(depth: Int?) {
    var depth = depth
    while let byte = rest.first {
      if starts(with: "//") {
        blank(while: { $0 != UInt8(ascii: "\n") })
      } else if starts(with: "/*") {
        blankBlockComment()
      } else if starts(with: "\"\"\"") {
        skipQuote(ending: "\"\"\"")
      } else if byte == UInt8(ascii: "\"") {
        skipQuote(ending: "\"")
      } else {
        keep()
        if byte == UInt8(ascii: "(") { depth = depth.map { $0 + 1 } }
        if byte == UInt8(ascii: ")") { depth = depth.map { $0 - 1 } }
        if depth == 0 { return }
      }
    }
  }

  private mutating func skipQuote(ending quote: String) {
    for _ in quote.utf8 { blank() }
    while let byte = rest.first {
      if starts(with: quote) {
        for _ in quote.utf8 { blank() }
        return
      }
      if quote.utf8.count == 1, byte == UInt8(ascii: "\n") { return }
      if starts(with: "\\(") {
        blank()
        keep()
        skipCode(depth: 1)
      } else {
        if byte == UInt8(ascii: "\\") { blank() }
        blank()
      }
    }
  }

  private mutating func blankBlockComment() {
    while !rest.isEmpty, !starts(with: "*/") { blank() }
    blank()
    blank()
  }

  private func starts(with text: String) -> Bool { rest.starts(with: text.utf8) }

  private mutating func keep() { if let byte = rest.popFirst() { result.append(byte) } }

  private mutating func blank() {
    if let byte = rest.popFirst() { result.append(byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " ")) }
  }

  private mutating func blank(while isMeant: (UInt8) -> Bool) {
    while let byte = rest.first, isMeant(byte) { blank() }
  }
}
