import CSQLite
import GRDB

/// The SQLite that this process has loaded.
package enum SQLiteLibrary {
  /// Once for the process, before it opens its first store. Should SQLite be in use already, it goes on as it is.
  static let isPrepared = [csqlite_turn_memory_statistics_off(), csqlite_keep_statement_journals(statementJournalBytes)]
    .allSatisfy { $0 == SQLITE_OK }

  /// A statement that inserts many rows keeps what it would have to take back, in memory up to this: some 160 KB of a large batch. SQLite's
  /// own limit of 64 KiB would put it into a file, and a herd could not be claimed where the folder for such files is full.
  private static let statementJournalBytes: CInt = 1024 * 1024

  /// `3.40.1`; asked in a database in memory, for GRDB does not pass on the library's own functions.
  package static var version: String {
    let answer = try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
    return answer.flatMap { $0 } ?? "unknown"
  }
}
