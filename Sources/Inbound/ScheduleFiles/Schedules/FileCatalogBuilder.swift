import Scheduling

/// Puts the texts of all files together, in their order.
struct FileCatalogBuilder {
  private(set) var catalog: FileCatalog
  /// Where each name is.
  private var locations: [String: String] = [:]
  private var chains = ChainGraph()

  /// - Parameter outOfSight: as `FileSearch` has it.
  init(calendars: NamedCalendars, problems: [FileProblem], warnings: [FileProblem], outOfSight: [String]) {
    catalog = FileCatalog(calendars: calendars, problems: problems, warnings: warnings)
    catalog.unknown = outOfSight
  }

  /// - Parameters:
  ///   - text: what the file says now.
  ///   - inForce: the same, or what it said last; nil when it never said anything good.
  mutating func add(_ file: String, _ text: ScheduleText, inForce: ScheduleText?) {
    catalog.files.append(file)
    catalog.problems += text.errors
    catalog.warnings += text.warnings
    if inForce == nil { catalog.unknown.append(file) }
    add(inForce: inForce)
  }

  mutating func add(inForce text: ScheduleText?) {
    guard let text else { return }
    catalog.bindings += text.bindings
    if catalog.schedules.isEmpty { catalog.schedules.reserveCapacity(text.schedules.count) }
    for placed in text.schedules {
      let name = placed.schedule.name
      if let first = locations[name] {
        catalog.problems.append(Self.clash(placed, with: first))
      } else if let problem = problem(with: placed.schedule) {
        catalog.problems.append(placed.problem("schedule '\(MappingReader.shown(name))': \(problem.sentence)"))
      } else {
        if placed.schedule.trigger.chain != nil { chains.insert(placed.schedule.definition) }
        locations[name] = placed.schedule.location
        catalog.schedules.append(placed.schedule)
      }
    }
  }

  /// All that was put together.
  consuming func built(_ fingerprint: String?) -> FileCatalog {
    if catalog.problems.isEmpty, catalog.unknown.isEmpty { catalog.fingerprint = fingerprint }
    return catalog
  }

  private func problem(with schedule: FileSchedule) -> Reason? {
    schedule.trigger.chain == nil ? nil : chains.problem(with: schedule.definition)
  }

  /// Two schedules of one name would have one id, and their fires would be taken for each other's.
  private static func clash(_ placed: ScheduleText.PlacedSchedule, with first: String) -> FileProblem {
    let name = MappingReader.shown(placed.schedule.name)
    return placed.problem("schedule '\(name)' is in \(first) already, which stays in force; give this one another name")
  }
}

extension ScheduleText.PlacedSchedule {
  func problem(_ message: String) -> FileProblem {
    FileProblem(file: file, place: place, message: message, sourceLine: sourceLine)
  }
}
