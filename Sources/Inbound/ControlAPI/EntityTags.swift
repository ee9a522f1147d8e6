import ControlMessages

/// The value of `If-Match` or `If-None-Match` (RFC 9110 section 13.1).
package enum EntityTags: Sendable, Equatable {
  case any
  /// Without their quotes; weak ones match nothing here and are left out.
  case tags([String])

  /// - Parameter field: the header's name, for the problem.
  package init(_ text: String, field: String) throws(ControlProblem) {
    if text.allSatisfy({ $0 == " " || $0 == "*" }), text.contains("*") {
      self = .any
      return
    }
    var tags: [String] = []
    for part in text.split(separator: ",") {
      var tag = part.drop { $0 == " " }
      while tag.last == " " { tag.removeLast() }
      let isWeak = tag.hasPrefix("W/")
      if isWeak { tag = tag.dropFirst(2) }
      guard tag.count >= 2, tag.first == "\"", tag.last == "\"" else {
        throw ControlProblem(.badRequest, "\(field): '\(text)' is neither * nor a list of tags in quotes, such as \"1a2b\"")
      }
      if !isWeak { tags.append(String(tag.dropFirst().dropLast())) }
    }
    self = .tags(tags)
  }

  package func contains(_ tag: String) -> Bool {
    switch self {
    case .any: true
    case .tags(let tags): tags.contains(tag)
    }
  }
}
