import GRDB
import GRDBSQLite
import Scheduling

/// Reads the columns of a statement's current row, left to right.
struct ColumnReader {
  let table: String
  private let statement: SQLiteStatement
  private var index: CInt = 0

  init(_ statement: SQLiteStatement, of table: String) {
    self.statement = statement
    self.table = table
  }

  /// Nil for NULL.
  mutating func nextIfAny<Value: StatementColumnConvertible>(_ type: Value.Type = Value.self) throws -> Value? {
    defer { index += 1 }
    guard sqlite3_column_type(statement, index) != SQLITE_NULL else { return nil }
    guard let value = Value(sqliteStatement: statement, index: index) else { throw unreadable("is not a \(Value.self)") }
    return value
  }

  mutating func next<Value: StatementColumnConvertible>(_ type: Value.Type = Value.self) throws -> Value {
    guard let value = try nextIfAny(Value.self) else { throw unreadable("is empty", at: index - 1) }
    return value
  }

  var isNextNull: Bool { sqlite3_column_type(statement, index) == SQLITE_NULL }

  /// True when the next column holds this text.
  func nextText(is text: String) -> Bool {
    guard let bytes = sqlite3_column_text(statement, index) else { return false }
    return text.utf8.elementsEqual(UnsafeBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(statement, index))))
  }

  mutating func skip(_ count: Int = 1) { index += CInt(count) }

  /// The bytes of the next column's text, valid inside `body`; nil for NULL.
  mutating func nextBytesIfAny<Value>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Value) rethrows -> Value? {
    defer { index += 1 }
    guard let text = sqlite3_column_text(statement, index) else { return nil }
    return try body(UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, index))))
  }

  /// The case of `Value` that the next column names.
  mutating func nextCase<Value: RawRepresentable<String>>(_ type: Value.Type = Value.self) throws -> Value {
    guard let value = try nextCaseIfAny(Value.self) else { throw unreadable("is empty", at: index - 1) }
    return value
  }

  mutating func nextCaseIfAny<Value: RawRepresentable<String>>(_ type: Value.Type = Value.self) throws -> Value? {
    guard let text = try nextIfAny(String.self) else { return nil }
    guard let value = Value(rawValue: text) else { throw unreadable("is not a known \(Value.self)", at: index - 1) }
    return value
  }

  /// The value whose JSON is in the next column.
  mutating func nextJSON<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
    guard let value = try nextJSONIfAny(Value.self) else { throw unreadable("is empty", at: index - 1) }
    return value
  }

  mutating func nextJSONIfAny<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value? {
    guard let text = try nextIfAny(String.self) else { return nil }
    do { return try JSONText.decode(Value.self, from: text) } catch {
      throw unreadable("is not the JSON of a \(Value.self)", at: index - 1)
    }
  }

  /// What the next column holds, in words that JSON has: an identifier is its text; nil for NULL.
  mutating func nextPlainIfAny() throws -> JSONValue? {
    switch sqlite3_column_type(statement, index) {
    case SQLITE_NULL:
      index += 1
      return nil
    case SQLITE_INTEGER: return .integer(try next(Int64.self))
    case SQLITE_BLOB: return .string(try next(Identifier.self).description)
    case SQLITE_TEXT:
      let text = nextBytesIfAny { String(validating: $0, as: UTF8.self) }
      guard let text, let text else { throw unreadable("is not UTF-8", at: index - 1) }
      return .string(text)
    default: throw unreadable("holds a number that is not whole")
    }
  }

  /// About the column that was read last.
  func unreadableLast(_ problem: String) -> UnreadableRow { unreadable(problem, at: index - 1) }

  // The row's values stay out of it.
  private func unreadable(_ problem: String, at index: CInt? = nil) -> UnreadableRow {
    UnreadableRow(table: table, problem: "column \(index ?? self.index) \(problem)")
  }
}
