/// Text with variables in double braces: `{{due}}`, `{{fire_id}}`, `{{schedule}}`, `{{run_name}}`, `{{attempt}}`, and in
/// files also `{{env:NAME}}` and `{{file:PATH}}`, which are read at send time.
package struct Template: Hashable, Sendable {
  package enum Part: Hashable, Sendable {
    case text(String)
    case variable(Variable)
    case environment(String)
    case file(String)
  }

  package enum Variable: String, Hashable, Sendable, CaseIterable {
    case due
    case fireID = "fire_id"
    case schedule
    case runName = "run_name"
    case attempt
    /// How many missed instants the fire stands for besides its own; `0` for most.
    case missedCount = "missed_count"
    /// The first of them; empty when there is none.
    case missedFirst = "missed_first"
    case missedLast = "missed_last"
  }

  package let parts: [Part]

  package init(parsing text: String) throws(TemplateError) {
    var parts: [Part] = []
    var rest = text[...]
    while let open = rest.firstRange(of: "{{") {
      if open.lowerBound > rest.startIndex { parts.append(.text(String(rest[..<open.lowerBound]))) }
      guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
        throw TemplateError(text: text, problem: "'{{' is never closed by '}}'")
      }
      parts.append(try Self.part(rest[open.upperBound..<close.lowerBound], of: text))
      rest = rest[close.upperBound...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    self.parts = parts
  }

  /// True when the text reads this machine's environment or files: never accepted from a server.
  package var readsMachine: Bool {
    parts.contains { part in
      switch part {
      case .environment, .file: true
      case .text, .variable: false
      }
    }
  }

  private static func part(_ inner: Substring, of text: String) throws(TemplateError) -> Part {
    let name = String(inner.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    if let variable = Variable(rawValue: name) { return .variable(variable) }
    if name.hasPrefix("env:"), name.count > 4 { return .environment(String(name.dropFirst(4))) }
    if name.hasPrefix("file:"), name.count > 5 { return .file(String(name.dropFirst(5))) }
    let known = Variable.allCases.map(\.rawValue).joined(separator: ", ")
    throw TemplateError(text: text, problem: "'{{\(name)}}' is not a variable; known are \(known), env:NAME, file:PATH")
  }
}

package struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
  package let text: String
  package let problem: String
  package var description: String { problem }
}

extension Substring {
  /// The first place of `needle`, found on unicode scalars.
  fileprivate func firstRange(of needle: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
      start = index(after: start)
    }
    return nil
  }
}
