import CivilTime
import GRDB
import Seams

extension SQLiteStore: AuditLogStore {
  package func beginAuditLine(_ entry: AuditLogEntry) async throws(StoreError) -> Int64 {
    try await write(.writingAuditLog) { database in
      try database.execute(
        sql: """
          INSERT INTO audit_log (at, who, role, origin, operation, subject, request, asked, before) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          entry.at, entry.who, entry.role, entry.origin, entry.operation, entry.subject, entry.request, entry.asked, entry.before,
        ])
      return database.lastInsertedRowID
    }
  }

  package func endAuditLine(_ number: Int64, _ ending: AuditLogEnding) async throws(StoreError) {
    try await write(.writingAuditLog) { database in
      try database.execute(
        sql: """
          UPDATE audit_log SET ended_at = ?, status = ?, problem = ?, after = ?, subject = coalesce(?, subject), \
          before = coalesce(?, before) WHERE number = ? AND status IS NULL
          """,
        arguments: [ending.at, ending.status, ending.problem, ending.after, ending.subject, ending.before, number])
    }
  }

  package func auditLines(_ query: AuditLogQuery) async throws(StoreError) -> AuditLogLines {
    try await read(.readingAuditLog) { database in
      let filter = AuditLogFilter(query)
      let total = try Int.fetchOne(database, sql: "SELECT count(*) FROM audit_log\(filter.condition)", arguments: filter.arguments)
      let rows = try Row.fetchAll(
        database, sql: "SELECT * FROM audit_log\(filter.condition) ORDER BY number DESC LIMIT ? OFFSET ?",
        arguments: filter.arguments + [query.limit, query.offset])
      return AuditLogLines(lines: rows.map(AuditLogLine.init), total: total ?? 0)
    }
  }

  package func pruneAuditLog(before horizon: Instant?, keeping count: Int, batch: Int) async throws(StoreError) -> Int {
    try await write(.writingAuditLog) { database in
      // The number of the last line that stays, counted from the newest; 0 when all do.
      let spared = try Int64.fetchOne(
        database, sql: "SELECT number FROM audit_log ORDER BY number DESC LIMIT 1 OFFSET ?", arguments: [count])
      try database.execute(
        sql: "DELETE FROM audit_log WHERE number IN (SELECT number FROM audit_log WHERE number <= ? OR at < ? ORDER BY number LIMIT ?)",
        arguments: [spared ?? 0, horizon ?? .distantPast, batch])
      return database.changesCount
    }
  }
}

/// The condition of a query, and its values.
private struct AuditLogFilter {
  let condition: String
  let arguments: StatementArguments

  init(_ query: AuditLogQuery) {
    var conditions: [String] = []
    var arguments: StatementArguments = []
    func add(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
      guard let value else { return }
      conditions.append(condition)
      arguments += [value]
    }
    add("who = ?", query.who)
    add("subject = ?", query.subject)
    add("at >= ?", query.since)
    if let operation = query.operation, operation.hasSuffix(".") {
      // From the first text that begins so to the first behind them all: a slash comes after a full stop.
      add("operation >= ?", operation)
      add("operation < ?", operation.dropLast() + "/")
    } else {
      add("operation = ?", query.operation)
    }
    condition = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    self.arguments = arguments
  }
}

extension AuditLogLine {
  fileprivate init(_ row: Row) {
    let entry = AuditLogEntry(
      at: row["at"], who: row["who"], role: row["role"], origin: row["origin"], operation: row["operation"], subject: row["subject"],
      request: row["request"], asked: row["asked"], before: row["before"])
    self.init(
      number: row["number"], entry: entry, endedAt: row["ended_at"], status: row["status"], problem: row["problem"], after: row["after"])
  }
}
