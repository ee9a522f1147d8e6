import CivilTime
import GRDB
import Scheduling

/// What there is once for the whole store.
enum InstallationTable {
  static func instance(_ database: Database) throws -> Identifier {
    guard let instance = try Identifier.fetchOne(database, sql: "SELECT instance FROM installation") else {
      throw UnreadableRow(table: "installation", problem: "it has no row")
    }
    return instance
  }

  /// Nil before the first successful sync.
  static func lastSync(_ database: Database) throws -> Instant? {
    try Instant.fetchOne(database, sql: "SELECT last_sync FROM installation")
  }

  static func setLastSync(_ instant: Instant, _ database: Database) throws {
    try database.execute(sql: "UPDATE installation SET last_sync = ?", arguments: [instant])
  }
}
