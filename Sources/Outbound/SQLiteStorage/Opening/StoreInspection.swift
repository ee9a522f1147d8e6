import GRDB
import GRDBSQLite
import Glibc

/// A store's file as it lies on the disk, looked at without changing a byte of it or beside it.
///
/// Opening a store makes it current; this does not, and so it tells of a file that no daemon uses just now.
package struct StoreInspection: Sendable, Equatable {
  /// Of the tables; 0 for a file that nobody has begun to fill.
  package let schema: Int
  /// The newest that this program knows.
  package let knownSchema = Schema.version
  package let isOurs: Bool
  /// Empty when the file is sound.
  package let damage: [String]

  /// What SQLite keeps beside the file while it is in use, and leaves there when its user is killed: what it holds is part of the store.
  package static func hasLog(_ path: String) -> Bool {
    var info = stat()
    return stat("\(path)-wal", &info) == 0 && info.st_size > 0
  }

  /// When a file was last written to, in nanoseconds, and how large it is; nothing of one that is not there.
  package static func lastWrite(to path: String) -> [Int] {
    var status = stat()
    guard stat(path, &status) == 0 else { return [] }
    return [Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec), Int(status.st_size)]
  }

  /// - Parameter path: of a file without a log.
  /// - Throws: when it cannot be read, or is no database.
  package init(path: String) throws(StoreInspectionError) {
    let name = Self.immutableName(path)
    var connection: OpaquePointer?
    defer { sqlite3_close(connection) }
    guard sqlite3_open_v2(name, &connection, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nil) == SQLITE_OK, let connection else {
      throw StoreInspectionError(sentence: Self.sentence(connection, path))
    }
    let ask = { (question: String) throws(StoreInspectionError) -> [String] in try Self.rows(question, connection, path) }
    let application = try ask("PRAGMA application_id").first
    isOurs = application == String(Int32(bitPattern: DatabaseFile.applicationID)) || application == String(DatabaseFile.applicationID)
    schema = Int(try ask("PRAGMA user_version").first ?? "") ?? 0
    let answers = try ask("PRAGMA quick_check")
    damage = answers == ["ok"] ? [] : answers
  }

  /// The first column of each row.
  private static func rows(_ question: String, _ connection: OpaquePointer, _ path: String) throws(StoreInspectionError) -> [String] {
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    guard sqlite3_prepare_v2(connection, question, -1, &statement, nil) == SQLITE_OK else {
      throw StoreInspectionError(sentence: sentence(connection, path))
    }
    var rows: [String] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: rows.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "")
      case SQLITE_DONE: return rows
      default: throw StoreInspectionError(sentence: sentence(connection, path))
      }
    }
  }

  private static func sentence(_ connection: OpaquePointer?, _ path: String) -> String {
    "\(path): \(connection.map { String(cString: sqlite3_errmsg($0)) } ?? "it cannot be opened")"
  }

  /// Under which name a store that may be in use is opened to be read. Of a closed one all is in the file itself, and nothing is left
  /// beside it.
  static func nameForReading(_ path: String) -> String {
    let isClosed = ["-wal", "-journal"].allSatisfy { access(path + $0, F_OK) != 0 }
    // GRDB does not ask for URIs; Debian's SQLite takes them unasked.
    return isClosed && sqlite3_compileoption_used("USE_URI") == 1 ? immutableName(path) : path
  }

  /// How it is opened under that name. Where nothing is in the log, by a connection that may write: it writes nothing, and takes the log
  /// away when it is the last one to close. One that only reads would leave an empty log there, with its index.
  static func configurationForReading(_ name: String, of path: String) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = name != path || hasLog(path) || access(path, W_OK) != 0
    configuration.busyMode = .timeout(5)
    return configuration
  }

  /// Immutable: no lock, no log, no shared memory is made beside it. Source: sqlite.org/uri.html.
  private static func immutableName(_ path: String) -> String {
    let escaped = path.replacing("%", with: "%25").replacing("?", with: "%3f").replacing("#", with: "%23")
    // Else two slashes at its beginning would be a host's.
    return "file:\(path.hasPrefix("/") ? "//" : "")\(escaped)?immutable=1"
  }
}

package struct StoreInspectionError: Error, Sendable, Equatable {
  package let sentence: String
}
