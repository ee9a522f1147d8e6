import Scheduling

/// What the schedule files say, as far as they can be read.
package struct FileListing: Sendable {
  package var schedules: [FileSchedule]
  package var bindings: [FileBinding]
  /// Each with its place, in words.
  package var problems: [String]

  package init(schedules: [FileSchedule] = [], bindings: [FileBinding] = [], problems: [String] = []) {
    self.schedules = schedules
    self.bindings = bindings
    self.problems = problems
  }
}
