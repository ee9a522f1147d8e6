import GRDB

/// A table whose rows leave a store in its portable text, and come into one from there.
struct ExchangedTable: Sendable {
  let name: String
  /// The order of its rows.
  let key: String
  /// What only tells of the file in which it stands.
  var leftOut: Set<String> = []
  /// Of the rows that leave; all of them without one.
  var condition = "1"

  /// In an order in which they can be filled: what is referred to comes first.
  static let all = [
    ExchangedTable(
      name: "installation", key: "only_row", leftOut: ["only_row", "clean_stop", "last_check", "filed_through", "row_count"]),
    ExchangedTable(name: "schedule", key: "id"),
    ExchangedTable(name: "revision", key: "schedule_id, number"),
    ExchangedTable(name: "ledger", key: "sequence"),
    ExchangedTable(name: "source_record", key: "id"),
    ExchangedTable(name: "outbox", key: "id"),
    ExchangedTable(name: "delivery", key: "schedule_id"),
    ExchangedTable(name: "local_schedule", key: "id"),
    ExchangedTable(name: "alert_cause", key: "key"),
    ExchangedTable(name: "alert_waiting", key: "number"),
    ExchangedTable(name: "alert_notes", key: "one"),
    ExchangedTable(name: "audit_log", key: "number"),
    // Numbers that were given are never given again, also where their rows are gone.
    ExchangedTable(name: "sqlite_sequence", key: "name", condition: "name IN ('outbox', 'audit_log')"),
  ]

  /// Stay where they are: digests of keys, and answers to requests, which may hold what is shown once.
  static let withheld = ["access_key", "request_key"]
  /// Made of the others, or by the migrations.
  static let derived = ["filed_id", "filed_due", "grdb_migrations"]

  static func named(_ name: String) -> Int? { all.firstIndex { $0.name == name } }

  /// Those that leave, in the order of the table.
  func columns(_ database: Database) throws -> [ExchangedColumn] {
    try Row.fetchAll(database, sql: "SELECT name, type FROM pragma_table_info(?) ORDER BY cid", arguments: [name])
      .map { ExchangedColumn(name: $0["name"], isIdentifier: $0["type"] == "BLOB") }
      .filter { !leftOut.contains($0.name) }
  }
}

struct ExchangedColumn: Sendable {
  let name: String
  /// A BLOB: all of those that leave are identifiers.
  let isIdentifier: Bool
}

/// What left a store, or came into one.
package struct ExchangeSummary: Sendable, Equatable {
  package let schema: Int
  package let installation: String
  /// Rows by table, those without any too.
  package let rows: [String: Int]
}

/// The text: one JSON object in each line. First a header, then the rows, at the end how many there were.
enum ExchangeText {
  /// Of the text itself; the columns are those of the schema that the header names.
  static let format = 1
  /// The schemas whose rows a text can hold.
  static let oldestSchema = 2
  static let headerKey = "carillon_store"
  /// Longer lines are refused, so that no file can fill the memory: a row holds a few texts of at most 64 KiB.
  static let longestLine = 16 << 20
}
