import ControlMessages

/// Keys for people.
enum KeyText {
  static func table(_ keys: [KeyItem], _ moments: Moments, screen: Screen = .paper) -> String {
    if keys.isEmpty { return "no keys\n" }
    let header = ["NAME", "ROLE", "STATE", "CREATED", "EXPIRES", "LAST USED"]
    let rows = keys.map { key in
      [TableCell.text(key.name), .text(key.role.rawValue), .text(key.state.rawValue)]
        + [key.created, key.expires ?? "never", key.lastUsed ?? "never"].map { .plainMoment($0, moments) }
    }
    return FittedTable(header: header, rows: rows, moments: moments, width: screen.width, palette: screen.palette, yielding: [0]).text
  }

  static func new(_ key: NewKey) -> String {
    """
    \(key.key)
    This is the \(key.item.role.rawValue)'s key '\(key.item.name)', good \(key.item.expires.map { "until \($0)" } ?? "for ever"). It is not shown again.

    """
  }
}
