import GRDB

/// The SQLite that this process has loaded.
package enum SQLiteLibrary {
  /// `3.40.1`; asked in a database in memory, for GRDB does not pass on the library's own functions.
  package static var version: String {
    let answer = try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
    return answer.flatMap { $0 } ?? "unknown"
  }
}
