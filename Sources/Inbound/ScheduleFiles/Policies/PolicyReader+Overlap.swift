import Scheduling

extension PolicyReader {
  /// A word, `buffer_all(20)`, or `{buffer_all: 20}`.
  func overlap(_ reader: inout MappingReader) -> Policy.Overlap? {
    guard let node = reader.take("overlap") else { return nil }
    if case .mapping = node.content { return buffer(node) }
    guard let text = reader.text(of: node, "overlap") else { return nil }
    if let overlap = Policy.Overlap(rawValue: text), PolicyRange.buffer.contains(overlap.bufferLimit ?? 1) { return overlap }
    log.error("overlap '\(MappingReader.shown(text))' \(Self.defect(of: text))", at: node.place)
    return nil
  }

  private func buffer(_ node: YAMLNode) -> Policy.Overlap? {
    guard var reader = MappingReader(node, "overlap", log: log) else { return nil }
    let limit = reader.integer("buffer_all", in: PolicyRange.buffer, hint: "overlap: skip lets none wait")
    if !reader.gives("buffer_all") { log.error("overlap as a mapping is {buffer_all: 20}; the other words stand alone", at: node.place) }
    reader.finish()
    return limit.map { .bufferAll(limit: $0) }
  }

  private static func defect(of text: String) -> String {
    if text.hasPrefix("buffer_all(") {
      return "needs a number between \(PolicyRange.buffer.lowerBound) and \(PolicyRange.buffer.upperBound), as in buffer_all(20)"
    }
    let words = Policy.Overlap.words
    let meant = Suggestion.meant(by: text, among: words).map { "; did you mean '\($0)'?" } ?? ""
    return "is not one of \(words.joined(separator: ", "))\(meant)"
  }
}
