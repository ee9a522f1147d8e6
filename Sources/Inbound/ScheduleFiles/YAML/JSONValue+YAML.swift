import Scheduling

extension YAMLScalar {
  /// What JSON says about a plain scalar; everything else is text. YAML 1.1 would make `NO` a truth value, `12:30` a number
  /// of minutes and `0123` an octal number; nobody who fills in a request body means that.
  var jsonValue: JSONValue {
    guard isPlain else { return .string(text) }
    switch text {
    case "", "~", "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default: return JSONNumberText(text)?.value ?? .string(text)
    }
  }

  /// True of a whole number, written out, that 64 bits cannot hold: as a floating-point number it would be another one.
  var isNumberBeyondInteger: Bool { isPlain && JSONNumberText.hasIntegerShape(text) && Int64(text) == nil }
}

/// A text that is a number of RFC 8259 section 6 from its first character to its last.
private struct JSONNumberText {

  let value: JSONValue

  init?(_ text: String) {
    guard Self.hasNumberShape(text) else { return nil }
    if let integer = Int64(text) {
      value = .integer(integer)
    } else if let number = Double(text), number.isFinite {
      value = .number(number)
    } else {
      return nil
    }
  }

  static func hasIntegerShape(_ text: String) -> Bool { hasNumberShape(text) && !text.contains(where: { ".eE".contains($0) }) }

  /// `Double` reads more than JSON allows (`nan`, `0x1p3`, `.5`, `01`), so the shape is checked first.
  private static func hasNumberShape(_ text: String) -> Bool {
    var rest = Substring(text)
    if rest.first == "-" { rest.removeFirst() }
    guard let whole = takeDigits(&rest), whole == "0" || whole.first != "0" else { return false }
    if rest.first == "." {
      rest.removeFirst()
      guard takeDigits(&rest) != nil else { return false }
    }
    if rest.first == "e" || rest.first == "E" {
      rest.removeFirst()
      if rest.first == "+" || rest.first == "-" { rest.removeFirst() }
      guard takeDigits(&rest) != nil else { return false }
    }
    return rest.isEmpty
  }

  private static func takeDigits(_ rest: inout Substring) -> Substring? {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest.dropFirst(digits.count)
    return digits.isEmpty ? nil : digits
  }
}

extension YAMLNode {
  /// The JSON value that it is; what was reported is null.
  var json: JSONValue {
    switch content {
    case .reported: .null
    case .scalar(let scalar): scalar.jsonValue
    case .list(let items): .array(items.map(\.json))
    case .mapping(let entries): .object(Dictionary(entries.map { ($0.key, $0.value.json) }) { first, _ in first })
    }
  }

  /// The node that a JSON value would be, all of it at the start of the text: JSON of a server has no lines to point at.
  init(_ json: JSONValue) {
    place = .start
    switch json {
    case .null: content = .scalar(YAMLScalar(text: "null", isPlain: true))
    case .bool(let value): content = .scalar(YAMLScalar(text: "\(value)", isPlain: true))
    case .integer(let value): content = .scalar(YAMLScalar(text: "\(value)", isPlain: true))
    case .number(let value): content = .scalar(YAMLScalar(text: "\(value)", isPlain: true))
    case .string(let text): content = .scalar(YAMLScalar(text: text, isPlain: false))
    case .array(let items): content = .list(items.map(YAMLNode.init))
    case .object(let members):
      content = .mapping(
        members.sorted { $0.key < $1.key }.map {
          YAMLEntry(key: $0.key, keyPlace: .start, value: YAMLNode($0.value))
        })
    }
  }
}
