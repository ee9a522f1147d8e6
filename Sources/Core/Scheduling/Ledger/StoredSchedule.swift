import CivilTime

/// A schedule as an earlier life of the daemon left it. An object, for a start hands all of them from one part to the next.
package final class StoredSchedule: Sendable {
  package let revision: Revision
  /// Every owed instant up to this one has its row.
  package let coveredUntil: Instant
  /// The row of kind `scheduled` that covers the latest due instant; nil when there is none.
  package let latestRow: LedgerRow?

  package let state: ScheduleState

  package init(revision: Revision, coveredUntil: Instant, latestRow: LedgerRow?, state: ScheduleState = .initial) {
    self.revision = revision
    self.coveredUntil = coveredUntil
    self.latestRow = latestRow
    self.state = state
  }
}
