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
}
