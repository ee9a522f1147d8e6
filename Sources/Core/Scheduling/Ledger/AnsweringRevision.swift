import CivilTime

/// A revision with the stretch of time whose due instants are its own.
package struct AnsweringRevision: Sendable {
  package var revision: Revision
  /// Inclusive: where the next revision takes over, or up to where the ledger covers the schedule. Due instants after
  /// `revision.owedFrom` up to here are owed.
  package var through: Instant
  /// Up to where the ledger says that it covers the schedule; nil unless the revision is in force.
  package var coveredUntil: Instant?

  package init(_ revision: Revision, through: Instant, coveredUntil: Instant? = nil) {
    self.revision = revision
    self.through = through
    self.coveredUntil = coveredUntil
  }
}

/// Up to where the schedules in force answer for what is due, as the daemon has them that runs: whatever the ledger says.
package struct AnsweringEnds: Sendable {
  /// Inclusive: what was due by then is decided, and written down but for what is `unwritten`.
  package var end: Instant
  /// The schedules that answer for less: what jitter puts off, or waits for the sources after a start, has no row yet.
  package var earlier: [Identifier: Instant] = [:]
  /// The due instants that wait to be written down, by schedule: from the first to the last.
  package var unwritten: [Identifier: ClosedRange<Instant>] = [:]

  package init(end: Instant) { self.end = end }

  package subscript(schedule: Identifier) -> Instant {
    let decided = earlier[schedule] ?? end
    return unwritten[schedule].map { min(decided, $0.lowerBound.advanced(by: .microseconds(-1))) } ?? decided
  }
}

/// What an audit needs of a row of kind `scheduled`.
package struct LedgerSpan: Hashable, Sendable {
  package var id: Identifier
  package var scheduleID: Identifier
  package var revision: Int
  package var due: Instant
  package var dueLast: Instant
  package var count: Int
  package var outcome: Outcome

  package init(
    id: Identifier, scheduleID: Identifier, revision: Int, due: Instant, dueLast: Instant, count: Int, outcome: Outcome
  ) {
    self.id = id
    self.scheduleID = scheduleID
    self.revision = revision
    self.due = due
    self.dueLast = dueLast
    self.count = count
    self.outcome = outcome
  }

  package init(_ row: LedgerRow) {
    self.init(
      id: row.id, scheduleID: row.scheduleID, revision: row.revision, due: row.due, dueLast: row.dueLast, count: row.count,
      outcome: row.outcome)
  }
}
