/// What one place of a JSON answer has to say.
package struct AnswerExpectation: Hashable, Sendable, Codable {
  package enum Condition: Hashable, Sendable, Codable {
    case equals(JSONValue)
    case oneOf([JSONValue])
    /// False: nothing may be there.
    case exists(Bool)
  }

  package var path: AnswerPath
  package var condition: Condition

  package init(_ path: AnswerPath, _ condition: Condition) {
    self.path = path
    self.condition = condition
  }

  /// What is wrong with `answer`, as the end of a sentence about it; nil when it is as expected.
  /// - Parameter hide: takes from a text what must not be shown; it is asked before the text is shortened.
  package func defect(of answer: JSONValue, hiding hide: (String) -> String = { $0 }) -> String? {
    let value = path.value(in: answer)
    switch condition {
    case .exists(true): return value == nil ? "has nothing at \(path)" : nil
    case .exists(false): return value.map { "has \($0.shown(hiding: hide)) at \(path), where nothing is expected" }
    case .equals(let wanted): return defect(of: value, among: [wanted], hiding: hide)
    case .oneOf(let wanted): return defect(of: value, among: wanted, hiding: hide)
    }
  }

  private func defect(of value: JSONValue?, among wanted: [JSONValue], hiding hide: (String) -> String) -> String? {
    guard let value else { return "has nothing at \(path)" }
    guard !wanted.contains(where: value.isSame) else { return nil }
    let accepted = wanted.map { $0.shown(hiding: hide) }.joined(separator: " or ")
    return "has \(value.shown(hiding: hide)) at \(path), not \(accepted)"
  }

  /// The same with every text of its values passed through `render`.
  func mapStrings<Failure>(_ render: (String) throws(Failure) -> String) throws(Failure) -> AnswerExpectation {
    var copy = self
    switch condition {
    case .equals(let value): copy.condition = .equals(try value.mapStrings(render))
    case .oneOf(let values):
      var mapped: [JSONValue] = []
      for value in values { mapped.append(try value.mapStrings(render)) }
      copy.condition = .oneOf(mapped)
    case .exists: break
    }
    return copy
  }
}

extension JSONValue {
  /// Equal as JSON means it: 1 and 1.0 are one number.
  fileprivate func isSame(as other: JSONValue) -> Bool {
    switch (self, other) {
    case (.integer(let a), .number(let b)), (.number(let b), .integer(let a)): Double(a) == b
    default: self == other
    }
  }

  /// For a sentence: short, on one line, and nothing of the inside of objects.
  fileprivate func shown(hiding hide: (String) -> String) -> String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let text): "'\(hide(text).onOneLine(atMost: 64))'"
    case .array(let items): "a list of \(items.count)"
    case .object: "an object"
    }
  }
}

extension String {
  /// Control characters are replaced, so that it cannot forge a line of a log.
  package func onOneLine(atMost limit: Int) -> String {
    let line = String(
      String.UnicodeScalarView(unicodeScalars.prefix(limit).map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
    return unicodeScalars.count > limit ? line + "…" : line
  }
}
