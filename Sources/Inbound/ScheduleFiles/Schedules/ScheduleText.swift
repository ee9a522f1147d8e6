import CivilTime
import Foundation
import Scheduling

/// The schedules and bindings of one text: all of its documents, or none when one of them is wrong.
struct ScheduleText: Sendable {
  struct PlacedSchedule: Sendable {
    let schedule: FileSchedule
    let file: String
    /// Of the key `name`.
    let place: Place
    let sourceLine: String
    /// As a server would hold it; null unless it was asked for.
    let binding: JSONValue
  }

  var schedules: [PlacedSchedule] = []
  var bindings: [FileBinding] = []
  var errors: [FileProblem] = []
  var warnings: [FileProblem] = []

  /// What a text is read with.
  struct Context: Sendable {
    var calendars: NamedCalendars
    var zoneNamed: @Sendable (String) -> ZoneRules?
    var keepsBindings = false
    /// Others can call this daemon.
    var allowsCallbacks = false
    var alertSinks: Set<String>?
    /// What is there already, by id: a schedule that is the same shares its storage.
    var known: [Identifier: FileSchedule] = [:]
  }

  init(
    file: String, text: String, calendars: NamedCalendars, zoneNamed: @escaping @Sendable (String) -> ZoneRules?,
    keepsBindings: Bool = false, allowsCallbacks: Bool = false, alertSinks: Set<String>? = nil
  ) {
    let context = Context(
      calendars: calendars, zoneNamed: zoneNamed, keepsBindings: keepsBindings, allowsCallbacks: allowsCallbacks, alertSinks: alertSinks)
    self.init(file: file, text: text, context)
  }

  /// - Parameter mostParts: several for each core, so that none waits long for another one's last.
  init(file: String, text: String, _ context: Context, mostParts: Int = 4 * ProcessInfo.processInfo.activeProcessorCount) {
    let source = SourceText(file: file, text: text)
    let parts = YAMLPart.parts(of: source.lines, most: mostParts)
    if parts.count > 1, let whole = Self.reading(parts, of: source, context) {
      self = whole
    } else {
      self.init(source, context)
    }
  }

  init() {}

  private init(_ source: SourceText, _ context: Context) {
    let log = ProblemLog(source)
    let documents = DocumentReader(log: log, context)
    var reader = YAMLReader(log)
    reader.forEachDocument { take(documents.read($0), log, context) }
    conclude(log)
  }

  mutating func take(_ document: DocumentReader.Document?, _ log: ProblemLog, _ context: Context) {
    switch document {
    case .schedule(let read, let place, let binding):
      let schedule = context.known[read.id].flatMap { $0 == read ? $0 : nil } ?? read
      let line = log.source.shownLine(place.line)
      let json: JSONValue =
        context.keepsBindings ? .object(Dictionary(binding.map { ($0.key, $0.value.json) }) { first, _ in first }) : .null
      schedules.append(PlacedSchedule(schedule: schedule, file: log.source.file, place: place, sourceLine: line, binding: json))
    case .binding(let binding): bindings.append(binding)
    case nil: break
    }
  }

  mutating func conclude(_ log: ProblemLog) {
    errors = log.errors
    warnings = log.warnings
    if !errors.isEmpty { (schedules, bindings) = ([], []) }
  }

  /// A text that could not be read.
  init(_ problem: FileProblem) {
    errors = [problem]
  }
}
