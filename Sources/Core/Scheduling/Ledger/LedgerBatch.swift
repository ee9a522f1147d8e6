import CivilTime

/// What one turn of the scheduler writes, all of it or nothing.
package struct LedgerBatch: Equatable, Sendable {
  /// Counts up from 1 in one life of the daemon.
  package let id: Int
  /// New fires. One whose id is in the ledger already is refused, and must not be started.
  package var claims: [LedgerRow] = []
  /// New ranges. One whose id is in the ledger already is left as it stands.
  package var ranges: [LedgerRow] = []
  /// New contents of rows that exist.
  package var updates: [LedgerRow] = []
  /// The due instants by which ranges in `updates` have grown, by schedule: from the first to the last. They are not stored.
  package var grown: [Identifier: ClosedRange<Instant>] = [:]
  package var revisions: [Revision] = []
  /// Schedules that are gone.
  package var removals: [Identifier] = []
  /// Up to where the ledger covers each schedule.
  package var coveredUntil: [Identifier: Instant] = [:]
  /// What is remembered of schedules, where it has changed.
  package var states: [Identifier: ScheduleState] = [:]
  /// To be put into the outbox.
  package var reports: [Report] = []

  package init(id: Int) { self.id = id }

  package var isEmpty: Bool {
    claims.isEmpty && ranges.isEmpty && updates.isEmpty && revisions.isEmpty && removals.isEmpty
      && coveredUntil.isEmpty && states.isEmpty && reports.isEmpty
  }

  /// The due instants that have no row before this is written, by schedule: from the first to the last.
  package var newInstants: [Identifier: ClosedRange<Instant>] {
    var instants = grown
    for row in claims + ranges where row.kind == .scheduled { instants.add(row.due...row.dueLast, of: row.scheduleID) }
    return instants
  }
}

extension [Identifier: ClosedRange<Instant>] {
  /// From then on it reaches over both.
  package mutating func add(_ instants: ClosedRange<Instant>, of schedule: Identifier) {
    let known = self[schedule] ?? instants
    // A dictionary has a min and a max of its own.
    self[schedule] = Swift.min(known.lowerBound, instants.lowerBound)...Swift.max(known.upperBound, instants.upperBound)
  }
}

/// A definition as it was in force from an instant on.
package struct Revision: Hashable, Sendable {
  package var definition: ScheduleDefinition
  /// From 1 for each schedule.
  package var number: Int
  /// Due instants after this one are owed.
  package var owedFrom: Instant

  package init(definition: ScheduleDefinition, number: Int, owedFrom: Instant) {
    self.definition = definition
    self.number = number
    self.owedFrom = owedFrom
  }

  package var scheduleID: Identifier { definition.id }
}
