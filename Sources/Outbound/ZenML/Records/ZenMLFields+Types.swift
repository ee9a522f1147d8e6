import CivilTime
import Values

extension ZenMLFields {
  func text(_ key: String) -> String? {
    guard let value = value(key) else { return nil }
    return value.stringValue ?? unreadable("\(key) is not a text")
  }

  /// The first text under `key`, where something else may stand as well.
  func word(_ key: String) -> String? { first(key) { $0.stringValue != nil }?.stringValue }

  func flag(_ key: String) -> Bool? {
    guard let value = value(key) else { return nil }
    if case .bool(let flag) = value { return flag }
    return unreadable("\(key) is neither true nor false")
  }

  func number(_ key: String) -> Int? {
    guard let value = value(key) else { return nil }
    if case .integer(let number) = value { return Int(number) }
    return unreadable("\(key) is not a whole number")
  }

  /// Times come as naive UTC: `2026-11-21T02:00:00`, with or without a fraction.
  func instant(_ key: String) -> Instant? {
    guard let text = text(key) else { return nil }
    do { return try Instant(iso8601: text) } catch {
      return unreadable("\(key) '\(text.onOneLine(hiding: []))' is not an ISO-8601 time")
    }
  }

  func identifier(_ key: String) -> Identifier? {
    guard let text = text(key) else { return nil }
    return Identifier(text) ?? unreadable("\(key) '\(text.onOneLine(hiding: []))' is not a UUID")
  }

  /// `"PT1H30M"`, or a number of seconds.
  func duration(_ key: String) -> Duration? {
    switch value(key) {
    case .integer(let seconds): return duration(ofSeconds: Double(seconds), key)
    case .number(let seconds): return duration(ofSeconds: seconds, key)
    case .string(let text):
      do { return try Duration(iso8601: text) } catch {
        return unreadable("\(key) '\(text.onOneLine(hiding: []))' is not an ISO-8601 duration")
      }
    case nil: return nil
    default: return unreadable("\(key) is not a duration")
    }
  }

  /// The members of the object under `key`; empty without one.
  func members(_ key: String) -> [String: JSONValue] { first(key) { $0.members != nil }?.members ?? [:] }

  /// The texts of the list under `key`; empty without one.
  func texts(_ key: String) -> [String] { list(key).compactMap(\.stringValue) }

  func list(_ key: String) -> [JSONValue] { first(key) { $0.arrayValue != nil }?.arrayValue ?? [] }

  /// The names of the records, or the texts themselves, in the list under `key`: tags come as either.
  func names(_ key: String) -> [String] { list(key).compactMap { $0["name"]?.stringValue ?? $0.stringValue } }

  /// The record nested under `key`, such as `resources.pipeline`; nil when there is none.
  func entity(_ key: String) -> ZenMLFields? { first(key) { $0.members != nil }.map { ZenMLFields($0) } }

  /// The record that stands under `key`, whole or as its id, or whose id stands under `key_id`.
  func reference(_ key: String) -> ZenMLReference? {
    know("\(key)_id")
    let entity = entity(key)
    let name = entity?.word("name")
    guard let id = entity?.identifier("id") ?? identifier("\(key)_id") ?? word(key).flatMap({ Identifier($0) }) else { return nil }
    return ZenMLReference(id: id, name: name)
  }

  /// More seconds than any schedule means, few enough to count in microseconds.
  private static let secondsLimit = 1e12

  private func duration(ofSeconds seconds: Double, _ key: String) -> Duration? {
    guard abs(seconds) < Self.secondsLimit else { return unreadable("\(key) \(seconds) is out of range") }
    return .microseconds(Int64((seconds * 1e6).rounded()))
  }

  private func unreadable<Value>(_ defect: String) -> Value? {
    note(defect)
    return nil
  }
}

extension JSONValue {
  /// The members of an object; nil for every other value.
  package var members: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }

  /// `a number`.
  var kindInWords: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .integer, .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
