import CivilTime

/// A revision with the stretch of time whose due instants are its own.
package struct AnsweringRevision: Sendable {
  package var revision: Revision
  /// Inclusive: where the next revision takes over, or up to where the ledger covers the schedule. Due instants after
  /// `revision.owedFrom` up to here are owed.
  package var through: Instant

  package init(_ revision: Revision, through: Instant) {
    self.revision = revision
    self.through = through
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
}
