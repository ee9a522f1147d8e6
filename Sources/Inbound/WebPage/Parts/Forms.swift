/// Forms that work without a script: each sends the caller's token back.
enum Forms {
  static func post(_ action: Address, _ frame: Frame, _ more: Attribute?..., @HTMLBuilder content: () -> HTML) -> HTML {
    form(.set("method", "post"), .action(action), more.first ?? nil) {
      frame.viewer.formToken.map { hidden("csrf", $0) }
      content()
    }
  }

  static func get(_ action: Address, _ more: Attribute?..., @HTMLBuilder content: () -> HTML) -> HTML {
    form(.set("method", "get"), .action(action), more.first ?? nil, content: content)
  }

  static func hidden(_ name: String, _ value: String) -> HTML { input(.type("hidden"), .name(name), .value(value)) }

  static func submit(_ text: String, _ look: Attribute = .class("button")) -> HTML {
    button(.type("submit"), look) { text }
  }

  /// A labelled text field.
  static func field(
    _ title: String, name: String, value: String = "", hint: String? = nil, type: String = "text", more: Attribute? = nil
  ) -> HTML {
    div(.class("field")) {
      label(.set("for", "field-\(name)")) { title }
      input(
        .type(type), .id("field-\(name)"), .name(name), .value(value), hint.map { _ in .set("aria-describedby", "hint-\(name)") }, more)
      hint.map { hint in small(.id("hint-\(name)"), .class("hint")) { hint } }
    }
  }

  static func checkbox(_ title: String, name: String, isOn: Bool = false) -> HTML {
    div(.class("field check")) {
      input(.type("checkbox"), .id("field-\(name)"), .name(name), .value("true"), isOn ? .flag("checked") : nil)
      label(.set("for", "field-\(name)")) { title }
    }
  }

  /// A labelled choice of one value.
  static func choices(_ title: String, name: String, value: String, _ options: [(value: String, text: String)]) -> HTML {
    div(.class("field")) {
      label(.set("for", "field-\(name)")) { title }
      choice(.id("field-\(name)"), .name(name)) {
        options.map { entry in option(.value(entry.value), entry.value == value ? .flag("selected") : nil) { entry.text } }
      }
    }
  }

  static func link(_ text: String, _ address: Address, _ look: String = "button quiet") -> HTML {
    anchor(.class(look), .href(address)) { text }
  }
}
