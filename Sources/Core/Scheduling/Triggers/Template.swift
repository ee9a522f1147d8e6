/// Text with variables in double braces: `{{due}}`, `{{run_name}}` …, which stand for the fire's values, and references to
/// what is read when the fire is sent: `{{env:NAME}}`, `{{file:PATH}}`, `{{credential:NAME}}`, `{{secret:NAME.KEY}}`.
package struct Template: Hashable, Sendable {
  package enum Part: Hashable, Sendable {
    case text(String)
    case variable(Variable)
    case environment(String)
    case file(String)
    /// A file of the directory in which systemd puts a service's credentials.
    case credential(String)
    /// Of the ZenML server's secret store.
    case secret(name: String, key: String)
    /// The one-time URL that is called when the work is done.
    case callbackURL
    /// Where the status of accepted work is asked for.
    case statusURL
    case answer(AnswerPath)
    /// A header of an answer.
    case answerHeader(String)
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
    while let open = rest.firstPair(of: "{") {
      if open.lowerBound > rest.startIndex { parts.append(.text(String(rest[..<open.lowerBound]))) }
      guard let close = rest[open.upperBound...].firstPair(of: "}") else {
        throw TemplateError(text: text, problem: "'{{' is never closed by '}}'")
      }
      parts.append(try Part(parsing: rest[open.upperBound..<close.lowerBound], of: text))
      rest = rest[close.upperBound...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    self.parts = parts
  }

  /// False for a text that is plain for sure, as most are.
  package static func mayStand(in text: String) -> Bool { text.utf8.contains(UInt8(ascii: "{")) }

  /// True when the text reads this machine's environment or files: never accepted from a server.
  package var readsMachine: Bool { parts.contains { $0.readsMachine } }
}

package struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
  package let text: String
  package let problem: String
  package var description: String { problem }
}

extension Substring {
  /// The first place where `brace` stands twice. Looked for in bytes: each fire's templates come this way, and what
  /// follows a brace, such as a combining accent, does not make it another character.
  fileprivate func firstPair(of brace: Unicode.Scalar) -> Range<Index>? {
    let byte = UInt8(ascii: brace)
    var place = utf8.startIndex
    while place < utf8.endIndex {
      let next = utf8.index(after: place)
      if utf8[place] == byte, next < utf8.endIndex, utf8[next] == byte { return place..<utf8.index(after: next) }
      place = next
    }
    return nil
  }
}
