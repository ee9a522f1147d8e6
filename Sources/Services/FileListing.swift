import Scheduling

/// What the schedule files say, as far as they can be read.
package struct FileListing: Sendable {
  package var schedules: [FileSchedule]
  package var bindings: [FileBinding]
  /// Each with its place, in words.
  package var problems: [String]
  /// Files, and directories that cannot be listed, of which nothing good has been read since the start.
  package var unknown: [String]

  package init(
    schedules: [FileSchedule] = [], bindings: [FileBinding] = [], problems: [String] = [], unknown: [String] = []
  ) {
    self.schedules = schedules
    self.bindings = bindings
    self.problems = problems
    self.unknown = unknown
  }
}
