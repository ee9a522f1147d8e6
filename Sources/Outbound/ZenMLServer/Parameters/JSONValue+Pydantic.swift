import Scheduling

/// How Pydantic 2 takes values, and how they are shown.
extension JSONValue {
  var isTemplate: Bool { stringValue?.contains("{{") ?? false }

  /// `string`, or `["string", "null"]`.
  var typeNames: [String]? { stringValue.map { [$0] } ?? arrayValue?.compactMap(\.stringValue) }

  /// Whether Pydantic takes it for that type, in its lax mode.
  func passes(_ type: String) -> Bool {
    switch (type, self) {
    case ("null", .null), ("boolean", .bool), ("integer", .integer), ("number", .integer), ("number", .number), ("string", .string),
      ("array", .array), ("object", .object), ("integer", .bool), ("number", .bool):
      true
    case ("integer", .number(let number)): number == number.rounded()
    case ("integer", .string(let text)): Double(text.trimmed).map { $0 == $0.rounded() } ?? false
    case ("number", .string(let text)): Double(text.trimmed) != nil
    case ("boolean", .integer(let number)): number == 0 || number == 1
    case ("boolean", .string(let text)): Self.booleanWords.contains(text.lowercased())
    case ("null", _), ("boolean", _), ("integer", _), ("number", _), ("string", _), ("array", _), ("object", _): false
    default: true
    }
  }

  /// Pydantic 2, "Conversion table".
  private static let booleanWords: Set<String> = ["true", "false", "t", "f", "yes", "no", "y", "n", "on", "off", "1", "0"]

  /// Short enough for a sentence; what is inside stays out of it.
  var shown: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let text): "'\(text.prefix(40))'"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

extension String {
  fileprivate var trimmed: String { String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()) }
}
