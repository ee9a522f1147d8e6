/// Names that people choose for tags, mutexes and calendars, and write on command lines.
enum LabelText {
  static let lengthLimit = 50

  static func isLabel(_ text: String) -> Bool {
    (1...lengthLimit).contains(text.unicodeScalars.count) && text.unicodeScalars.allSatisfy(isAllowed)
  }

  /// What stands behind the value in a message.
  static let rule = "letters, digits and - _ . : only, at most \(lengthLimit) of them"

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "A"..."Z", "a"..."z", "0"..."9", "-", "_", ".", ":": true
    default: false
    }
  }
}

extension MappingReader {
  /// A name of the author's choice.
  func label(of node: YAMLNode, _ subject: String) -> String? {
    guard let text = text(of: node, subject) else { return nil }
    if LabelText.isLabel(text) { return text }
    log.error("\(subject) '\(Self.shown(text))' is not a name: \(LabelText.rule)", at: node.place)
    return nil
  }
}
