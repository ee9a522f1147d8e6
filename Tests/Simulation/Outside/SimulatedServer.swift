import CivilTime
import Scheduling

/// Where schedules come from, and who changes them.
struct SimulatedServer {
  private(set) var schedules: [Identifier: SimulatedSchedule] = [:]
  /// Cannot be read before this time.
  var awayUntil = Instant.distantPast

  var ids: [Identifier] { schedules.keys.sorted() }

  mutating func put(_ schedule: SimulatedSchedule) { schedules[schedule.id] = schedule }
  mutating func remove(_ id: Identifier) -> SimulatedSchedule? { schedules.removeValue(forKey: id) }
}
