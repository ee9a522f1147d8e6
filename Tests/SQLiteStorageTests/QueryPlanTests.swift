import GRDB
import Scheduling
import TestSupport
import Testing

@testable import SQLiteStorage

/// A ledger of years stays as fast as a new one only while nothing walks or sorts it.
struct QueryPlanTests {
  @Test(arguments: [
    ("latest rows", "ledger_scheduled"), ("unfinished", "ledger_unfinished"), ("newest of all", "ledger_due"),
    ("of a schedule, scheduled", "ledger_scheduled"), ("of a schedule, others", "ledger_unscheduled"),
  ])
  func aQueryUsesItsIndex(name: String, index: String) async throws {
    let plan = try await plan(of: Self.queries[name] ?? "")
    #expect(plan.contains { $0.contains("INDEX \(index)") }, "\(plan)")
    #expect(!plan.contains { $0 == "SCAN ledger" || $0.contains("TEMP B-TREE") }, "\(plan)")
  }

  private static let queries = [
    "latest rows": ScheduleTable.latestRowsQuery,
    "unfinished": LedgerTable.unfinishedQuery,
    "newest of all": LedgerTable.newestQuery,
    "of a schedule, scheduled": LedgerTable.newestQuery(ofSchedule: "kind = 'scheduled'"),
    "of a schedule, others": LedgerTable.newestQuery(ofSchedule: "kind <> 'scheduled'"),
  ]

  private func plan(of query: String) async throws -> [String] {
    let directory = try TemporaryDirectory()
    let store = try SQLiteStore(path: directory.storePath)
    return try await store.read(.readingLedger) { database in
      let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN \(query)")
      statement.setUncheckedArguments(StatementArguments())
      let rows = try Row.fetchCursor(statement)
      var details: [String] = []
      while let row = try rows.next() { details.append(row["detail"]) }
      return details
    }
  }
}
