import CivilTime
import GRDB
import Scheduling
import Seams

extension SQLiteStore: LedgerCounts {
  package func outcomeCounts(dueIn range: Range<Instant>, step: Duration) async throws(StoreError) -> [OutcomeCount] {
    try await read(.readingLedger) { database in try LedgerCounting.counts(dueIn: range, step: step, database) }
  }

  package func lateRows(dueIn range: Range<Instant>, by delay: Duration, limit: Int) async throws(StoreError) -> [LedgerRow] {
    try await read(.readingLedger) { database in
      try LedgerTable.fetch(LedgerCounting.late, database) { binder in
        binder.bind(range.lowerBound)
        binder.bind(range.upperBound)
        binder.bind(delay.microseconds)
        binder.bind(limit)
      }
    }
  }

  package func rangeRows(reaching instant: Instant, outcomes: Set<Outcome>, limit: Int) async throws(StoreError) -> [LedgerRow] {
    let statement = LedgerCounting.rangeRows(reaching: instant, outcomes: outcomes, limit: limit)
    return try await read(.readingLedger) { database in try LedgerTable.fetch(statement.sql, database) { statement.bind(to: &$0) } }
  }

  package func latestRows(of schedules: Set<Identifier>, limit: Int) async throws(StoreError) -> [Identifier: [LedgerRow]] {
    try await read(.readingLedger) { database in try LatestRows(schedules: schedules, limit: limit).read(database) }
  }
}

enum LedgerCounting {
  static func counts(dueIn range: Range<Instant>, step: Duration, _ database: Database) throws -> [OutcomeCount] {
    precondition(step >= .seconds(1), "a step of \(step) is shorter than a second")
    var counts: [OutcomeCount] = []
    for sql in [singles, ranges] {
      try PreparedStatement(database, sql).forEachRow(of: "ledger") { binder in
        binder.bind(range.lowerBound)
        binder.bind(range.upperBound)
        if sql == singles { binder.bind(step.microseconds) }
      } _: { reader in
        let (outcome, count) = (try reader.nextCase(Outcome.self), try reader.next(Int.self))
        counts.append(OutcomeCount(outcome, count, first: try reader.next(), last: try reader.next()))
      }
    }
    return counts
  }

  /// In the words of the index `ledger_due`.
  static let singles = """
    SELECT outcome, count(*), due / ?3 * ?3 AS step, due / ?3 * ?3 FROM ledger \
    WHERE kind = 'scheduled' AND due >= ?1 AND due < ?2 AND due_last = due GROUP BY step, outcome
    """
  /// In the words of the index `ledger_due`. What jitter or a calendar puts off is late behind that.
  static let late = """
    SELECT \(LedgerTable.readColumns) FROM ledger WHERE kind = 'scheduled' AND due >= ?1 AND due < ?2 AND sent_at - due >= ?3 \
    AND sent_at - max(due + ifnull(details ->> '$.jitterMilliseconds', 0) * 1000, ifnull(details ->> '$.notBefore', due)) >= ?3 \
    ORDER BY due DESC LIMIT ?4
    """
  /// In the words of the index `ledger_ranges`.
  static let ranges = """
    SELECT outcome, count, due, due_last FROM ledger WHERE due_last > due AND due_last >= ?1 AND +due < ?2 AND +kind = 'scheduled'
    """

  /// In the words of the index `ledger_ranges`.
  static func rangeRows(reaching instant: Instant, outcomes: Set<Outcome>, limit: Int) -> SQLFragment {
    SQLFragment("SELECT \(LedgerTable.readColumns) FROM ledger WHERE due_last > due AND due_last >= ? AND", [.instant(instant)])
      + LedgerCondition.outcome(outcomes).sql + SQLFragment("ORDER BY due_last DESC LIMIT ?", [.number(limit)])
  }
}
