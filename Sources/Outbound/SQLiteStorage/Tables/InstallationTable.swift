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

  /// Nil while nothing was ever deleted.
  static func horizon(_ database: Database) throws -> Instant? {
    try Instant.fetchOne(database, sql: "SELECT horizon FROM installation")
  }

  /// Never back.
  static func advanceHorizon(to instant: Instant, _ database: Database) throws {
    try database.execute(
      sql: "UPDATE installation SET horizon = ? WHERE horizon IS NULL OR horizon < ?", arguments: [instant, instant])
  }

  static func stoppedCleanly(_ database: Database) throws -> Bool {
    try Bool.fetchOne(database, sql: "SELECT clean_stop FROM installation") ?? false
  }

  static func setStoppedCleanly(_ isClean: Bool, _ database: Database) throws {
    try database.execute(sql: "UPDATE installation SET clean_stop = ?", arguments: [isClean])
  }

  static func lastCheck(_ database: Database) throws -> Instant? {
    try Instant.fetchOne(database, sql: "SELECT last_check FROM installation")
  }

  static func setLastCheck(_ instant: Instant, _ database: Database) throws {
    try database.execute(sql: "UPDATE installation SET last_check = ?", arguments: [instant])
  }

  /// The number of rows of the ledger.
  static func rowCount(_ database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "SELECT row_count FROM installation") ?? 0
  }

  static func changeRowCount(by difference: Int, _ database: Database) throws {
    try PreparedStatement(database, "UPDATE installation SET row_count = row_count + ?").run { $0.bind(difference) }
  }
}
