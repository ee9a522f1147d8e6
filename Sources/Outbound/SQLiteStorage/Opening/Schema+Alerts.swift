import GRDB

/// What is told to people: what is open, and what waits for a sink.
extension Schema {
  /// All three hold JSON: they are read whole at a start, and never searched.
  static func createAlerts(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE alert_cause (
          key   TEXT NOT NULL PRIMARY KEY,
          cause TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE alert_waiting (
          number INTEGER PRIMARY KEY,
          alert  TEXT NOT NULL
        ) STRICT;

        -- One row at most.
        CREATE TABLE alert_notes (
          one   INTEGER PRIMARY KEY CHECK (one = 1),
          notes TEXT NOT NULL
        ) STRICT;
        """)
  }
}
