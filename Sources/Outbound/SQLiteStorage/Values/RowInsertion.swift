import GRDB

/// Inserts rows, many with each run of a statement: for each run SQLite opens the table and all of its indexes, which takes a
/// quarter of the time of a row of the ledger (measured).
struct RowInsertion {
  /// The words of both statements: long, and made once.
  struct Form {
    fileprivate let single: String
    fileprivate let several: String
    let rowsAtOnce: Int

    /// - Parameter suffix: what stands behind the values.
    init(into table: String, columns: String, rowsAtOnce: Int, _ suffix: String = "") {
      let values = "(\(columns.split(separator: ",").map { _ in "?" }.joined(separator: ", ")))"
      func statement(_ count: Int) -> String {
        "INSERT INTO \(table) (\(columns)) VALUES \(repeatElement(values, count: count).joined(separator: ", ")) \(suffix)"
      }
      (single, several, self.rowsAtOnce) = (statement(1), statement(rowsAtOnce), rowsAtOnce)
    }
  }

  private let database: Database
  private let single: PreparedStatement
  private let several: PreparedStatement
  private let rowsAtOnce: Int

  init(_ database: Database, _ form: Form) throws {
    single = try PreparedStatement(database, form.single)
    several = try PreparedStatement(database, form.several)
    rowsAtOnce = form.rowsAtOnce
    self.database = database
  }

  /// - Parameter bind: gives the values of a row, one for each column in order.
  /// - Returns: how many were inserted.
  @discardableResult
  func run<Rows: RandomAccessCollection>(_ rows: Rows, _ bind: (Rows.Element, inout ColumnBinder) throws -> Void) throws -> Int {
    var rest = rows[...]
    var count = 0
    while rest.count >= rowsAtOnce {
      try several.run { binder in for row in rest.prefix(rowsAtOnce) { try bind(row, &binder) } }
      count += database.changesCount
      rest = rest.dropFirst(rowsAtOnce)
    }
    for row in rest {
      try single.run { try bind(row, &$0) }
      count += database.changesCount
    }
    return count
  }
}
