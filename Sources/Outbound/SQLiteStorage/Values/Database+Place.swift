import GRDB
import GRDBSQLite

/// The store's file was moved, removed or replaced while it was open.
struct MovedFile: Error {}

extension Database {
  /// To be asked before anything is written: into a file that has lost its name SQLite goes on writing, and all of it is gone with this
  /// process. The next life would do again what was done.
  func expectFileInPlace() throws {
    var hasMoved: CInt = 0
    // Where SQLite cannot tell, the file is taken to be there.
    let code = sqlite3_file_control(sqliteConnection, nil, SQLITE_FCNTL_HAS_MOVED, &hasMoved)
    if code == SQLITE_OK, hasMoved != 0 { throw MovedFile() }
  }

  /// To be called behind a write, outside of its transaction. A log that stayed beside another file would be taken for that file's
  /// by the next life. What is in it goes into the file that was moved, which misses nothing when it is put back.
  func emptyLogIfMoved<Value>(_ result: Result<Value, any Error>) {
    guard case .failure(let error) = result, error is MovedFile else { return }
    // While somebody reads, the log cannot be emptied, and no other write waits for that: the next one that is refused tries again,
    // at little cost when it is empty.
    sqlite3_busy_timeout(sqliteConnection, 0)
    defer { sqlite3_busy_timeout(sqliteConnection, CInt(SQLiteStore.busyTimeoutSeconds * 1000)) }
    _ = try? checkpoint(.truncate)
  }
}
