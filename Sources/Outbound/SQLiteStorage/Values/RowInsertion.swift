import GRDB

/// Inserts rows, many with each run of a statement: for each run SQLite opens the table and all of its indexes, which takes a
/// third of the time of a row of the ledger (measured).
struct RowInsertion {
  private let single: PreparedStatement
  private let several: PreparedStatement
  private let rowsAtOnce: Int

  /// - Parameter suffix: what stands behind the values.
  init(_ database: Database, into table: String, columns: String, rowsAtOnce: Int, _ suffix: String = "") throws {
    let values = "(\(columns.split(separator: ",").map { _ in "?" }.joined(separator: ", ")))"
    func statement(_ count: Int) throws -> PreparedStatement {
      let rows = repeatElement(values, count: count).joined(separator: ", ")
      return try PreparedStatement(database, "INSERT INTO \(table) (\(columns)) VALUES \(rows) \(suffix)")
    }
    (single, several) = (try statement(1), try statement(rowsAtOnce))
    self.rowsAtOnce = rowsAtOnce
  }

  /// - Parameter bind: gives the values of a row, one for each column in order.
  func run<Rows: RandomAccessCollection>(_ rows: Rows, _ bind: (Rows.Element, inout ColumnBinder) throws -> Void) throws {
    var rest = rows[...]
    while rest.count >= rowsAtOnce {
      try several.run { binder in for row in rest.prefix(rowsAtOnce) { try bind(row, &binder) } }
      rest = rest.dropFirst(rowsAtOnce)
    }
    for row in rest { try single.run { try bind(row, &$0) } }
  }
}
