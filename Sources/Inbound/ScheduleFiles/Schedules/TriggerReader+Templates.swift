import Scheduling

/// Text with templates, and values that hold such text. What comes back is unchanged: templates are filled in when a fire is sent.
extension TriggerReader {
  func template(_ node: YAMLNode, _ subject: String, in mapping: MappingReader) -> String? {
    guard let text = mapping.text(of: node, subject) else { return nil }
    return isTemplate(text, subject, at: node.place) ? text : nil
  }

  /// Any value as JSON; nil when a template in it is wrong, or something in it is reported already.
  func json(_ node: YAMLNode, _ subject: String) -> JSONValue? {
    switch node.content {
    case .reported: return nil
    case .scalar(let scalar):
      let value = scalar.jsonValue
      if let text = value.stringValue, !isTemplate(text, subject, at: node.place) { return nil }
      return value
    case .list(let items):
      let values = items.map { json($0, subject) }
      return values.contains(nil) ? nil : .array(values.compactMap { $0 })
    case .mapping(let entries):
      let members = entries.map { ($0.key, json($0.value, "\(subject).\($0.key)")) }
      guard !members.contains(where: { $0.1 == nil }) else { return nil }
      return .object(Dictionary(members.compactMap { key, value in value.map { (key, $0) } }) { first, _ in first })
    }
  }

  private func isTemplate(_ text: String, _ subject: String, at place: Place) -> Bool {
    guard !text.unicodeScalars.contains("\0") else {
      log.error("\(subject) holds a NUL character", at: place)
      return false
    }
    do throws(TemplateError) {
      _ = try Template(parsing: text)
      return true
    } catch {
      log.error("\(subject): \(error.problem)", at: place)
      return false
    }
  }
}
