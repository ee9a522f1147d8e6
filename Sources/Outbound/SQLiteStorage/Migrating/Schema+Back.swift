import CivilTime
import GRDB

/// The steps back, for an older release that is to go on with a newer one's store. Each undoes the migration of its number.
extension Schema {
  /// Inside a transaction.
  /// - Parameter now: when runs end that the older release cannot follow.
  static func stepBack(from schema: Int, _ database: Database, at now: Instant) throws {
    precondition(schema == 2, "no step leads back from schema \(schema)")
    try StepBackTo1(database, now: now).run()
    try database.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = ?", arguments: [String(schema)])
    try database.execute(sql: "PRAGMA user_version = \(schema - 1)")
  }

  /// What the step takes away, in words; each is still in the copy that is made first.
  static func losses(from schema: Int, _ database: Database) throws -> [String] {
    precondition(schema == 2, "no step leads back from schema \(schema)")
    return try LossesOfStepTo1(database).sentences()
  }
}
