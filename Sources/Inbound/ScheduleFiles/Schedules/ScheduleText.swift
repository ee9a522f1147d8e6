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
  }

  private(set) var schedules: [PlacedSchedule] = []
  private(set) var bindings: [FileBinding] = []
  private(set) var errors: [FileProblem] = []
  private(set) var warnings: [FileProblem] = []

  init(file: String, text: String, calendars: NamedCalendars, zoneNamed: @escaping (String) -> ZoneRules?) {
    let log = ProblemLog(SourceText(file: file, text: text))
    var reader = YAMLReader(log)
    for node in reader.documents() {
      switch DocumentReader(log: log, zoneNamed: zoneNamed, calendars: calendars).read(node) {
      case .schedule(let schedule, let place):
        let line = log.source.shownLine(place.line)
        schedules.append(PlacedSchedule(schedule: schedule, file: file, place: place, sourceLine: line))
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
