/// Text in the language of mdoc(7).
enum Mdoc {
  /// One line of running text.
  static func text(_ line: some StringProtocol) -> String {
    let escaped = plain(String(line).replacing("\\", with: "\\e")).trimmingBlanks
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&\(escaped)" : escaped
  }

  /// What is not ASCII by its number: groff reads nothing else unless it is told.
  static func plain(_ text: String) -> String {
    text.unicodeScalars.map { $0.isASCII ? String($0) : "\\[u\(hex($0.value))]" }.joined()
  }

  private static func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// A line that is typed: hyphens stay what they are, so that it can be copied.
  static func typed(_ line: some StringProtocol) -> String { text(line).replacing("-", with: "\\-") }

  /// An argument of a macro, in one piece.
  static func argument(_ text: some StringProtocol) -> String {
    let escaped = self.text(text).replacing("\"", with: "\\(dq")
    return escaped.contains(" ") || escaped.isEmpty ? "\"\(escaped)\"" : escaped
  }

  /// Sentences begin on lines of their own, as mdoc wants it.
  static func paragraphs(_ text: String) -> String {
    let paragraphs = text.split(separator: "\n\n").map { paragraph in
      paragraph.split(separator: "\n").flatMap(sentences).map { self.text($0) + "\n" }.joined()
    }
    return paragraphs.joined(separator: ".Pp\n")
  }

  /// Source: mdoc(7) of mandoc.
  private static let longestLine = 78

  private static func sentences(_ line: Substring) -> [String] {
    var (lines, current) = ([String](), "")
    for word in line.split(separator: " ") {
      if !current.isEmpty, current.utf8.count + word.utf8.count >= longestLine {
        lines.append(current)
        current = ""
      }
      current += current.isEmpty ? "" : " "
      current += word
      if word.hasSuffix(".") || word.hasSuffix("?") {
        lines.append(current)
        current = ""
      }
    }
    return current.isEmpty ? lines : lines + [current]
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    var text = drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }
}
