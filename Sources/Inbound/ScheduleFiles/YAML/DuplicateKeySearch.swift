/// Finds where a mapping has a key for the second time: Yams tells the first place only.
struct DuplicateKeySearch {
  let text: SourceText
  let key: String

  /// The key itself, behind its quote; nil when the text is laid out in a way that is not understood here.
  func place(after first: Place) -> Place? {
    onSameLine(after: first) ?? onLaterLines(after: first)
  }

  /// A flow mapping: `{a: 1, a: 2}`.
  private func onSameLine(after first: Place) -> Place? {
    let line = text.scalars(ofLine: first.line)
    let start = first.column - 1 + key.unicodeScalars.count
    guard start < line.count else { return nil }
    return (start..<line.count).lazy
      .filter { ["{", ",", " "].contains(line[$0 - 1]) }
      .compactMap { self.place(line: first.line, column: $0 + 1, scalars: line) }.first
  }

  /// A block mapping: its keys stand in one column, and nothing that stands further left is in between.
  private func onLaterLines(after first: Place) -> Place? {
    guard first.line < text.lines.count else { return nil }
    for number in (first.line + 1)...text.lines.count {
      let line = text.scalars(ofLine: number)
      let indent = line.prefix { $0 == " " }.count
      if indent == line.count || line[indent] == "#" { continue }
      if indent < first.column - 1 { return nil }
      if indent == first.column - 1, let place = place(line: number, column: indent + 1, scalars: line) { return place }
    }
    return nil
  }

  /// The key, with a colon behind it, at `column`.
  private func place(line: Int, column: Int, scalars: [Unicode.Scalar]) -> Place? {
    var rest = scalars[(column - 1)...]
    let quote = rest.first.flatMap { ["'", "\""].contains($0) ? $0 : nil }
    if quote != nil { rest.removeFirst() }
    guard rest.starts(with: key.unicodeScalars) else { return nil }
    rest = rest.dropFirst(key.unicodeScalars.count)
    if let quote {
      guard rest.first == quote else { return nil }
      rest.removeFirst()
    }
    guard rest.first(where: { $0 != " " }) == ":" else { return nil }
    return Place(line: line, column: column + (quote == nil ? 0 : 1), length: max(1, key.unicodeScalars.count))
  }
}
