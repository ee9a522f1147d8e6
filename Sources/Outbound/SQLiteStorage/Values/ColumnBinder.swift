import GRDB
import GRDBSQLite

/// Binds the values of one row to a statement, left to right.
///
/// GRDB's `StatementArguments` box every value; a batch of 1000 claims would box 20 000.
struct ColumnBinder {
  private let statement: Statement
  private var index: CInt = 0

  init(_ statement: Statement) {
    // Resets the statement and clears what the row before left.
    statement.setUncheckedArguments(StatementArguments())
    self.statement = statement
  }

  /// Binds the next parameter; nil is NULL.
  mutating func bind(_ value: (some StatementBinding)?) {
    index += 1
    guard let value else { return }
    let code = value.bind(to: statement.sqliteStatement, at: index)
    // Fails only for a parameter that the statement does not have, or without memory.
    precondition(code == SQLITE_OK, "parameter \(index) of \(statement.sql): SQLite code \(code)")
  }
}

extension Statement {
  /// Runs the statement with the values that `bind` gives, one for each parameter in order.
  func execute(binding bind: (inout ColumnBinder) throws -> Void) throws {
    var binder = ColumnBinder(self)
    try bind(&binder)
    try execute()
  }
}
