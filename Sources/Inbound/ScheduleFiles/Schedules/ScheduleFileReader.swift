import CivilTime
import Scheduling

/// Reads the schedule files again and again, and remembers the last good version of each.
///
/// A file that is broken, or cannot be read, keeps what its last good version said, and so does what is in a path that is not there; a
/// file that is gone from a directory that is there says nothing any more.
package struct ScheduleFileReader: Sendable {
  private let paths: [String]
  private let pathsIfThere: [String]
  private let zoneNamed: @Sendable (String) -> ZoneRules?
  private let allowsCallbacks: Bool
  private let alertSinks: Set<String>?
  private let program: String
  private var calendars: CalendarFileReader
  /// By path; only files of the last reading.
  private var lastGood: [String: ScheduleText] = [:]
  /// Whose the names are that several files had in the last reading.
  private var holders: [String: NameHolder] = [:]
  /// Files of which nothing good has been read yet, by the names that an earlier life read in them.
  private var unread: [String: String] = [:]
  /// What the files are known to say while none has been read.
  private var remembered: [FileSchedule] = []

  /// - Parameters:
  ///   - paths: files, directories (their `*.yaml` and `*.yml`, not the hidden ones, not `carillon*`), and patterns with `*` and `?`.
  ///   - ifThere: the same, which may be absent without a word.
  ///   - calendars: those of the configuration; their files are read again with the schedule files. nil: nobody knows them here, and a
  ///     name gets a warning.
  ///   - allowsCallbacks: others can call this daemon (`public_url`).
  ///   - alertSinks: the names of the configuration's; nil: nobody knows them here.
  ///   - program: who reads, with its version; another one may read the same text otherwise.
  ///   - zoneNamed: the rules of an IANA zone; nil when there is no such zone.
  package init(
    paths: [String], ifThere: [String] = [], calendars: [CalendarDefinition]?, allowsCallbacks: Bool = false,
    alertSinks: Set<String>? = nil, program: String = "", zoneNamed: @escaping @Sendable (String) -> ZoneRules?
  ) {
    self.paths = paths
    pathsIfThere = ifThere
    self.allowsCallbacks = allowsCallbacks
    self.alertSinks = alertSinks
    self.program = program
    self.calendars = CalendarFileReader(calendars, zoneNamed: zoneNamed)
    self.zoneNamed = zoneNamed
  }

  /// Takes what an earlier life has read: where the files say the same, it is shared. It says nothing by itself.
  package mutating func remember(_ schedules: [FileSchedule]) { remembered = schedules }

  /// Takes what was in force before the first reading. A name stays with its file, for as long as that cannot be read too.
  /// - Parameter files: by name of a schedule.
  package mutating func settle(_ files: [String: String]) {
    unread = files
    for (name, file) in files { holders[name] = NameHolder(file: file, wasInForce: true) }
  }

  /// Takes the calendars that were in force before the first reading, where it found none that can be read.
  package mutating func settleCalendars(by stored: [StoredSchedule]) { calendars.settle(stored) }

  package mutating func read() -> FileCatalog {
    let search = FileSearch(paths, ifThere: pathsIfThere)
    let (calendars, problems) = calendars.read()
    let context = context(calendars)
    var readings: [FileReading] = []
    var fingerprint = emptyFingerprint
    for file in search.files {
      let text = Self.read(file, context, &fingerprint)
      readings.append(FileReading(file: file, text: text, inForce: text.errors.isEmpty ? text : lastGood[file]))
    }
    for file in filesOutOfSight(search) { readings.append(FileReading(file: file, text: nil, inForce: lastGood[file])) }
    unread = stillUnread(readings, search)
    holders = NameHolder.holders(readings, unread: unread) { names in holdersBefore(names) }
    var catalog = FileCatalogBuilder(
      calendars: calendars, problems: problems + search.problems, warnings: search.warnings, outOfSight: search.outOfSight,
      holders: holders)
    lastGood = [:]
    for reading in readings {
      catalog.add(reading)
      lastGood[reading.file] = reading.inForce
    }
    remembered = []
    var built = catalog.built(fingerprint?.text)
    built.emptyFolders = search.emptyFolders
    return built
  }

  /// That of a reading of the files as they are now, which has none when something is wrong; nil where no reading has one: what
  /// calendars say is in files of their own.
  package func fingerprint() -> String? {
    let search = FileSearch(paths, ifThere: pathsIfThere)
    guard var fingerprint = emptyFingerprint, search.problems.isEmpty, search.outOfSight.isEmpty else { return nil }
    for file in search.files {
      guard let text = try? TextFile.readSchedules(file) else { return nil }
      fingerprint.add(file, text)
    }
    return fingerprint.text
  }

  private var emptyFingerprint: FileFingerprint? {
    guard calendars.isEmpty else { return nil }
    return FileFingerprint(settings: [program, "\(allowsCallbacks)"] + (alertSinks.map { $0.sorted() } ?? ["?"]))
  }

  private func context(_ calendars: NamedCalendars) -> ScheduleText.Context {
    let known = remembered + lastGood.values.flatMap { $0.schedules.map(\.schedule) }
    return ScheduleText.Context(
      calendars: calendars, zoneNamed: zoneNamed, allowsCallbacks: allowsCallbacks, alertSinks: alertSinks,
      known: Dictionary(known.map { ($0.id, $0) }) { _, last in last })
  }

  /// The files whose definitions of these names were in force, by name.
  private func holdersBefore(_ names: Set<String>) -> [String: String] {
    var files: [String: String] = [:]
    for schedule in remembered where names.contains(schedule.name) {
      files[schedule.name] = schedule.definition.originFile.map(String.init)
    }
    for (file, text) in lastGood {
      for placed in text.schedules where names.contains(placed.schedule.name) { files[placed.schedule.name] = file }
    }
    return files.merging(holders.mapValues(\.file)) { _, settled in settled }
  }

  /// Of what an earlier life read: files that are broken, or out of sight, and have said nothing good in this one.
  private func stillUnread(_ readings: [FileReading], _ search: FileSearch) -> [String: String] {
    let broken = Set(readings.lazy.filter { $0.inForce == nil }.map(\.file))
    guard !broken.isEmpty || !search.outOfSight.isEmpty else { return [:] }
    var former = unread
    for schedule in remembered { former[schedule.name] = schedule.definition.originFile.map(String.init) }
    let good = Set(readings.lazy.filter { $0.inForce != nil }.map(\.file))
    return former.filter { _, file in broken.contains(file) || !good.contains(file) && search.isOutOfSight(file) }
  }

  private static func read(_ file: String, _ context: ScheduleText.Context, _ fingerprint: inout FileFingerprint?) -> ScheduleText {
    do throws(FileProblem) {
      let text = try TextFile.readSchedules(file)
      fingerprint?.add(file, text)
      return ScheduleText(file: file, text: text, context)
    } catch {
      return ScheduleText(error)
    }
  }

  /// Files that are not there, or whose directory is not, or cannot be listed: nobody has said that they should end.
  private func filesOutOfSight(_ search: FileSearch) -> [String] {
    guard !search.outOfSight.isEmpty else { return [] }
    let seen = Set(search.files)
    return lastGood.keys.sorted().filter { !seen.contains($0) && search.isOutOfSight($0) }
  }
}
