import GRDB
import Seams

/// The tables and how they came to be. A migration that was ever released is never changed.
///
/// Conventions: STRICT tables. Instants are whole microseconds since 1970 (INTEGER). Identifiers are BLOBs of 16 bytes:
/// less than half the size of their text in every row and index, and in SQLite's byte order they sort as `Identifier`
/// does. Values that are only ever read whole are JSON (TEXT); what is searched, sorted or changed has a column.
enum Schema {
  /// Migrations in order; each one's number is its place, from 1, and is kept in `user_version`.
  private static let migrations: [@Sendable (Database) throws -> Void] = [createVersion1, bringToVersion2]

  static let version = migrations.count

  /// Comes before the file is opened to be written, which alone changes its first page. What cannot be read is left to that.
  /// - Throws: when the file was written by a newer Carillon; nothing is changed then.
  static func refuseNewer(_ path: String) throws(StoreError) {
    guard let found = try? number(in: path), found > version else { return }
    throw newer(found, path: path)
  }

  private static func number(in path: String) throws -> Int? {
    let name = StoreInspection.nameForReading(path)
    let queue = try DatabaseQueue(path: name, configuration: StoreInspection.configurationForReading(name, of: path))
    defer { try? queue.close() }
    return try queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA user_version") }
  }

  /// - Throws: when the file was written by a newer Carillon.
  static func bringUpToDate(_ pool: DatabasePool) throws(StoreError) {
    do {
      let found = try pool.read { database in try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0 }
      guard found <= version else { throw newer(found, path: pool.path) }
      try migrator.migrate(pool)
    } catch {
      throw StoreError(error, while: .opening, path: pool.path)
    }
  }

  /// As `bringUpToDate`, to a schema that is not the newest.
  static func bring(_ pool: DatabasePool, upTo number: Int) throws { try migrator.migrate(pool, upTo: String(number)) }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for (index, migrate) in migrations.enumerated() {
      let number = index + 1
      migrator.registerMigration("\(number)") { database in
        try migrate(database)
        try database.execute(sql: "PRAGMA user_version = \(number)")
      }
    }
    return migrator
  }

  static func newer(_ found: Int, path: String) -> StoreError {
    let versions = "schema \(found), this one knows up to \(version)"
    let advice =
      "run the newer one; or let the newer one take the file back, with 'carillon store migrate --to \(version)'; or move it away"
    return StoreError(.other, "\(path): written by a newer Carillon (\(versions)); \(advice)")
  }
}
