import CivilTime
import Foundation
import GRDB
import Scheduling
import Seams

/// The keys of those who ask over the network.
enum KeyTable {
  static func all(_ database: Database) throws -> [StoredKey] {
    try Row.fetchAll(database, sql: "SELECT * FROM access_key ORDER BY name, created, id").map { row in
      StoredKey(
        id: row["id"], name: row["name"], role: row["role"], digest: [UInt8](row["digest"] as Data), created: row["created"],
        expires: row["expires"], revoked: row["revoked"], lastUsed: row["last_used"])
    }
  }

  static func change(_ changes: KeyChanges, _ database: Database) throws {
    for id in changes.removals { try database.execute(sql: "DELETE FROM access_key WHERE id = ?", arguments: [id]) }
    for key in changes.upserts {
      try database.execute(
        sql: """
          INSERT INTO access_key (id, name, role, digest, created, expires, revoked, last_used) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, digest = excluded.digest,
            created = excluded.created, expires = excluded.expires, revoked = excluded.revoked, last_used = excluded.last_used
          """,
        arguments: [
          key.id, key.name, key.role, Data(key.digest), key.created, key.expires, key.revoked, key.lastUsed,
        ])
    }
  }

  static func noteUse(_ uses: [Identifier: Instant], _ database: Database) throws {
    for (id, instant) in uses {
      try database.execute(
        sql: "UPDATE access_key SET last_used = ? WHERE id = ? AND (last_used IS NULL OR last_used < ?)",
        arguments: [instant, id, instant])
    }
  }
}

extension SQLiteStore: KeyStore {
  package func keys() async throws(StoreError) -> [StoredKey] {
    try await read(.readingKeys) { try KeyTable.all($0) }
  }

  package func changeKeys(_ changes: KeyChanges) async throws(StoreError) {
    try await write(.writingKeys) { try KeyTable.change(changes, $0) }
  }

  package func noteKeyUse(_ uses: [Identifier: Instant]) async throws(StoreError) {
    try await write(.writingKeys) { try KeyTable.noteUse(uses, $0) }
  }
}
