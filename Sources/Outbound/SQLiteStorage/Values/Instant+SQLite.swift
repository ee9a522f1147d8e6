import CivilTime
import GRDB

/// Whole microseconds since 1970, so that SQLite compares and sorts instants as Swift does.
extension Instant: DatabaseValueConvertible, StatementColumnConvertible {
  public var databaseValue: DatabaseValue { microsecondsSinceEpoch.databaseValue }

  public static func fromDatabaseValue(_ value: DatabaseValue) -> Instant? {
    Int64.fromDatabaseValue(value).map(Instant.init(microsecondsSinceEpoch:))
  }

  public func bind(to sqliteStatement: SQLiteStatement, at index: CInt) -> CInt {
    microsecondsSinceEpoch.bind(to: sqliteStatement, at: index)
  }

  public init(sqliteStatement: SQLiteStatement, index: CInt) {
    self.init(microsecondsSinceEpoch: Int64(sqliteStatement: sqliteStatement, index: index))
  }
}
