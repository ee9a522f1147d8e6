import ControlMessages

/// Keys for people.
enum KeyText {
  static func table(_ keys: [KeyItem]) -> String {
    if keys.isEmpty { return "no keys\n" }
    let header = ["NAME", "ROLE", "STATE", "CREATED", "EXPIRES", "LAST USED"]
    let rows = keys.map { [$0.name, $0.role.rawValue, $0.state.rawValue, $0.created, $0.expires ?? "never", $0.lastUsed ?? "never"] }
    return TextTable(header, rows).text
  }

  static func new(_ key: NewKey) -> String {
    """
    \(key.key)
    This is the \(key.item.role.rawValue)'s key '\(key.item.name)', good \(key.item.expires.map { "until \($0)" } ?? "for ever"). It is not shown again.

    """
  }
}
