import CivilTime
import GRDB
import Seams

/// What bringing a store to another schema does, or has done.
package struct StoreMigration: Sendable, Equatable {
  package let path: String
  package let from: Int
  package let to: Int
  /// The store as it was; nil when nothing was done.
  package var backup: String?
  /// What the other schema cannot hold, in words.
  package var losses: [String]

  package var isNeeded: Bool { from != to }

  /// What would be done; nothing is, and a daemon may be at work.
  /// - Parameter to: nil: the newest.
  package static func plan(path: String, to target: Int?) throws(StoreError) -> StoreMigration {
    do {
      let name = StoreInspection.nameForReading(path)
      let queue = try DatabaseQueue(path: name, configuration: StoreInspection.configurationForReading(name, of: path))
      defer { try? queue.close() }
      return try queue.read { try plan($0, path, target) }
    } catch {
      throw StoreError(error, while: .migrating, path: path)
    }
  }

  /// Does it in one transaction, after a copy was made beside the store. The caller holds the state directory's lock.
  /// - Parameter now: names the copy.
  package static func run(path: String, to target: Int?, now: Instant) throws(StoreError) -> StoreMigration {
    var migration = try plan(path: path, to: target)
    guard migration.isNeeded else { return migration }
    try DatabaseFile(path: path).prepare()
    do {
      let pool = try DatabasePool(path: path, configuration: SQLiteStore.configuration)
      defer { try? pool.close() }
      try pool.writeWithoutTransaction { try SQLiteStore.prepareWriter($0, .none) }
      migration.backup = try copy(pool, named: "\(path).schema-\(migration.from)-\(now.compactISO8601)")
      if migration.to > migration.from {
        try Schema.bring(pool, upTo: migration.to)
      } else {
        try pool.write { database in
          for schema in stride(from: migration.from, to: migration.to, by: -1) { try Schema.stepBack(from: schema, database, at: now) }
        }
      }
      // The file alone then holds everything, for whoever takes it elsewhere; where somebody reads it, the log does for now.
      _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
      return migration
    } catch {
      throw StoreError(error, while: .migrating, path: path)
    }
  }

  private static func plan(_ database: Database, _ path: String, _ target: Int?) throws -> StoreMigration {
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard found <= Schema.version else { throw Schema.newer(found, path: path) }
    guard found > 0 else { throw StoreError(.other, "\(path): it holds no store; start the daemon, which makes one") }
    let target = target ?? Schema.version
    guard (1...Schema.version).contains(target) else {
      throw StoreError(.other, "there is no schema \(target): this Carillon knows 1 to \(Schema.version)")
    }
    var losses: [String] = []
    for schema in stride(from: found, to: target, by: -1) { losses += try Schema.losses(from: schema, database) }
    return StoreMigration(path: path, from: found, to: target, backup: nil, losses: losses)
  }

  private static func copy(_ pool: DatabasePool, named name: String) throws -> String {
    let file = BackupFile(path: try SQLiteStore.freeName(name))
    try file.prepare()
    do {
      try pool.unsafeRead { try $0.execute(sql: "VACUUM INTO ?", arguments: [file.temporaryPath]) }
      try file.finish()
    } catch {
      file.discard()
      throw error
    }
    return file.path
  }
}
