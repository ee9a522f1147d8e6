import GRDB
import Scheduling
import Seams

/// The rows of the ledger.
enum LedgerTable {
  /// As SQL, in the words of the index `ledger_unfinished`: SQLite uses a partial index only where it can prove that the
  /// query's condition implies the index's.
  static let isUnfinished = "outcome IN ('claimed', 'waiting', 'started', 'unknown')"

  /// The order in which `LedgerRow` binds and reads them.
  static let columns = """
    id, kind, schedule_id, schedule_name, revision, due, due_last, count, outcome, reason_code, reason_sentence, \
    carried_by, claimed_at, sent_at, finished_at, attempt, run_id, run_name, run_status, trigger
    """

  static let insert = """
    INSERT INTO ledger (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
    ON CONFLICT DO NOTHING
    """

  /// What a row is about, and what was frozen in its claim, stays.
  static let update = """
    UPDATE ledger SET due_last = ?, count = ?, outcome = ?, reason_code = ?, reason_sentence = ?, carried_by = ?, \
    sent_at = ?, finished_at = ?, attempt = ?, run_id = ?, run_name = ?, run_status = ? WHERE id = ?
    """

  static let unfinishedQuery = "SELECT \(columns) FROM ledger WHERE \(isUnfinished) ORDER BY due, id"
  static let newestQuery = "SELECT \(columns) FROM ledger \(newestFirst)"

  /// - Parameter condition: on `kind`; it decides which of the two indexes by schedule is used.
  static func newestQuery(ofSchedule condition: String) -> String {
    "SELECT \(columns), sequence FROM ledger WHERE schedule_id = ? AND \(condition) \(newestFirst)"
  }

  /// `sequence` is the last part of every index, so that nothing is sorted.
  private static let newestFirst = "ORDER BY due DESC, sequence DESC LIMIT ?"

  /// Oldest due first.
  static func unfinished(_ database: Database) throws -> [LedgerRow] { try fetch(unfinishedQuery, [], database) }

  /// Newest due first; among those due at the same instant the one that was written last.
  static func rows(_ query: LedgerQuery, _ database: Database) throws -> [LedgerRow] {
    switch (query.fire, query.schedule) {
    case (let fire?, nil):
      try fetch("SELECT \(columns) FROM ledger WHERE id = ? LIMIT ?", [fire, query.limit], database)
    case (let fire?, let schedule?):
      try fetch(
        "SELECT \(columns) FROM ledger WHERE id = ? AND schedule_id = ? LIMIT ?", [fire, schedule, query.limit], database)
    case (nil, let schedule?): try rows(ofSchedule: schedule, limit: query.limit, database)
    case (nil, nil): try fetch(newestQuery, [query.limit], database)
    }
  }

  /// Merges the newest of either index, so that the time does not depend on how many rows the schedule has.
  private static func rows(ofSchedule id: Identifier, limit: Int, _ database: Database) throws -> [LedgerRow] {
    let scheduled = newestQuery(ofSchedule: "kind = 'scheduled'")
    let others = newestQuery(ofSchedule: "kind <> 'scheduled'")
    let sql = "SELECT * FROM (\(scheduled)) UNION ALL SELECT * FROM (\(others)) \(newestFirst)"
    return try fetch(sql, [id, limit, id, limit, limit], database)
  }

  private static func fetch(_ sql: String, _ arguments: StatementArguments, _ database: Database) throws -> [LedgerRow] {
    let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments)
    var found: [LedgerRow] = []
    while let row = try rows.next() {
      var reader = ColumnReader(row, of: "ledger")
      found.append(try LedgerRow(reading: &reader))
    }
    return found
  }
}
