import Scheduling

/// Text with templates, and values that hold such text. What comes back is unchanged: templates are filled in when a fire is sent.
extension TriggerReader {
  /// - Parameter scope: what the text may name besides the fire's values and secrets.
  func template(_ node: YAMLNode, _ subject: String, in mapping: MappingReader, _ scope: TemplateScope = []) -> String? {
    guard let text = mapping.text(of: node, subject) else { return nil }
    return isTemplate(text, subject, at: node.place, scope) ? text : nil
  }

  /// Any value as JSON; nil when a template in it is wrong, or something in it is reported already.
  /// - Parameter isSent: its numbers must be kept digit for digit.
  func json(_ node: YAMLNode, _ subject: String, _ scope: TemplateScope = [], isSent: Bool = true) -> JSONValue? {
    switch node.content {
    case .reported: return nil
    case .scalar(let scalar):
      guard !isSent || !scalar.isNumberBeyondInteger else {
        log.error("\(subject): a whole number of more than 64 bits would not be kept as it is; put it in quotes", at: node.place)
        return nil
      }
      let value = scalar.jsonValue
      if let text = value.stringValue, !isTemplate(text, subject, at: node.place, scope) { return nil }
      return value
    case .list(let items):
      let values = items.map { json($0, subject, scope, isSent: isSent) }
      return values.contains(nil) ? nil : .array(values.compactMap { $0 })
    case .mapping(let entries):
      let members = entries.map { ($0.key, json($0.value, "\(subject).\($0.key)", scope, isSent: isSent)) }
      guard !members.contains(where: { $0.1 == nil }) else { return nil }
      return .object(Dictionary(members.compactMap { key, value in value.map { (key, $0) } }) { first, _ in first })
    }
  }

  private func isTemplate(_ text: String, _ subject: String, at place: Place, _ scope: TemplateScope) -> Bool {
    guard !text.utf8.contains(0) else {
      log.error("\(subject) holds a NUL character", at: place)
      return false
    }
    guard Template.mayStand(in: text) else { return true }
    do throws(TemplateError) {
      guard let problem = try Template(parsing: text).problem(in: scope) else { return true }
      log.error("\(subject): \(problem)", at: place)
      return false
    } catch {
      log.error("\(subject): \(error.problem)", at: place)
      return false
    }
  }
}
