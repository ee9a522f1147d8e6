import Scheduling

/// The schedules that were made over the control API.
package struct LocalListing: Sendable {
  /// Grows with each listing: of two, the one with the higher number is newer. 0 before the first.
  package var generation: Int
  package var definitions: [ScheduleDefinition]

  package init(generation: Int = 0, definitions: [ScheduleDefinition] = []) {
    self.generation = generation
    self.definitions = definitions
  }
}
