import CivilTime
import GRDB
import Scheduling
import Seams

/// The rows of the ledger.
enum LedgerTable {
  /// As SQL, in the words of the index `ledger_unfinished`: SQLite uses a partial index only where it can prove that the
  /// query's condition implies the index's.
  ///
  /// Not `IN`: from three values on SQLite makes a table of them for every row that is written, twice for one that changes
  /// (seen in `EXPLAIN`; it took a third of the time of a batch).
  static let isUnfinished = "(outcome = 'claimed' OR outcome = 'waiting' OR outcome = 'started' OR outcome = 'unknown')"
  /// In the words of the index `ledger_dead`.
  static let isDeadLetter =
    "handled IS NULL AND (outcome = 'failed' OR outcome = 'lost' OR outcome = 'rejected' OR outcome = 'timed_out')"
  /// Those that are not in `filed_id` and `filed_due` yet, to be read from `unfiledTable`.
  static let isUnfiled = "sequence > (SELECT filed_through FROM installation)"
  /// The end of the table: no index would be shorter, as SQLite cannot know.
  static let unfiledTable = "ledger NOT INDEXED"
  /// Rows of several instants, by their last; to be read with `due_last > due`.
  static let rangesTable = "ledger INDEXED BY ledger_ranges"

  /// The order in which `LedgerRow` binds and reads them.
  static let columns = """
    id, kind, schedule_id, schedule_name, revision, due, due_last, count, outcome, reason_code, reason_sentence, \
    carried_by, claimed_at, sent_at, finished_at, attempt, run_id, run_name, run_status, trigger, details
    """

  /// As `columns`, to be selected.
  static let readColumns = columns.split(separator: ", ").map { $0 == "trigger" ? triggerText : "ledger.\($0)" }
    .joined(separator: ", ")

  /// What stands for the trigger of the row's revision.
  static let revisionTrigger = "="
  static let triggerText = "\(triggerValue) AS trigger"
  static let triggerValue = """
    CASE ledger.trigger WHEN '\(revisionTrigger)' THEN (SELECT revision.trigger FROM revision \
    WHERE revision.schedule_id = ledger.schedule_id AND number = ledger.revision) ELSE ledger.trigger END
    """

  /// Oldest due first.
  static func unfinished(_ database: Database) throws -> [LedgerRow] {
    try fetch(unfinishedQuery, database).sorted { ($0.due, $0.id) < ($1.due, $1.id) }
  }

  static let unfinishedQuery = "SELECT \(readColumns) FROM ledger WHERE \(isUnfinished) ORDER BY due"

  /// Newest due first.
  static func deadLetters(limit: Int, _ database: Database) throws -> [LedgerRow] {
    try fetch(deadLettersQuery, database) { $0.bind(limit) }
  }

  static let deadLettersQuery = "SELECT \(readColumns) FROM ledger WHERE \(isDeadLetter) ORDER BY due DESC, sequence DESC LIMIT ?"

  static let someDeadLettersCount = "SELECT count(*) FROM (SELECT 1 FROM ledger WHERE \(isDeadLetter) ORDER BY due DESC LIMIT ?)"

  /// - Complexity: two look-ups by key.
  static func hasDeadLetter(_ fire: Identifier, _ database: Database) throws -> Bool {
    let find = try PreparedStatement(database, sequenceQuery)
    guard let sequence = try find.first(of: "ledger", { $0.bind(fire) }, { try $0.next(Int64.self) }) else { return false }
    let look = try PreparedStatement(database, oneDeadLetter)
    return try look.first(of: "ledger", { $0.bind(sequence) }, { try $0.next(Int64.self) }) != nil
  }

  /// By its sequence.
  static let oneDeadLetter = "SELECT sequence FROM ledger WHERE sequence = ? AND \(isDeadLetter)"

  /// - Returns: how many there were.
  static func settle(_ fires: [Identifier], as handling: DeadLetterHandling, _ database: Database) throws -> Int {
    let find = try PreparedStatement(database, sequenceQuery)
    let mark = try PreparedStatement(database, "UPDATE ledger SET handled = ? WHERE sequence = ? AND \(isDeadLetter)")
    return try fires.reduce(0) { count, fire in
      guard let sequence = try find.first(of: "ledger", { $0.bind(fire) }, { try $0.next(Int64.self) }) else { return count }
      try mark.run { binder in
        binder.bind(handling.rawValue)
        binder.bind(sequence)
      }
      return count + database.changesCount
    }
  }

  /// The row with an id, filed or not.
  static let sequenceQuery = """
    SELECT sequence FROM filed_id WHERE id = ?1 \
    UNION ALL SELECT sequence FROM \(unfiledTable) WHERE \(isUnfiled) AND id = ?1
    """

  static func fetch(
    _ sql: String, _ database: Database, _ bind: (inout ColumnBinder) throws -> Void = { _ in }
  ) throws -> [LedgerRow] {
    var rows: [LedgerRow] = []
    try PreparedStatement(database, sql).forEachRow(of: "ledger", bind) { reader in rows.append(try LedgerRow(reading: &reader)) }
    return rows
  }
}
