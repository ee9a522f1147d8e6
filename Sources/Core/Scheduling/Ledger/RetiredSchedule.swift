import CivilTime

/// What is remembered of a schedule that was removed.
package struct RetiredSchedule: Hashable, Sendable {
  /// Its last revision: one that comes back counts on.
  package var revision: Int
  /// Up to where rows cover it: one that comes back answers for no instant twice.
  package var coveredUntil: Instant
  /// Its fires that are still under way hold it.
  package var mutex: String?
  /// Without backfills. A file may be away for one reading only: that lifts no pause, and allows no further runs.
  package var state: ScheduleState

  package init(revision: Int, coveredUntil: Instant, mutex: String? = nil, state: ScheduleState = .initial) {
    self.revision = revision
    self.coveredUntil = coveredUntil
    self.mutex = mutex
    self.state = state
    self.state.backfills = []
  }
}
