/// A problem shows its line, and a line may hold a credential: an unquoted `@` in a password is a problem of its line.
extension SourceText {
  /// Mappings in which credentials stand under any name.
  private static let holders = ["headers", "env", "query", "form"]
  private static let hidden = " (hidden)"

  /// The line `number`, counted from 1, with everything left out that may be a credential.
  func shownLine(_ number: Int) -> String {
    guard lines.indices.contains(number - 1) else { return "" }
    let line = lines[number - 1]
    if Self.isHarmless(lines.utf8(number - 1)) { return line }
    if let end = Self.endOfSecretKey(in: line) { return Self.hidingText(of: line, from: end) }
    guard standsBelowSecretKey(number) else { return line }
    return Self.hidingText(of: line, from: Self.endOfFirstKey(in: line) ?? Self.endOfIndent(of: line))
  }

  private static func hidingText(of line: String, from end: String.Index) -> String {
    line[end...].allSatisfy(\.isWhitespace) ? line : line[..<end] + hidden
  }

  /// True for a line at the margin in plain ASCII that holds no quotes and one colon, behind a key that is not secret: most lines
  /// with a schedule's name, each of which is kept. Whether a key is secret is judged in haste: `platform` ends like `form`.
  private static func isHarmless(_ line: ArraySlice<UInt8>) -> Bool {
    guard let first = line.first, first != UInt8(ascii: " "), let colon = line.firstIndex(of: UInt8(ascii: ":")),
      line.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }),
      !line[(colon + 1)...].contains(UInt8(ascii: ":"))
    else { return false }
    var key = line[..<colon]
    while key.last == UInt8(ascii: " ") { key.removeLast() }
    return !secretEndings.contains { key.suffix($0.count).elementsEqual($0) { $0 | 0x20 == $1 } }
  }

  /// In small letters, which one bit makes of great ones.
  private static let secretEndings = (holders + CredentialName.endings).map { Array($0.utf8) }

  private static func isSecret(_ word: String) -> Bool { holders.contains(word.lowercased()) || CredentialName.isOne(word) }

  /// Walks up the lines that are indented less and less.
  private func standsBelowSecretKey(_ number: Int) -> Bool {
    var indent = Self.indent(of: lines[number - 1])
    for line in lines[..<(number - 1)].reversed() {
      // Nothing stands above what stands at the margin.
      guard indent > 0 else { return false }
      let lineIndent = Self.indent(of: line)
      guard lineIndent < indent, !Self.isBlankOrComment(line) else { continue }
      if Self.endOfSecretKey(in: line) != nil { return true }
      indent = lineIndent
    }
    return false
  }

  /// Behind the colon of the first key of the line that is secret, wherever it stands in it (flow mappings).
  private static func endOfSecretKey(in line: String) -> String.Index? {
    var word = ""
    for index in line.indices {
      let character = line[index]
      if character == ":", isSecret(word), endsKey(at: index, in: line) { return line.index(after: index) }
      if character.isLetter || character == "_" {
        word.append(character)
      } else if !isBetweenKeyAndColon(character, before: line[line.index(after: index)...]) {
        word = ""
      }
    }
    return nil
  }

  /// The quote and the spaces behind a key.
  private static func isBetweenKeyAndColon(_ character: Character, before rest: Substring) -> Bool {
    (character.isWhitespace || "\"'".contains(character)) && rest.first { !$0.isWhitespace && !"\"'".contains($0) } == ":"
  }

  /// A colon ends a key before a space, at the end of the line, or behind a quote; the one in `{{env:NAME}}` does not.
  private static func endsKey(at colon: String.Index, in line: String) -> Bool {
    let next = line[line.index(after: colon)...].first
    return next.map(\.isWhitespace) ?? true || "\"'".contains(line[line.index(before: colon)])
  }

  private static func endOfFirstKey(in line: String) -> String.Index? {
    line.firstIndex(of: ":").map { line.index(after: $0) }
  }

  private static func endOfIndent(of line: String) -> String.Index {
    line.firstIndex { !$0.isWhitespace } ?? line.endIndex
  }

  private static func indent(of line: String) -> Int {
    line.prefix { $0 == " " }.count
  }

  private static func isBlankOrComment(_ line: String) -> Bool {
    guard let first = line.first(where: { !$0.isWhitespace }) else { return true }
    return first == "#"
  }
}
