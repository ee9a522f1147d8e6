/// An attribute of an element. Its value is escaped; its name is written in this source code.
struct Attribute: Sendable {
  let markup: String

  private init(_ name: StaticString, value: String) {
    markup = " \(name)=\"\(Escaping.escaped(value))\""
  }

  private init(flag name: StaticString) { markup = " \(name)" }

  /// - Precondition: `name` is none that runs scripts, styles, or leads elsewhere: addresses have attributes of their own.
  static func set(_ name: StaticString, _ value: String) -> Attribute {
    let text = "\(name)"
    precondition(
      !text.hasPrefix("on") && !["style", "href", "src", "action", "formaction", "srcdoc"].contains(text),
      "\(text) is not set with a text")
    return Attribute(name, value: value)
  }

  static func set(_ name: StaticString, _ number: Double) -> Attribute {
    // Two decimals are a hundredth of a pixel.
    let hundredths = Int((number * 100).rounded())
    let (whole, rest) = (hundredths / 100, hundredths % 100)
    let digits = rest == 0 ? "" : "." + (rest < 10 ? "0\(rest)" : "\(rest)")
    return Attribute(name, value: "\(whole)\(digits)")
  }

  static func set(_ name: StaticString, _ number: Int) -> Attribute { Attribute(name, value: "\(number)") }
  static func flag(_ name: StaticString) -> Attribute { Attribute(flag: name) }

  static func `class`(_ names: String) -> Attribute { set("class", names) }
  static func id(_ id: String) -> Attribute { set("id", id) }
  static func href(_ address: Address) -> Attribute { Attribute("href", value: address.text) }
  static func src(_ address: Address) -> Attribute { Attribute("src", value: address.text) }
  static func action(_ address: Address) -> Attribute { Attribute("action", value: address.text) }
  static func type(_ type: String) -> Attribute { set("type", type) }
  static func name(_ name: String) -> Attribute { set("name", name) }
  static func value(_ value: String) -> Attribute { set("value", value) }
  static func title(_ text: String) -> Attribute { set("title", text) }
  static func label(_ text: String) -> Attribute { set("aria-label", text) }
  static let hidden = Attribute("aria-hidden", value: "true")
  static let column = Attribute("scope", value: "col")
  static let row = Attribute("scope", value: "row")
}
