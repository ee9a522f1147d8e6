import Foundation
import Scheduling

/// Reads the text that a server holds for a schedule under `carillon.binding`, with the code that reads files.
///
/// Whoever can write a Schedule can write this text, so it is small and has no aliases. What it may ask for is the `Binder`'s to judge;
/// an unknown time zone is found with the record's timing.
package enum BindingText {
  /// A trigger with a large body takes a few kilobytes.
  static let sizeLimit = 64 * 1024
  /// Enough to mend a text without a second try.
  private static let shownProblems = 3

  /// - Parameters:
  ///   - text: JSON or YAML: `{"trigger": {…}, "policy": {…}, "tags": […], "time_zone": "…"}`, each of them optional.
  ///   - calendars: those of the configuration, which its policy may name.
  ///   - allowsCallbacks: others can call this daemon (`public_url`).
  package static func parse(_ text: String, calendars: NamedCalendars, allowsCallbacks: Bool = false) throws(BindingTextError)
    -> BindingContent
  {
    guard text.utf8.count <= sizeLimit else { throw BindingTextError("it is longer than \(sizeLimit / 1024) KiB") }
    let log = ProblemLog(SourceText(file: "carillon.binding", text: text))
    guard let node = try node(of: text, log: log), let content = content(of: node, calendars, allowsCallbacks, log: log), !log.hasErrors
    else {
      throw summary(of: log.errors)
    }
    return content
  }

  private static func content(
    of node: YAMLNode, _ calendars: NamedCalendars, _ allowsCallbacks: Bool, log: ProblemLog
  ) -> BindingContent? {
    guard var mapping = MappingReader(node, "the binding", log: log) else { return nil }
    let reader = DocumentReader(log: log, zoneNamed: { _ in nil }, calendars: calendars, allowsCallbacks: allowsCallbacks)
    let content = reader.content(&mapping)
    var foreign = ["match": "the schedule that holds the binding is the one it is for"]
    for key in ["alerts", "ping", "expect"] { foreign[key] = "it belongs into a file with match:" }
    mapping.finish(foreign: foreign)
    return content
  }

  /// JSON is read as JSON: libyaml refuses the surrogate pairs in which JSON writes characters such as 🔔.
  private static func node(of text: String, log: ProblemLog) throws(BindingTextError) -> YAMLNode? {
    if text.first(where: { !$0.isWhitespace }) == "{", let json = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) {
      return YAMLNode(json.withoutMark)
    }
    guard !mayHoldAnchor(text) else {
      throw BindingTextError("it has a YAML anchor (&name); write the value out, or put quotes around text with &")
    }
    var reader = YAMLReader(log)
    let documents = reader.documents()
    guard log.hasErrors || documents.count == 1 else { throw BindingTextError("it holds \(documents.count) documents instead of one") }
    return documents.first
  }

  /// Refuses a little more than anchors: a few hundred characters with them can mean a hundred thousand values.
  static func mayHoldAnchor(_ text: String) -> Bool {
    var previous: Character = " "
    for character in text {
      if character == "&", previous.isWhitespace || "[{,:-?".contains(previous) { return true }
      previous = character
    }
    return false
  }

  private static func summary(of problems: [FileProblem]) -> BindingTextError {
    let sentences = problems.prefix(shownProblems).map(\.message).joined(separator: "; ")
    let more = problems.count > shownProblems ? "; and \(problems.count - shownProblems) more" : ""
    return BindingTextError(sentences + more)
  }
}

extension JSONValue {
  /// The mark of what `apply` has made says nothing to the scheduler.
  fileprivate var withoutMark: JSONValue {
    guard case .object(var members) = self else { return self }
    members[PresentSchedule.appliedKey] = nil
    return .object(members)
  }
}
