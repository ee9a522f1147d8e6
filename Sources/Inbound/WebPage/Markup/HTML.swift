/// Markup that is safe as it is: text enters it escaped, tags and attributes' names come from this source code alone.
package struct HTML: Sendable, Equatable {
  /// Ready to be sent, as UTF-8.
  package let markup: String

  /// Text, whoever wrote it.
  package init(_ text: String) { markup = Escaping.escaped(text) }

  /// Only for `Tag` and `HTMLBuilder`, which have escaped what goes in.
  init(safe markup: String) { self.markup = markup }

  static let empty = HTML(safe: "")

  /// A whole document.
  var document: String { "<!DOCTYPE html>\n" + markup + "\n" }
}

/// Puts pieces of a page together. A string in it is text, and is escaped.
@resultBuilder
enum HTMLBuilder {
  static func buildExpression(_ text: String) -> HTML { HTML(text) }
  static func buildExpression(_ piece: HTML) -> HTML { piece }
  static func buildExpression(_ piece: HTML?) -> HTML { piece ?? .empty }
  static func buildExpression(_ pieces: [HTML]) -> HTML { buildArray(pieces) }
  static func buildBlock(_ pieces: HTML...) -> HTML { buildArray(pieces) }
  static func buildOptional(_ piece: HTML?) -> HTML { piece ?? .empty }
  static func buildEither(first: HTML) -> HTML { first }
  static func buildEither(second: HTML) -> HTML { second }
  static func buildArray(_ pieces: [HTML]) -> HTML {
    var markup = ""
    for piece in pieces { markup += piece.markup }
    return HTML(safe: markup)
  }
}

enum Escaping {
  /// For the content of elements and for attributes in double quotes alike. Control characters, which HTML forbids, become U+FFFD.
  static func escaped(_ text: String) -> String {
    if text.utf8.allSatisfy(isPlain) { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case _ where isMischievous(scalar): result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20...0x7E: byte != 0x22 && byte != 0x26 && byte != 0x27 && byte != 0x3C && byte != 0x3E
    default: byte == 0x0A
    }
  }

  /// Control characters, and those that turn the direction of what follows: a name could make a sentence read as another.
  private static func isMischievous(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
