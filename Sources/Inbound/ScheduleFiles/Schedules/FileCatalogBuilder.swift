import Scheduling

/// Puts the texts of all files together, in their order.
struct FileCatalogBuilder {
  private(set) var catalog: FileCatalog
  private let holders: [String: NameHolder]
  /// Schedules whose name another file holds.
  private var newcomers: [ScheduleText.PlacedSchedule] = []
  /// Where each name is: of what was put together, and of what an earlier life read.
  private var locations: [String: String]
  private var chains = ChainGraph()

  /// - Parameters:
  ///   - outOfSight: as `FileSearch` has it.
  ///   - holders: of names that several files have.
  init(
    calendars: NamedCalendars, problems: [FileProblem], warnings: [FileProblem], outOfSight: [String], holders: [String: NameHolder]
  ) {
    self.holders = holders
    locations = holders.filter { $0.value.isUnread }.mapValues(\.file)
    catalog = FileCatalog(calendars: calendars, problems: problems, warnings: warnings)
    catalog.unknown = outOfSight
    catalog.contested = Set(holders.keys)
  }

  mutating func add(_ reading: FileReading) {
    if let text = reading.text {
      catalog.files.append(reading.file)
      catalog.problems += text.errors
      catalog.warnings += text.warnings
      if reading.inForce == nil { catalog.unknown.append(reading.file) }
    }
    guard let text = reading.inForce else { return }
    if reading.text?.errors.isEmpty != true { catalog.stale.insert(reading.file) }
    catalog.bindings += text.bindings
    if catalog.schedules.isEmpty { catalog.schedules.reserveCapacity(text.schedules.count) }
    for placed in text.schedules {
      if let holder = holders[placed.schedule.name], holder.file != placed.file {
        newcomers.append(placed)
      } else {
        add(placed)
      }
    }
  }

  private mutating func add(_ placed: ScheduleText.PlacedSchedule) {
    let name = placed.schedule.name
    if let first = locations[name] {
      catalog.problems.append(clash(placed, with: first))
    } else if let problem = problem(with: placed.schedule) {
      catalog.problems.append(placed.problem("schedule '\(MappingReader.shown(name))': \(problem.sentence)"))
    } else {
      if placed.schedule.trigger.chain != nil { chains.insert(placed.schedule.definition) }
      locations[name] = placed.schedule.location
      catalog.schedules.append(placed.schedule)
    }
  }

  /// All that was put together.
  mutating func built(_ fingerprint: String?) -> FileCatalog {
    for placed in newcomers { add(placed) }
    newcomers = []
    if catalog.problems.isEmpty, catalog.unknown.isEmpty { catalog.fingerprint = fingerprint }
    return catalog
  }

  private func problem(with schedule: FileSchedule) -> Reason? {
    schedule.trigger.chain == nil ? nil : chains.problem(with: schedule.definition)
  }

  /// Two schedules of one name would have one id, and their fires would be taken for each other's.
  private func clash(_ placed: ScheduleText.PlacedSchedule, with first: String) -> FileProblem {
    let name = placed.schedule.name
    let which = holders[name]?.wasInForce == true ? "stays in force" : "comes first and counts"
    return placed.problem("schedule '\(MappingReader.shown(name))' is in \(first) already, which \(which); give this one another name")
  }
}

extension ScheduleText.PlacedSchedule {
  func problem(_ message: String) -> FileProblem {
    FileProblem(file: file, place: place, message: message, sourceLine: sourceLine)
  }
}
