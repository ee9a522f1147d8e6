/// Reads one mapping key by key; `finish` reports the keys that nobody has asked for.
struct MappingReader {
  let log: ProblemLog
  /// Where the mapping begins: for what is missing in it.
  let place: Place
  private let entries: [String: YAMLEntry]
  /// In the order of the text.
  private let keys: [String]
  private var asked: [String] = []

  /// - Parameter subject: what the node should be, for the message: `trigger`.
  /// - Returns: nil, and a report, when the node is not a mapping.
  init?(_ node: YAMLNode, _ subject: String, log: ProblemLog) {
    guard case .mapping(let entries) = node.content else {
      if !node.isReported { log.error("\(subject) must be a mapping (key: value), not \(node.kind)", at: node.place) }
      return nil
    }
    self.log = log
    self.place = entries.first?.keyPlace ?? node.place
    self.entries = Dictionary(entries.map { ($0.key, $0) }) { first, _ in first }
    keys = entries.map(\.key)
  }

  /// The value of `key`; nil when it is not there, null, or reported already.
  mutating func take(_ key: String) -> YAMLNode? {
    ask(key)
    guard let value = entries[key]?.value, !value.isNull, !value.isReported else { return nil }
    return value
  }

  /// Key and value as they are written, null excepted; asks for nothing.
  func entry(_ key: String) -> YAMLEntry? { entries[key].flatMap { $0.value.isNull ? nil : $0 } }

  /// Whether `key` has a value, be it one that cannot be used.
  mutating func gives(_ key: String) -> Bool {
    ask(key)
    return entries[key].map { !$0.value.isNull } ?? false
  }

  /// Where `key` stands; the mapping's beginning when it does not.
  func keyPlace(_ key: String) -> Place { entries[key]?.keyPlace ?? place }

  private mutating func ask(_ key: String) {
    if !asked.contains(key) { asked.append(key) }
  }

  /// - Parameter foreign: keys that belong elsewhere, each with the sentence that says where.
  func finish(foreign: [String: String] = [:]) {
    for key in keys where !asked.contains(key) {
      log.error("unknown key '\(Self.shown(key))'\(advice(for: key, foreign: foreign))", at: keyPlace(key))
    }
  }

  private func advice(for key: String, foreign: [String: String]) -> String {
    if let sentence = foreign[key] { return ": \(sentence)" }
    if let meant = Suggestion.meant(by: key, among: asked.filter { !keys.contains($0) }) { return "; did you mean '\(meant)'?" }
    return "; known are \(asked.joined(separator: ", "))"
  }

  /// A value or key as messages show it: on one line, and not endless.
  static func shown(_ text: String) -> String {
    let line = text.map { $0.isNewline || $0 == "\t" ? " " : $0 }
    return String(line.prefix(shownCharacters)) + (line.count > shownCharacters ? "…" : "")
  }

  private static let shownCharacters = 64
}
