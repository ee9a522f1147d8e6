import CivilTime
import Scheduling

/// The schedules of files, as a server is to hold them.
package struct WantedSchedules: Sendable {
  package private(set) var schedules: [WantedSchedule] = []
  /// With any of them nothing should be done.
  package private(set) var problems: [FileProblem] = []
  package private(set) var warnings: [FileProblem] = []
  /// Paths that hold no schedule file, each with what a prune would do then: all that ever came from there would go.
  package private(set) var problemsOfPruning: [FileProblem] = []

  /// - Parameters: as for `ScheduleFileReader`. Documents with `match:` belong to the daemon that reads them, and are left out.
  package init(paths: [String], calendars: [CalendarDefinition], zoneNamed: @escaping @Sendable (String) -> ZoneRules?) {
    let search = FileSearch(paths)
    var reader = CalendarFileReader(calendars, zoneNamed: zoneNamed)
    let (named, calendarProblems) = reader.read()
    problems = calendarProblems + search.problems
    warnings = search.warnings
    problemsOfPruning = (search.emptyFolders + search.warnings.map(\.file)).map(FileProblem.nothingToKeep)
    var locations: [String: String] = [:]
    for file in search.files { add(file, named, zoneNamed, &locations) }
  }

  /// What a daemon with these rules would not start from the server.
  package func warningsOfRefusal(by rules: ServerBindingRules) -> [FileProblem] {
    schedules.compactMap { schedule in
      rules.refusal(of: schedule.trigger).map {
        FileProblem(.warning, at: schedule.location, message: "a daemon with this configuration will not take it from the server: \($0)")
      }
    }
  }

  private mutating func add(
    _ file: String, _ calendars: NamedCalendars, _ zoneNamed: @escaping @Sendable (String) -> ZoneRules?,
    _ locations: inout [String: String]
  ) {
    let text: ScheduleText
    do throws(FileProblem) {
      text = ScheduleText(
        file: file, text: try TextFile.readSchedules(file), calendars: calendars, zoneNamed: zoneNamed, keepsBindings: true,
        allowsCallbacks: true)
    } catch {
      return problems.append(error)
    }
    problems += text.errors
    warnings += text.warnings
    for placed in text.schedules {
      let (name, location) = (placed.schedule.record.name, placed.schedule.location)
      if let first = locations.updateValue(location, forKey: name) {
        problems.append(placed.problem("schedule '\(MappingReader.shown(name))' is in \(first) already; give this one another name"))
      } else {
        if placed.schedule.alerts != nil { warnings.append(placed.alertsStay) }
        // `catchup: true` stands beside what the binding keeps.
        let binding = placed.schedule.policy.misfire == .all ? placed.binding.statingMisfire(.all) : placed.binding
        schedules.append(
          WantedSchedule(record: placed.schedule.record, binding: binding, trigger: placed.schedule.trigger, location: location))
      }
    }
  }
}

extension FileProblem {
  fileprivate static func nothingToKeep(at path: String) -> FileProblem {
    FileProblem(
      file: path,
      message: "holds no schedule file, so that --prune would archive all that came from there; leave this path or --prune out, "
        + "and archive what is to go with 'carillon zenml schedules delete'")
  }
}

extension ScheduleText.PlacedSchedule {
  fileprivate var alertsStay: FileProblem {
    FileProblem(
      .warning, file: file, place: place,
      message: "alerts, ping and expect are not applied: a server's Schedule holds none; give them in a file with match:",
      sourceLine: sourceLine)
  }
}
