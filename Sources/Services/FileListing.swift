import Scheduling

/// What the schedule files say, as far as they can be read.
package struct FileListing: Sendable {
  package var schedules: [FileSchedule]
  package var bindings: [FileBinding]
  /// Each with its place, in words.
  package var problems: [String]
  /// Files, and directories, that cannot be used: what was known of them before the start goes on where nothing good was read since.
  package var unknown: [String]
  /// Files that cannot be used now, whose last good version is in the lists above.
  package var stale: Set<String> = []
  /// Directories of the configuration that are there and hold no schedule file.
  package var emptyFolders: [String] = []
  /// Names that several files have: which one counts is for what was in force before.
  package var contested: Set<String> = []
  /// True when a calendar cannot be read, and could not be since the start: what it said is known to those who named it before.
  package var lacksCalendars = false
  /// Knows what the files say again; nil where nothing does, and while there are problems.
  package var fingerprint: String?
  /// True when it comes from the ledger: the files say the same, and have not been read in this life.
  package var isRemembered = false

  package init(
    schedules: [FileSchedule] = [], bindings: [FileBinding] = [], problems: [String] = [], unknown: [String] = [],
    fingerprint: String? = nil
  ) {
    self.schedules = schedules
    self.bindings = bindings
    self.problems = problems
    self.unknown = unknown
    self.fingerprint = fingerprint
  }
}

extension FileListing {
  /// True when the first reading alone does not say what is in force: names are contested, or what holds them cannot be read.
  package var needsWhatWasInForce: Bool { !contested.isEmpty || !unknown.isEmpty || lacksCalendars }

  /// With a warning where it is not what its file says now.
  func noting(_ definition: ScheduleDefinition) -> ScheduleDefinition {
    guard !stale.isEmpty, let file = definition.originFile, stale.contains(String(file)) else { return definition }
    var copy = definition
    copy.warnings.append(definition.unreadWarning)
    return copy
  }
}
