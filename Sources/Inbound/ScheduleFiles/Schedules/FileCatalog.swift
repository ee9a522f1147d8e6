import Scheduling

/// What the schedule files say, taken together.
package struct FileCatalog: Sendable {
  /// No two of one name.
  package var schedules: [FileSchedule]
  package var bindings: [FileBinding]
  /// The configuration's calendars as they are now, for the bindings of a server.
  package var calendars: NamedCalendars
  /// What keeps a file, or a schedule in it, from being used. The last good version of a broken file is in the lists above.
  package var problems: [FileProblem]
  /// What may not be meant, in files that are used.
  package var warnings: [FileProblem]
  /// The files that were read, broken ones included, in order.
  package var files: [String]
  /// Broken files that have said nothing good yet, paths that are not there, and directories that cannot be listed: what they held
  /// before may not be known here.
  package var unknown: [String] = []
  /// Files that cannot be used now, whose last good version is in the lists above.
  package var stale: Set<String> = []
  /// Directories of the configuration that are there and hold no schedule file.
  package var emptyFolders: [String] = []
  /// Names that several files have: which one counts is for what was in force before.
  package var contested: Set<String> = []
  /// As `ScheduleFileReader.fingerprint()`; nil while anything is wrong.
  package var fingerprint: String?

  package init(
    schedules: [FileSchedule] = [], bindings: [FileBinding] = [], calendars: NamedCalendars = .none,
    problems: [FileProblem] = [], warnings: [FileProblem] = [], files: [String] = []
  ) {
    self.schedules = schedules
    self.bindings = bindings
    self.calendars = calendars
    self.problems = problems
    self.warnings = warnings
    self.files = files
  }
}
