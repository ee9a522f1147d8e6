import CivilTime

/// A schedule that is in no file and on no server: made over the control API, and kept as it was written there.
package struct LocalSchedule: Hashable, Sendable {
  /// Follows from the name.
  package let id: Identifier
  package let name: String
  /// The definition: one document of a schedule file, as JSON or YAML.
  package var text: String
  package var created: Instant
  /// Grows with each change, whatever the clock is set to.
  package var updated: Instant

  package init(name: String, text: String, created: Instant, updated: Instant) {
    id = ScheduleRecord.localID(name: name)
    self.name = name
    self.text = text
    self.created = created
    self.updated = updated
  }
}

/// What is wrong with a definition, part by part.
package struct LocalDefinitionError: Error, Hashable, Sendable {
  package struct Problem: Hashable, Sendable {
    /// `trigger.argv[0]` of JSON, `3:7` (line and column) of YAML; empty for the whole.
    package let path: String
    package let message: String

    package init(_ path: String, _ message: String) {
      self.path = path
      self.message = message
    }

    package var sentence: String { path.isEmpty || message.hasPrefix(path) ? message : "\(path): \(message)" }
  }

  package let problems: [Problem]

  package init(_ problems: [Problem]) { self.problems = problems }

  /// Enough to mend a text without a second try.
  private static let shown = 3

  package var sentence: String {
    let more = problems.count > Self.shown ? "; and \(problems.count - Self.shown) more" : ""
    return problems.prefix(Self.shown).map(\.sentence).joined(separator: "; ") + more
  }
}
