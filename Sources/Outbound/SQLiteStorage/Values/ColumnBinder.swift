import GRDB
import GRDBSQLite

/// Binds the values of one row to a statement, left to right.
struct ColumnBinder {
  private let statement: SQLiteStatement
  private var index: CInt = 0

  init(_ statement: SQLiteStatement) { self.statement = statement }

  /// Binds the next parameter; nil is NULL.
  mutating func bind(_ value: (some StatementBinding)?) {
    index += 1
    guard let value else { return }
    check(value.bind(to: statement, at: index))
  }

  /// As the one above, without a copy that ends with a zero.
  mutating func bind(_ text: String?) {
    guard var text else { return bind(utf8: nil) }
    text.withUTF8 { bind(utf8: $0) }
  }

  /// Binds the next parameter as text; nil is NULL.
  mutating func bind(utf8 bytes: UnsafeBufferPointer<UInt8>?) {
    index += 1
    guard let bytes else { return }
    let code = bytes.withMemoryRebound(to: CChar.self) { text in
      // An empty buffer may have no address, which SQLite would take for NULL.
      guard let start = text.baseAddress else { return "".bind(to: statement, at: index) }
      return sqlite3_bind_text(statement, index, start, CInt(text.count), SQLiteBytes.areCopied)
    }
    check(code)
  }

  private func check(_ code: CInt) {
    // Fails only for a parameter that the statement does not have, or without memory.
    precondition(code == SQLITE_OK, "parameter \(index) of \(String(cString: sqlite3_sql(statement))): SQLite code \(code)")
  }
}

enum SQLiteBytes {
  /// SQLITE_TRANSIENT, a cast that Swift does not import.
  static var areCopied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
