import GRDB
import Scheduling
import TestSupport
import Testing

@testable import SQLiteStorage

/// A ledger of years stays as fast as a new one only while nothing walks or sorts it.
struct QueryPlanTests {
  struct Plan: CustomTestStringConvertible {
    let testDescription: String
    let query: String
    let indexes: Set<String>
    /// What is sorted is a few rows: those of one instant, or as many as were asked for from each index.
    var sortsFew = false
  }

  private static let plans = [
    Plan(
      testDescription: "restart", query: ScheduleTable.inForceQuery,
      indexes: ["filed_due USING PRIMARY KEY", "ledger_unscheduled (schedule_id=?)"]),
    Plan(testDescription: "unfinished", query: LedgerTable.unfinishedQuery, indexes: ["ledger_unfinished"]),
    Plan(testDescription: "how many dead letters", query: SQLiteStore.deadLetterCount, indexes: ["ledger_dead"]),
    Plan(testDescription: "how many dead letters, at most", query: LedgerTable.someDeadLettersCount, indexes: ["ledger_dead"]),
    Plan(testDescription: "how many rows", query: SQLiteStore.rowCount, indexes: ["SCAN filed_id", "INTEGER PRIMARY KEY (rowid>?)"]),
    Plan(testDescription: "dead letters", query: LedgerTable.deadLettersQuery, indexes: ["ledger_dead"]),
    Plan(testDescription: "one dead letter", query: LedgerTable.oneDeadLetter, indexes: ["INTEGER PRIMARY KEY (rowid=?)"]),
    Plan(
      testDescription: "newest of all", query: LedgerTable.newestRows, indexes: ["ledger_due", "ledger_unscheduled_due"],
      sortsFew: true),
    Plan(testDescription: "added last", query: LedgerTable.lastAddedRows, indexes: ["INTEGER PRIMARY KEY (rowid>?)"]),
    Plan(
      testDescription: "of a schedule", query: LedgerTable.rowsOfSchedule,
      indexes: ["filed_due USING PRIMARY KEY", "ledger_unscheduled", "INTEGER PRIMARY KEY (rowid>?)"], sortsFew: true),
    Plan(testDescription: "latest, filed", query: LatestRows.filed, indexes: ["filed_due USING PRIMARY KEY"]),
    Plan(testDescription: "latest, by hand", query: LatestRows.unscheduled, indexes: ["ledger_unscheduled"]),
    Plan(testDescription: "latest, waiting", query: LatestRows.unfiled, indexes: ["INTEGER PRIMARY KEY (rowid>?)"]),
    Plan(
      testDescription: "of a schedule, covering", query: LedgerTable.rowsOfScheduleCovering,
      indexes: ["filed_due USING PRIMARY KEY", "ledger_unscheduled", "INTEGER PRIMARY KEY (rowid>?)"], sortsFew: true),
    Plan(
      testDescription: "covering", query: LedgerTable.rowsCovering,
      indexes: ["ledger_due", "ledger_unscheduled_due", "ledger_ranges"], sortsFew: true),
    Plan(
      testDescription: "a fire", query: LedgerTable.rowsOfFire, indexes: ["filed_id USING PRIMARY KEY", "INTEGER PRIMARY KEY (rowid>?)"],
      sortsFew: true),
    Plan(
      testDescription: "fires by their beginnings", query: LedgerTable.rowsOfFires,
      indexes: ["filed_id USING PRIMARY KEY", "INTEGER PRIMARY KEY (rowid>?)"], sortsFew: true),
    Plan(
      testDescription: "an id", query: LedgerTable.sequenceQuery, indexes: ["filed_id USING PRIMARY KEY", "INTEGER PRIMARY KEY (rowid>?)"]),
    Plan(
      testDescription: "the oldest rows", query: LedgerPruning.oldestFinalRows, indexes: ["ledger_due", "ledger_unscheduled_claimed"]),
    Plan(
      testDescription: "where the rows beyond a number end", query: LedgerPruning.finalRowAtPlace,
      indexes: ["ledger_due", "ledger_unscheduled_claimed"]),
    Plan(
      testDescription: "the newest row that may go", query: LedgerPruning.newestFinalRow,
      indexes: ["ledger_due", "ledger_unscheduled_claimed"]),
    Plan(
      testDescription: "ranges by their ends",
      query: LedgerCounting.rangeRows(reaching: StoreSamples.instant(0), outcomes: [.unbound, .skippedMisfire], limit: 9).sql,
      indexes: ["ledger_ranges"]),
    Plan(
      testDescription: "the newest revision", query: AuditQueries.newestRevisionQuery,
      indexes: ["SEARCH schedule USING PRIMARY KEY", "SEARCH revision USING PRIMARY KEY", "INTEGER PRIMARY KEY (rowid>?)"]),
    Plan(
      testDescription: "the revisions of some schedules", query: AuditQueries.someRevisionsQuery(2),
      indexes: ["SEARCH revision USING PRIMARY KEY", "SEARCH schedule USING PRIMARY KEY", "INTEGER PRIMARY KEY (rowid>?)"], sortsFew: true),
    Plan(
      testDescription: "an audit", query: AuditQueries.scheduledRowsQuery, indexes: ["ledger_due", "ledger_ranges"],
      sortsFew: true),
  ]

  @Test(arguments: plans)
  func aQueryUsesItsIndexes(expected: Plan) async throws {
    let steps = try await steps(of: expected.query)
    for index in expected.indexes { #expect(steps.contains { $0.contains(index) }, "\(index): \(steps)") }
    #expect(!steps.contains { $0.hasPrefix("SCAN ledger") && !$0.contains("USING") }, "\(steps)")
    if !expected.sortsFew { #expect(!steps.contains { $0.contains("TEMP B-TREE") }, "\(steps)") }
  }

  private func steps(of query: String) async throws -> [String] {
    let directory = try TemporaryDirectory()
    let store = try SQLiteStore(path: directory.storePath)
    return try await store.read(.readingLedger) { database in
      let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN \(query)")
      statement.setUncheckedArguments(StatementArguments())
      return try Row.fetchAll(statement).map { $0["detail"] }
    }
  }
}
