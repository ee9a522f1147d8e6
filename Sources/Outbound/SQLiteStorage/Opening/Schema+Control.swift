import GRDB

/// What the control API writes: schedules of its own, who changed what, and answers by the keys of their requests.
extension Schema {
  static func createControlTables(_ database: Database) throws {
    try database.execute(sql: localSchedule)
    try database.execute(sql: auditLog)
    try database.execute(sql: requestKey)
  }

  private static let localSchedule = """
    CREATE TABLE local_schedule (
      id       BLOB PRIMARY KEY CHECK (length(id) = 16),
      name     TEXT NOT NULL UNIQUE,
      text     TEXT NOT NULL,
      created  INTEGER NOT NULL,
      updated  INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  /// `asked`, `before` and `after` are JSON. Without `status`: under way, or nobody saw its end. Numbers are never used again,
  /// so that a hole shows that lines are gone.
  private static let auditLog = """
    CREATE TABLE audit_log (
      number     INTEGER PRIMARY KEY AUTOINCREMENT,
      at         INTEGER NOT NULL,
      who        TEXT NOT NULL,
      role       TEXT,
      origin     TEXT NOT NULL,
      operation  TEXT NOT NULL,
      subject    TEXT,
      request    TEXT NOT NULL,
      asked      TEXT,
      before     TEXT,
      after      TEXT,
      status     INTEGER,
      problem    TEXT,
      ended_at   INTEGER
    ) STRICT;
    CREATE INDEX audit_log_at ON audit_log (at);
    """

  /// Without `status`: not answered.
  private static let requestKey = """
    CREATE TABLE request_key (
      who          TEXT NOT NULL,
      key          TEXT NOT NULL,
      fingerprint  TEXT NOT NULL,
      at           INTEGER NOT NULL,
      status       INTEGER,
      location     TEXT,
      etag         TEXT,
      body         TEXT,
      PRIMARY KEY (who, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX request_key_at ON request_key (at);
    """
}
