import Scheduling

/// What an http request carries besides its headers, and what its answer has to say.
extension TriggerReader {
  func content(_ mapping: inout MappingReader, method: String?) -> (body: JSONValue?, form: [String: String]?) {
    let body = mapping.take("body").flatMap { json($0, "body", scope) }
    let form = texts("form", &mapping)
    if mapping.gives("form"), mapping.gives("body") {
      log.error("body and form are both given; keep one of them", at: mapping.keyPlace("form"))
    } else if mapping.gives("body"), method == "HEAD" {
      log.error("HEAD has no body; write query", at: mapping.keyPlace("body"))
    } else if mapping.gives("form"), let method, ["GET", "HEAD"].contains(method) {
      log.error("form is the body of a request, and \(method) has none; write query", at: mapping.keyPlace("form"))
    }
    return (body, form)
  }

  /// Numbers and truth values are taken as they are written; nothing is the empty text. Nil when there are none.
  func texts(_ key: String, _ mapping: inout MappingReader) -> [String: String]? {
    guard mapping.gives(key) else { return nil }
    let entries = mapping.entries(key)
    let reader = mapping
    return entries.reduce(into: [:]) { texts, entry in
      texts[entry.key] = entry.value.isNull ? "" : template(entry.value, "\(key).\(entry.key)", in: reader, scope)
    }
  }

  // MARK: The answer

  func expect(_ mapping: inout MappingReader) -> [AnswerExpectation]? {
    guard let items = mapping.list("expect", example: "[{path: $.status, equals: ok}]") else { return nil }
    return items.compactMap(expectation)
  }

  private func expectation(_ node: YAMLNode) -> AnswerExpectation? {
    guard var mapping = MappingReader(node, "expect", log: log) else { return nil }
    let path = answerPath("path", &mapping)
    if !mapping.gives("path") { log.error("expect needs path: a place in the answer, such as $.status", at: mapping.place) }
    var conditions: [AnswerExpectation.Condition?] = []
    if mapping.gives("exists") { conditions.append(mapping.truth("exists").map { .exists($0) }) }
    if let items = mapping.list("one_of", example: "[accepted, queued]") {
      conditions.append(.oneOf(items.compactMap { json($0, "one_of", scope, isSent: false) }))
    }
    if let node = mapping.take("equals") { conditions.append(json(node, "equals", scope, isSent: false).map { .equals($0) }) }
    mapping.finish()
    guard conditions.count == 1, let condition = conditions.first else {
      log.error("expect needs exactly one of equals, one_of, exists beside path", at: mapping.place)
      return nil
    }
    guard let path, let condition else { return nil }
    return AnswerExpectation(path, condition)
  }

  func answerPath(_ key: String, _ mapping: inout MappingReader) -> AnswerPath? {
    guard let node = mapping.take(key), let text = mapping.text(of: node, key) else { return nil }
    do throws(AnswerPathError) {
      return try AnswerPath(parsing: text)
    } catch {
      let place = log.source.place(insideScalar: node.place, text: text, position: error.position, length: 1)
      log.error("\(key) '\(MappingReader.shown(text))' \(error.problem)", at: place)
      return nil
    }
  }
}
