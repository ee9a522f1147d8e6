import CivilTime
import Values

extension Members {
  mutating func text(_ key: String) -> String? { take(key, \.stringValue) }

  mutating func integer(_ key: String) -> Int? { take(key, \.integerValue) }

  /// An RFC 3339 date-time; without an offset it is UTC.
  mutating func instant(_ key: String) -> Instant? {
    take(key) { value in value.stringValue.flatMap { try? Instant(iso8601: $0) } }
  }

  /// A list of texts; one with anything else in it is not taken.
  mutating func texts(_ key: String) -> [String]? {
    take(key) { value in
      guard let items = value.arrayValue else { return nil }
      let texts = items.compactMap(\.stringValue)
      return texts.count == items.count ? texts : nil
    }
  }

  mutating func textsByName(_ key: String) -> [String: String]? { dictionary(key, \.stringValue) }

  mutating func numbersByName(_ key: String) -> [String: Double]? { dictionary(key, \.numberValue) }

  mutating func status<Status: RawRepresentable<String>>(_ key: String, as type: Status.Type = Status.self) -> Status? {
    take(key) { value in value.stringValue.flatMap(Status.init) }
  }

  private mutating func dictionary<Value>(_ key: String, _ read: (JSONValue) -> Value?) -> [String: Value]? {
    take(key) { value in
      guard case .object(let members) = value else { return nil }
      let values = members.compactMapValues(read)
      return values.count == members.count ? values : nil
    }
  }
}

extension JSONValue {
  var integerValue: Int? { if case .integer(let number) = self { Int(exactly: number) } else { nil } }

  fileprivate var numberValue: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    case .null, .bool, .string, .array, .object: nil
    }
  }
}
