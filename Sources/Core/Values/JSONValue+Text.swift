extension JSONValue {
  /// As JSON text (RFC 8259) without blanks; members in the order of their keys' bytes, so that equal values have equal texts.
  ///
  /// For the bodies of fires, thousands of which may be due in one second; it takes a tenth of what Foundation's encoder does.
  public var jsonText: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += Self.written(value)
    case .string(let value): Self.write(value, to: &text)
    case .array(let items): Self.write(items, "[", "]", to: &text) { $0.write(to: &$1) }
    case .object(let members):
      // Swift orders strings by the bytes of their normal form.
      Self.write(members.sorted { $0.key < $1.key }, "{", "}", to: &text) { member, text in
        Self.write(member.key, to: &text)
        text += ":"
        member.value.write(to: &text)
      }
    }
  }

  private static func write<Items: Sequence>(
    _ items: Items, _ open: String, _ close: String, to text: inout String, _ writeItem: (Items.Element, inout String) -> Void
  ) {
    text += open
    var isFirst = true
    for item in items {
      if !isFirst { text += "," }
      isFirst = false
      writeItem(item, &text)
    }
    text += close
  }

  /// The shortest digits that give the same number; JSON has none for what is not finite.
  private static func written(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Appends `value` in quotes.
  package static func write(_ value: String, to text: inout String) {
    text += "\""
    if value.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
      text += value
    } else {
      for scalar in value.unicodeScalars { text.unicodeScalars.append(contentsOf: escaped(scalar).unicodeScalars) }
    }
    text += "\""
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case "\u{8}": return "\\b"
    case "\u{C}": return "\\f"
    case ..<" ":
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: return String(scalar)
    }
  }
}
