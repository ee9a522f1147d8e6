/// Numbers, and settings that can be switched off. As for other values, nil means left out, or wrong and reported.
extension MappingReader {
  /// A whole number.
  /// - Parameter hint: what to write instead of a number below the range.
  mutating func integer(_ key: String, in range: ClosedRange<Int>, hint: String? = nil) -> Int? {
    guard let node = take(key), let text = text(of: node, key) else { return nil }
    guard let number = Int(text) else {
      let meant = Int(text.filter { !"_, ".contains($0) }).map { "; write \($0)" } ?? ""
      log.error("\(key) '\(Self.shown(text))' is not a whole number\(meant)", at: node.place)
      return nil
    }
    guard range.contains(number) else {
      let advice = number < range.lowerBound ? hint.map { "; \($0)" } ?? "" : ""
      log.error("\(key) '\(Self.shown(text))' is not between \(range.lowerBound) and \(range.upperBound)\(advice)", at: node.place)
      return nil
    }
    return number
  }

  /// A part of a whole, from 0 to 1.
  mutating func share(_ key: String) -> Double? {
    guard let node = take(key), let text = text(of: node, key) else { return nil }
    if let share = Double(text), (0...1).contains(share) { return share }
    let percent = text.hasSuffix("%") ? Double(text.dropLast()) : nil
    let meant = percent.map { "; write \($0 / 100)" } ?? ", such as 0.5"
    log.error("\(key) '\(Self.shown(text))' is not a number between 0 and 1\(meant)", at: node.place)
    return nil
  }

  /// Whether `key` says `off`.
  mutating func isOff(_ key: String) -> Bool {
    take(key)?.scalar.map { $0.isPlain && $0.text.lowercased() == "off" } ?? false
  }

  /// What `read` gives, or nothing for `off`; nil when it is neither.
  mutating func setting<Value>(_ key: String, _ read: (inout MappingReader) -> Value?) -> Setting<Value>? {
    isOff(key) ? .off : read(&self).map(Setting.value)
  }
}

/// A value that can be switched off.
enum Setting<Value> {
  case off
  case value(Value)

  var value: Value? {
    switch self {
    case .off: nil
    case .value(let value): value
    }
  }
}
