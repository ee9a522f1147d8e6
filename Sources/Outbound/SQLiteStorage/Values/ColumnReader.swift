import GRDB

/// Reads the columns of one row, left to right.
struct ColumnReader {
  let table: String
  private let row: Row
  private var index = 0

  init(_ row: Row, of table: String) {
    self.row = row
    self.table = table
  }

  /// Nil for NULL.
  mutating func nextIfAny<Value: DatabaseValueConvertible & StatementColumnConvertible>(
    _ type: Value.Type = Value.self
  ) throws -> Value? {
    defer { index += 1 }
    // GRDB's own error would show the row's values.
    do { return try row.decode(Value?.self, atIndex: index) } catch { throw unreadable("is not a \(Value.self)") }
  }

  mutating func next<Value: DatabaseValueConvertible & StatementColumnConvertible>(
    _ type: Value.Type = Value.self
  ) throws -> Value {
    guard let value = try nextIfAny(Value.self) else { throw unreadable("is empty", at: index - 1) }
    return value
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

  private func unreadable(_ problem: String, at index: Int? = nil) -> UnreadableRow {
    UnreadableRow(table: table, problem: "column \(index ?? self.index) \(problem)")
  }
}
