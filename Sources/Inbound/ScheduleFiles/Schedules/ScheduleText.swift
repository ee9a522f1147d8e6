import CivilTime
import Scheduling

/// The schedules and bindings of one text: all of its documents, or none when one of them is wrong.
struct ScheduleText {
  struct PlacedSchedule {
    let schedule: FileSchedule
    let file: String
    /// Of the key `name`.
    let place: Place
    let sourceLine: String
    /// As a server would hold it; null unless it was asked for.
    let binding: JSONValue
  }

  private(set) var schedules: [PlacedSchedule] = []
  private(set) var bindings: [FileBinding] = []
  private(set) var errors: [FileProblem] = []
  private(set) var warnings: [FileProblem] = []

  /// - Parameter allowsCallbacks: others can call this daemon.
  init(
    file: String, text: String, calendars: NamedCalendars, zoneNamed: @escaping (String) -> ZoneRules?, keepsBindings: Bool = false,
    allowsCallbacks: Bool = false, alertSinks: Set<String>? = nil
  ) {
    let log = ProblemLog(SourceText(file: file, text: text))
    let documents = DocumentReader(
      log: log, zoneNamed: zoneNamed, calendars: calendars, allowsCallbacks: allowsCallbacks, alertSinks: alertSinks)
    var reader = YAMLReader(log)
    reader.forEachDocument { node in
      switch documents.read(node) {
      case .schedule(let schedule, let place, let binding):
        let line = log.source.shownLine(place.line)
        let json: JSONValue = keepsBindings ? .object(Dictionary(binding.map { ($0.key, $0.value.json) }) { first, _ in first }) : .null
        schedules.append(PlacedSchedule(schedule: schedule, file: file, place: place, sourceLine: line, binding: json))
      case .binding(let binding): bindings.append(binding)
      case nil: break
      }
    }
    errors = log.errors
    warnings = log.warnings
    if !errors.isEmpty { (schedules, bindings) = ([], []) }
  }

  /// A text that could not be read.
  init(_ problem: FileProblem) {
    errors = [problem]
  }
}
