import Foundation
import GRDB
import GRDBSQLite
import Scheduling

/// 16 bytes, most significant first. Read without an allocation, as `ColumnBinder` binds them: a batch of fires moves thousands.
extension Identifier: DatabaseValueConvertible, StatementColumnConvertible {
  public var databaseValue: DatabaseValue {
    withUnsafeBytes(of: bigEndianWords) { Data($0).databaseValue }
  }

  public static func fromDatabaseValue(_ value: DatabaseValue) -> Identifier? {
    guard case .blob(let data) = value.storage, data.count == 16 else { return nil }
    return data.withUnsafeBytes(Identifier.init(reading:))
  }

  public init?(sqliteStatement: SQLiteStatement, index: CInt) {
    guard let bytes = sqlite3_column_blob(sqliteStatement, index), sqlite3_column_bytes(sqliteStatement, index) == 16
    else { return nil }
    self.init(reading: UnsafeRawBufferPointer(start: bytes, count: 16))
  }

  private init(reading bytes: UnsafeRawBufferPointer) {
    self.init(
      high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
      low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }

  var bigEndianWords: (UInt64, UInt64) { (high.bigEndian, low.bigEndian) }
}
