import GRDB
import GRDBSQLite
import Scheduling

/// Binds the values of one row to a statement, left to right.
struct ColumnBinder {
  private let statement: SQLiteStatement
  private let space: BindingSpace
  private var index: CInt = 0

  /// - Parameter space: to be left as it is for as long as the statement runs.
  init(_ statement: SQLiteStatement, _ space: BindingSpace) { (self.statement, self.space) = (statement, space) }

  /// Binds the next parameter; nil is NULL.
  mutating func bind(_ value: (some StatementBinding)?) {
    index += 1
    guard let value else { return }
    check(value.bind(to: statement, at: index))
  }

  /// As the one above, without an allocation: a batch of fires moves thousands.
  mutating func bind(_ id: Identifier?) {
    index += 1
    guard let id else { return }
    withUnsafeBytes(of: id.bigEndianWords) { bytes in
      let kept = space.keep(bytes)
      check(
        sqlite3_bind_blob(
          statement, index, kept ?? bytes.baseAddress, CInt(bytes.count), kept == nil ? SQLiteBytes.areCopied : SQLiteBytes.stay))
    }
  }

  /// As the first, without a copy that ends with a zero.
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
      guard let kept = space.keep(UnsafeRawBufferPointer(text)) else {
        return sqlite3_bind_text(statement, index, start, CInt(text.count), SQLiteBytes.areCopied)
      }
      return sqlite3_bind_text(statement, index, kept.assumingMemoryBound(to: CChar.self), CInt(text.count), SQLiteBytes.stay)
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
  /// SQLITE_STATIC: they are where they are until the statement has run.
  static var stay: sqlite3_destructor_type? { nil }
}
