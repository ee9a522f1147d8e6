import CivilTime
import Scheduling

/// Reads the calendars of a configuration again and again, with the iCalendar files that they name, and remembers the last good
/// version of each: a file that is broken or gone keeps what it last said, in an earlier life too, and is reported.
struct CalendarFileReader: Sendable {
  private let definitions: [CalendarDefinition]
  private let areKnown: Bool
  private let zoneNamed: @Sendable (String) -> ZoneRules?
  private var lastGood: [String: ExclusionCalendar] = [:]

  /// - Parameter definitions: nil: nobody knows them here.
  init(_ definitions: [CalendarDefinition]?, zoneNamed: @escaping @Sendable (String) -> ZoneRules?) {
    self.definitions = definitions ?? []
    areKnown = definitions != nil
    self.zoneNamed = zoneNamed
  }

  /// True when there is nothing to read.
  var isEmpty: Bool { definitions.isEmpty }

  /// Takes what an earlier life had in force, for those of which nothing good has been read: of several versions the newest.
  mutating func settle(_ stored: [StoredSchedule]) {
    let missing = Set(definitions.map(\.name)).subtracting(lastGood.keys)
    var since: [String: Instant] = [:]
    for revision in stored.lazy.map(\.revision) {
      for calendar in revision.definition.policy.calendars.lazy.map(\.calendar) where missing.contains(calendar.name) {
        if let newest = since[calendar.name], newest >= revision.owedFrom { continue }
        since[calendar.name] = revision.owedFrom
        lastGood[calendar.name] = calendar
      }
    }
  }

  mutating func read() -> (calendars: NamedCalendars, problems: [FileProblem]) {
    var problems: [FileProblem] = []
    for definition in definitions {
      let read = resolved(definition)
      if read.problems.isEmpty { lastGood[definition.name] = read.calendar }
      problems += read.problems
    }
    let unreadable = Set(definitions.map(\.name)).subtracting(lastGood.keys)
    return (NamedCalendars(Array(lastGood.values), unreadable: unreadable, areKnown: areKnown), problems)
  }

  private func resolved(_ definition: CalendarDefinition) -> (calendar: ExclusionCalendar, problems: [FileProblem]) {
    var calendar = definition.calendar
    guard let zone = definition.timeZone.map({ zoneNamed($0.text) }) ?? .utc else {
      let name = MappingReader.shown(calendar.timeZone ?? "")
      let message = "time_zone '\(name)' is not an IANA time zone of this machine; write one such as Europe/Berlin"
      return (calendar, [definition.timeZone?.problem(message)].compactMap { $0 })
    }
    guard let file = definition.file else { return (calendar, []) }
    let bytes: [UInt8]
    do throws(FileProblem) {
      bytes = try TextFile.readBytes(file.text)
    } catch {
      return (calendar, [file.problem("file '\(file.text)' \(error.message)")])
    }
    let log = ProblemLog(SourceText(file: file.text, bytes: bytes, breaks: .ofICalendar))
    let spans = ICalendarReader(log: log, zone: zone, zoneNamed: zoneNamed).read()
    calendar.spans = SpanUnion.of(calendar.spans + spans)
    return (calendar, log.errors)
  }
}
