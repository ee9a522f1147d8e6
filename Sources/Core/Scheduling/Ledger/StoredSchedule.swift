import CivilTime

/// A schedule as an earlier life of the daemon left it.
package struct StoredSchedule: Sendable {
  package var revision: Revision
  /// Every owed instant up to this one has its row.
  package var coveredUntil: Instant
  /// The row of kind `scheduled` that covers the latest due instant; nil when there is none.
  package var latestRow: LedgerRow?

  package var state: ScheduleState

  package init(revision: Revision, coveredUntil: Instant, latestRow: LedgerRow?, state: ScheduleState = .initial) {
    self.revision = revision
    self.coveredUntil = coveredUntil
    self.latestRow = latestRow
    self.state = state
  }
}
