import CivilTime
import Scheduling

/// Where schedules are kept that were made over the control API.
///
/// Callers may rely on this:
/// - When a call that writes returns, what it wrote survives a crash of the process and of the machine.
/// - A call that throws, or answers false, has written nothing.
package protocol LocalScheduleStore: Sendable {
  /// By name.
  func localSchedules() async throws(StoreError) -> [LocalSchedule]

  /// Writes a schedule in the place of the one of its id that was last updated at `replaced`; nil: there must be none.
  /// - Returns: false when that is not what is stored.
  func saveLocalSchedule(_ schedule: LocalSchedule, replacing replaced: Instant?) async throws(StoreError) -> Bool

  /// - Returns: false when the schedule is not there, or was not last updated then.
  func removeLocalSchedule(_ id: Identifier, updated: Instant) async throws(StoreError) -> Bool
}
