import Scheduling

/// Which members of a record must not be printed.
struct SecretMembers: Sendable {
  /// Instead of what is hidden.
  static let mark = "***"

  /// Members of which everything is hidden: the values of secrets, the settings of service connectors.
  let whole: Set<String>

  init(_ whole: Set<String> = []) { self.whole = whole }

  /// Hidden wherever they stand, in every record.
  private static let endings = [
    "password", "passwd", "secret", "token", "api_key", "auth_key", "access_key", "private_key", "secret_key", "credentials",
  ]

  /// The record with a mark in the place of each secret.
  func hidden(in value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      .object(
        Dictionary(
          uniqueKeysWithValues: members.map { key, value in (key, hides(key) ? Self.masked(value) : hidden(in: value)) }))
    case .array(let items): .array(items.map(hidden))
    case .null, .bool, .integer, .number, .string: value
    }
  }

  private func hides(_ key: String) -> Bool {
    let key = key.lowercased()
    return whole.contains(key) || Self.endings.contains { key == $0 || key.hasSuffix("_\($0)") }
  }

  /// The keys stay: they are needed to name what is in it.
  private static func masked(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text): .string(text.isEmpty ? text : mark)
    case .integer, .number: .string(mark)
    case .array(let items): .array(items.map(masked))
    case .object(let members): .object(members.mapValues(masked))
    case .null, .bool: value
    }
  }
}
