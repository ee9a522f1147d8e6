import GRDB

extension Schema {
  /// The columns are those of `StoredKey`.
  static func createKeys(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE access_key (
          id        BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
          name      TEXT NOT NULL,
          role      TEXT NOT NULL,
          digest    BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
          created   INTEGER NOT NULL,
          expires   INTEGER,
          revoked   INTEGER,
          last_used INTEGER
        ) STRICT;
        """)
  }
}
