import CSQLite
import GRDB

/// The SQLite that this process has loaded.
package enum SQLiteLibrary {
  /// Once for the process, before it opens its first store. Should SQLite be in use already, it goes on as it is.
  static let isPrepared = csqlite_turn_memory_statistics_off() == SQLITE_OK

  /// `3.40.1`; asked in a database in memory, for GRDB does not pass on the library's own functions.
  package static var version: String {
    let answer = try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
    return answer.flatMap { $0 } ?? "unknown"
  }
}
