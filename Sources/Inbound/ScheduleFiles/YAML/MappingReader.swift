/// Reads one mapping key by key; `finish` reports the keys that nobody has asked for.
struct MappingReader {
  let log: ProblemLog
  /// Where the mapping begins: for what is missing in it.
  let place: Place
  /// In the order of the text. Most mappings have a handful, where looking through them is faster than hashing.
  private let entries: [YAMLEntry]
  /// By the position of the entry: somebody has asked for it.
  private var isAsked: [Bool]
  /// What was asked for, in that order, be it there or not; some of it more than once.
  private var asked: [String] = []

  /// - Parameter subject: what the node should be, for the message: `trigger`.
  /// - Returns: nil, and a report, when the node is not a mapping.
  init?(_ node: YAMLNode, _ subject: String, log: ProblemLog) {
    guard case .mapping(let entries) = node.content else {
      if !node.isReported { log.error("\(subject) must be a mapping (key: value), not \(node.kind)", at: node.place) }
      return nil
    }
    self.log = log
    self.place = node.hasPath ? node.place : entries.first?.keyPlace ?? node.place
    self.entries = entries
    isAsked = Array(repeating: false, count: entries.count)
    asked.reserveCapacity(Self.usuallyAsked)
  }

  private static let usuallyAsked = 32

  /// The value of `key`; nil when it is not there, null, or reported already.
  mutating func take(_ key: String) -> YAMLNode? {
    guard let value = ask(key)?.value, !value.isNull, !value.isReported else { return nil }
    return value
  }

  /// Key and value as they are written, null excepted; asks for nothing.
  func entry(_ key: String) -> YAMLEntry? {
    index(of: key).flatMap { entries[$0].value.isNull ? nil : entries[$0] }
  }

  /// Whether `key` has a value, be it one that cannot be used.
  mutating func gives(_ key: String) -> Bool {
    ask(key).map { !$0.value.isNull } ?? false
  }

  /// Where `key` stands; the mapping's beginning when it does not.
  func keyPlace(_ key: String) -> Place { index(of: key).map { entries[$0].keyPlace } ?? place }

  private mutating func ask(_ key: String) -> YAMLEntry? {
    asked.append(key)
    guard let index = index(of: key) else { return nil }
    isAsked[index] = true
    return entries[index]
  }

  private func index(of key: String) -> Int? {
    entries.firstIndex { $0.key == key }
  }

  /// - Parameter foreign: keys that belong elsewhere, each with the sentence that says where.
  func finish(foreign: [String: String] = [:]) {
    guard isAsked.contains(false) else { return }
    let known = asked.enumerated().filter { !asked[..<$0.offset].contains($0.element) }.map(\.element)
    let absent = known.filter { index(of: $0) == nil }
    for (entry, isAsked) in zip(entries, isAsked) where !isAsked {
      let advice = Self.advice(for: entry.key, known: known, absent: absent, foreign: foreign)
      log.error("unknown key '\(Self.shown(entry.key))'\(advice)", at: entry.keyPlace)
    }
  }

  private static func advice(for key: String, known: [String], absent: [String], foreign: [String: String]) -> String {
    if let sentence = foreign[key] { return ": \(sentence)" }
    if let meant = Suggestion.meant(by: key, among: absent) { return "; did you mean '\(meant)'?" }
    return "; known are \(known.joined(separator: ", "))"
  }

  /// A value or key as messages show it: on one line, and not endless.
  static func shown(_ text: String) -> String {
    let line = text.map { $0.isNewline || $0 == "\t" ? " " : $0 }
    return String(line.prefix(shownCharacters)) + (line.count > shownCharacters ? "…" : "")
  }

  private static let shownCharacters = 64
}
