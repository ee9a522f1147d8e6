import CivilTime

/// A schedule as an earlier life of the daemon left it. An object, for a start hands all of them from one part to the next.
package final class StoredSchedule: Sendable {
  package let revision: Revision
  /// Every owed instant up to this one has its row.
  package let coveredUntil: Instant
  /// The row of kind `scheduled` that covers the latest due instant; nil when there is none.
  package let latestRow: LedgerRow?
  /// Of the row of another kind that is due last; nil when there is none.
  package let latestUnscheduled: RecentOutcome?

  package let state: ScheduleState

  package init(
    revision: Revision, coveredUntil: Instant, latestRow: LedgerRow?, latestUnscheduled: RecentOutcome? = nil,
    state: ScheduleState = .initial
  ) {
    self.revision = revision
    self.coveredUntil = coveredUntil
    self.latestRow = latestRow
    self.latestUnscheduled = latestUnscheduled
    self.state = state
  }

  /// What has become of the newer of its latest rows, whatever their kind; nil when it has none.
  package var lastOutcome: Outcome? {
    guard let latestUnscheduled else { return latestRow?.outcome }
    guard let row = latestRow.map({ RecentOutcome($0) }), latestUnscheduled.at <= row.at else { return latestUnscheduled.outcome }
    return row.outcome
  }
}

/// What has become of a row, and how new that row is.
package struct RecentOutcome: Hashable, Sendable {
  package let outcome: Outcome
  /// When it was claimed, or its last due instant if that is later: a range grows.
  package let at: Instant

  package init(_ outcome: Outcome, at: Instant) {
    self.outcome = outcome
    self.at = at
  }

  package init(_ row: LedgerRow) { self.init(row.outcome, at: max(row.dueLast, row.claimedAt)) }
}
