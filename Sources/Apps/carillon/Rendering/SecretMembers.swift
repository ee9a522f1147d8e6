import Scheduling

/// Which members of a record must not be printed.
struct SecretMembers: Sendable {
  /// Instead of what is hidden.
  static let mark = "***"

  /// Members of which everything is hidden: the values of secrets, the settings of service connectors.
  let whole: Set<String>

  init(_ whole: Set<String> = []) { self.whole = whole.union(["credentials"]) }

  /// Texts and numbers that are hidden wherever they stand, in every record.
  private static let endings = [
    "password", "passwd", "secret", "token", "api_key", "auth_key", "access_key", "private_key", "secret_key",
  ]

  /// The record with a mark in the place of each secret.
  func hidden(in value: JSONValue) -> JSONValue { value.marked(by: self, isSecret: false) }

  /// What `value` has that is hidden, as texts.
  func texts(in value: JSONValue) -> [String] { value.secrets(by: self, isSecret: false) }

  fileprivate func hidesAll(of key: String) -> Bool { whole.contains(key.lowercased()) }

  fileprivate func hides(_ key: String) -> Bool {
    let key = key.lowercased()
    return Self.endings.contains { key == $0 || key.hasSuffix("_\($0)") }
  }
}

extension JSONValue {
  /// The keys stay: they are needed to name what is in it.
  fileprivate func marked(by rule: SecretMembers, isSecret: Bool) -> JSONValue {
    switch self {
    case .object(let members):
      .object(
        Dictionary(
          uniqueKeysWithValues: members.map { key, value in (key, value.marked(by: rule, isSecret: value.isSecret(key, rule, isSecret))) }))
    case .array(let items): .array(items.map { $0.marked(by: rule, isSecret: isSecret) })
    case .string(let text): .string(isSecret && !text.isEmpty ? SecretMembers.mark : text)
    case .integer, .number: isSecret ? .string(SecretMembers.mark) : self
    case .null, .bool: self
    }
  }

  fileprivate func secrets(by rule: SecretMembers, isSecret: Bool) -> [String] {
    switch self {
    case .object(let members): members.flatMap { key, value in value.secrets(by: rule, isSecret: value.isSecret(key, rule, isSecret)) }
    case .array(let items): items.flatMap { $0.secrets(by: rule, isSecret: isSecret) }
    case .string(let text): isSecret && !text.isEmpty ? [text] : []
    case .integer(let number): isSecret ? [String(number)] : []
    case .number(let number): isSecret ? [String(number)] : []
    case .null, .bool: []
    }
  }

  /// Whether this value of `key` is a secret, in an object that is one or not. An object under such a key, as in a schema, is none by itself.
  private func isSecret(_ key: String, _ rule: SecretMembers, _ isInSecret: Bool) -> Bool {
    if isInSecret || rule.hidesAll(of: key) { return true }
    if case .object = self { return false }
    return rule.hides(key)
  }
}
