import CivilTime
import Foundation
import Scheduling

/// Reads the definition of a local schedule: one document of a schedule file, as JSON or YAML, with the code that reads files.
///
/// It is stored as it was sent, so credentials must be references; what may be referred to, and by whom, others decide.
package enum LocalScheduleText {
  package struct Context: Sendable {
    /// Those of the configuration.
    package var calendars: NamedCalendars
    /// Others can call this daemon (`public_url`).
    package var allowsCallbacks: Bool
    package var zoneNamed: @Sendable (String) -> ZoneRules?

    package init(
      calendars: NamedCalendars = .none, allowsCallbacks: Bool = false, zoneNamed: @escaping @Sendable (String) -> ZoneRules?
    ) {
      self.calendars = calendars
      self.allowsCallbacks = allowsCallbacks
      self.zoneNamed = zoneNamed
    }
  }

  /// Where the trigger comes from, as schedules show it.
  private static let origin = "the control API"

  /// - Returns: the schedule, its record's source `local` and its id that of its name.
  package static func read(_ text: String, in context: Context) throws(LocalDefinitionError) -> FileSchedule {
    let document = try Document(text)
    let schedule = try schedule(of: document, context)
    let exposed = CredentialSearch.problems(in: schedule.trigger)
    guard exposed.isEmpty else { throw LocalDefinitionError(exposed) }
    return schedule
  }

  /// What the text says, as JSON: for those who show it.
  package static func json(_ text: String) -> JSONValue? {
    (try? Document(text))?.node.json
  }

  private static func schedule(of document: Document, _ context: Context) throws(LocalDefinitionError) -> FileSchedule {
    let log = document.log
    if case .mapping(let entries) = document.node.content, let match = entries.first(where: { $0.key == "match" }) {
      log.error("match: belongs to the files of the daemon; a local schedule is one of its own", at: match.keyPlace)
      throw document.error
    }
    if case .mapping(let entries) = document.node.content, let ping = entries.first(where: { $0.key == "ping" }) {
      log.error("ping: belongs to a file: its URL is a secret, and it takes along what commands write", at: ping.keyPlace)
      throw document.error
    }
    let reader = DocumentReader(
      log: log, zoneNamed: context.zoneNamed, calendars: context.calendars, allowsCallbacks: context.allowsCallbacks)
    let read = reader.read(document.node)
    guard !log.hasErrors, case .schedule(let schedule, _, _)? = read else { throw document.error }
    return schedule.moved(to: .local, id: ScheduleRecord.localID(name: schedule.name), location: origin)
  }
}

/// A text with its one document, and how its places are named.
private struct Document {
  let log: ProblemLog
  let node: YAMLNode
  private let places: JSONPlaces?

  init(_ text: String) throws(LocalDefinitionError) {
    guard text.utf8.count <= BindingText.sizeLimit else {
      throw LocalDefinitionError([.init("", "it is longer than \(BindingText.sizeLimit / 1024) KiB")])
    }
    if text.first(where: { !$0.isWhitespace }) == "{" {
      // Of JSON there are paths and no lines; it is no YAML either, whatever libyaml would make of it.
      log = ProblemLog(SourceText(file: "", text: ""))
      var places = JSONPlaces()
      node = places.node(try Self.json(text))
      self.places = places
    } else {
      log = ProblemLog(SourceText(file: "", text: text))
      places = nil
      node = try Self.yaml(text, log)
    }
  }

  private static func json(_ text: String) throws(LocalDefinitionError) -> JSONValue {
    do { return try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) } catch {
      throw LocalDefinitionError([.init("", "it begins with { and is no JSON")])
    }
  }

  private static func yaml(_ text: String, _ log: ProblemLog) throws(LocalDefinitionError) -> YAMLNode {
    guard !BindingText.mayHoldAnchor(text) else {
      throw LocalDefinitionError([.init("", "it has a YAML anchor (&name); write the value out, or put quotes around text with &")])
    }
    var reader = YAMLReader(log)
    let documents = reader.documents()
    guard !log.hasErrors else { throw LocalDefinitionError(log.errors.map { .init($0.lineAndColumn, $0.message) }) }
    guard let document = documents.first, documents.count == 1 else {
      throw LocalDefinitionError([.init("", "it holds \(documents.count) documents instead of one")])
    }
    return document
  }

  var error: LocalDefinitionError {
    LocalDefinitionError(log.errors.map { .init(places?.path(at: $0.place) ?? $0.lineAndColumn, $0.message) })
  }
}

extension FileProblem {
  /// `3:7`; empty without a place.
  fileprivate var lineAndColumn: String { place.map { "\($0.line):\($0.column)" } ?? "" }
}
