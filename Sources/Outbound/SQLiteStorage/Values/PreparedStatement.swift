import GRDB
import GRDBSQLite

/// A compiled statement, driven through SQLite's own functions.
///
/// GRDB's arguments and rows cost more than SQLite itself where a batch moves thousands of them. GRDB still owns the
/// statement, its connection and the transaction around it. Valid on that connection's queue only.
struct PreparedStatement {
  private let statement: Statement
  private let space = BindingSpace()

  /// Compiled once for each connection.
  init(_ database: Database, _ sql: String) throws { statement = try database.cachedStatement(sql: sql) }

  /// Runs the statement with the values that `bind` gives, one for each parameter in order.
  func run(_ bind: (inout ColumnBinder) throws -> Void = { _ in }) throws {
    defer { stop() }
    try start(bind)
    while try step() {}
  }

  /// Passes each row on, in order.
  /// - Parameter table: what an unreadable row is said to be in.
  func forEachRow(
    of table: String, _ bind: (inout ColumnBinder) throws -> Void = { _ in }, _ body: (inout ColumnReader) throws -> Void
  ) throws {
    defer { stop() }
    try start(bind)
    while try step() {
      var reader = ColumnReader(statement.sqliteStatement, of: table)
      try body(&reader)
    }
  }

  /// The first row; nil when there is none.
  func first<Value>(
    of table: String, _ bind: (inout ColumnBinder) throws -> Void = { _ in }, _ body: (inout ColumnReader) throws -> Value
  ) throws -> Value? {
    defer { stop() }
    try start(bind)
    guard try step() else { return nil }
    var reader = ColumnReader(statement.sqliteStatement, of: table)
    return try body(&reader)
  }

  private func start(_ bind: (inout ColumnBinder) throws -> Void) throws {
    space.clear()
    var binder = ColumnBinder(statement.sqliteStatement, space)
    try bind(&binder)
  }

  /// True when there is a row.
  private func step() throws -> Bool {
    switch sqlite3_step(statement.sqliteStatement) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw failure(code)
    }
  }

  /// What is bound lies in `space`, which may be gone when the statement is used again.
  private func stop() {
    sqlite3_reset(statement.sqliteStatement)
    sqlite3_clear_bindings(statement.sqliteStatement)
    // SQLite has read from it until here; Swift does not see that.
    withExtendedLifetime(space) {}
  }

  private func failure(_ code: CInt) -> DatabaseError {
    let connection = sqlite3_db_handle(statement.sqliteStatement)
    return DatabaseError(resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)))
  }
}
