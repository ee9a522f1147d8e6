import CivilTime
import GRDB
import Seams

/// Which server the cached records are of. The table is made with the first of them: releases of the same schema do without it.
///
/// It holds for one sync only: where such a release has synchronised since, nobody knows what it read.
enum SourceOriginTable {
  static let name = "source_origin"

  static func origin(_ database: Database) throws -> SourceOrigin? {
    // Asked for here: what GRDB remembers of the schema may be older.
    let isThere = try Int.fetchOne(database, sql: "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", arguments: [name])
    guard isThere != nil else { return nil }
    let row = try Row.fetchOne(
      database, sql: "SELECT url, project FROM \(name) WHERE last_sync = (SELECT last_sync FROM installation)")
    return row.map { row in SourceOrigin(url: row["url"], project: row["project"]) }
  }

  static func set(_ origin: SourceOrigin?, lastSync: Instant, _ database: Database) throws {
    guard let origin else { return try drop(database) }
    try database.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS \(name) (
          only_row  INTEGER PRIMARY KEY DEFAULT 1 CHECK (only_row = 1),
          url       TEXT NOT NULL,
          project   TEXT NOT NULL,
          last_sync INTEGER NOT NULL
        ) STRICT
        """)
    try database.execute(
      sql: "INSERT OR REPLACE INTO \(name) (only_row, url, project, last_sync) VALUES (1, ?, ?, ?)",
      arguments: [origin.url, origin.project, lastSync])
  }

  /// Also where it never was.
  static func drop(_ database: Database) throws { try database.execute(sql: "DROP TABLE IF EXISTS \(name)") }
}
