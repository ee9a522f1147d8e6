import CivilTime

/// Every function gives nil when the key is not there or has no value, and when it is wrong, which it reports.
extension MappingReader {
  /// The text as it is written: `NO` is Norway, `2026-11-21` no timestamp.
  mutating func text(_ key: String) -> String? {
    take(key).flatMap { text(of: $0, key) }
  }

  func text(of node: YAMLNode, _ subject: String) -> String? {
    if let scalar = node.scalar { return scalar.text }
    guard !node.isReported else { return nil }
    log.error("\(subject) must be text, not \(node.kind)", at: node.place)
    return nil
  }

  /// `true` or `false`, and the other words that YAML 1.1 has for them.
  mutating func truth(_ key: String) -> Bool? {
    guard let node = take(key), let text = text(of: node, key) else { return nil }
    guard node.scalar?.isPlain == true else {
      log.error("\(key) '\(Self.shown(text))' is text; write true or false without quotes", at: node.place)
      return nil
    }
    switch text.lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default:
      log.error("\(key) '\(Self.shown(text))' is neither true nor false", at: node.place)
      return nil
    }
  }

  /// A number of seconds, whole or not; nothing with a unit.
  mutating func seconds(_ key: String) -> Duration? {
    guard let node = take(key), let text = text(of: node, key) else { return nil }
    if let whole = Int64(text) { return .seconds(whole) }
    if let number = Double(text), number.isFinite, abs(number) < 1e12 { return .seconds(number) }
    let meant = DurationText.duration(text).map { "; write \($0.components.seconds)" } ?? ""
    log.error("\(key) '\(Self.shown(text))' is not a number of seconds\(meant)", at: node.place)
    return nil
  }

  /// A duration with a unit.
  mutating func duration(_ key: String, in range: ClosedRange<Duration>) -> Duration? {
    guard let node = take(key), let text = text(of: node, key) else { return nil }
    guard let duration = DurationText.duration(text) else {
      log.error("\(key) '\(Self.shown(text))' \(Self.defect(ofDuration: text))", at: node.place)
      return nil
    }
    guard range.contains(duration) else {
      let (least, most) = (DurationText.text(range.lowerBound), DurationText.text(range.upperBound))
      log.error("\(key) '\(Self.shown(text))' is not between \(least) and \(most)", at: node.place)
      return nil
    }
    return duration
  }

  private static func defect(ofDuration text: String) -> String {
    if text.hasPrefix("-"), DurationText.duration(String(text.dropFirst())) != nil { return "is negative" }
    return "is not a duration\(Int64(text) == nil ? "; write one such as 10s, 5m or 1h30m" : "; it has no unit: write \(text)s")"
  }

  mutating func instant(_ key: String) -> Instant? {
    guard let node = take(key), let text = text(of: node, key) else { return nil }
    do {
      return try Instant(iso8601: text)
    } catch {
      let place = log.source.place(insideScalar: node.place, text: text, position: error.position, length: 1)
      log.error("\(key) '\(Self.shown(text))' is not a time such as 2026-11-21T02:00:00Z: \(error.problem)", at: place)
      return nil
    }
  }

  /// One of the words of `Choice`.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, of _: Choice.Type = Choice.self) -> Choice? {
    guard let node = take(key), let text = text(of: node, key) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let words = Choice.allCases.map(\.rawValue)
    let meant = Suggestion.meant(by: text, among: words).map { "; did you mean '\($0)'?" } ?? ""
    log.error("\(key) '\(Self.shown(text))' is not one of \(words.joined(separator: ", "))\(meant)", at: node.place)
    return nil
  }

  /// - Parameter example: how the list is written, for the message.
  mutating func list(_ key: String, example: String) -> [YAMLNode]? {
    guard let node = take(key) else { return nil }
    if case .list(let items) = node.content { return items }
    log.error("\(key) must be a list, not \(node.kind); write \(example)", at: node.place)
    return nil
  }

  mutating func mapping(_ key: String) -> MappingReader? {
    take(key).flatMap { MappingReader($0, key, log: log) }
  }

  /// The entries of a mapping whose keys are free names, in the order of the text.
  mutating func entries(_ key: String) -> [YAMLEntry] {
    guard let node = take(key) else { return [] }
    if case .mapping(let entries) = node.content { return entries }
    log.error("\(key) must be a mapping (name: value), not \(node.kind)", at: node.place)
    return []
  }
}
