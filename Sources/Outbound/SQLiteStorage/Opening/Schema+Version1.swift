import GRDB
import Scheduling

extension Schema {
  static func createVersion1(_ database: Database) throws {
    try database.execute(sql: installation)
    try database.execute(sql: "INSERT INTO installation (instance) VALUES (?)", arguments: [Identifier.random()])
    try database.execute(sql: schedules)
    try database.execute(sql: version1Ledger)
    try database.execute(sql: sourceRecords)
    try database.execute(sql: outbox)
  }

  /// One row: what there is once for the whole store.
  private static let installation = """
    CREATE TABLE installation (
      only_row  INTEGER PRIMARY KEY DEFAULT 1 CHECK (only_row = 1),
      instance  BLOB NOT NULL CHECK (length(instance) = 16),
      last_sync INTEGER
    ) STRICT;
    """

  /// A removed schedule stays, with its revisions, for as long as rows of the ledger refer to it; when it returns, the
  /// numbers go on. A revision was in force from its `owed_from` to that of the next.
  private static let schedules = scheduleTable + "\n\n" + version1Revision

  private static let scheduleTable = """
    CREATE TABLE schedule (
      id            BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
      revision      INTEGER NOT NULL,
      covered_until INTEGER NOT NULL,
      removed       INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
    ) STRICT, WITHOUT ROWID;
    """

  static let version1Revision = """
    CREATE TABLE revision (
      schedule_id BLOB NOT NULL REFERENCES schedule (id) ON DELETE CASCADE,
      number      INTEGER NOT NULL CHECK (number >= 1),
      owed_from   INTEGER NOT NULL,
      definition  TEXT NOT NULL,
      PRIMARY KEY (schedule_id, number)
    ) STRICT;
    """

  /// A fire row or a range row (`due_last` > `due`); the columns are those of `LedgerRow`.
  ///
  /// A rowid table: rows lie in the order in which they were written, so that retention frees whole pages. No foreign key
  /// to `schedule`: the ledger outlives it, and 1000 look-ups in a batch would buy nothing. `outcome` has no CHECK, for
  /// more of them will come, and SQLite cannot change one in place.
  static let version1Ledger = """
    CREATE TABLE ledger (
      sequence        INTEGER PRIMARY KEY,
      id              BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
      kind            TEXT NOT NULL CHECK (kind IN ('scheduled', 'manual', 'backfill')),
      schedule_id     BLOB NOT NULL CHECK (length(schedule_id) = 16),
      schedule_name   TEXT NOT NULL,
      revision        INTEGER NOT NULL,
      due             INTEGER NOT NULL,
      due_last        INTEGER NOT NULL CHECK (due_last >= due),
      count           INTEGER NOT NULL CHECK (count >= 1),
      outcome         TEXT NOT NULL,
      reason_code     TEXT,
      reason_sentence TEXT,
      carried_by      BLOB CHECK (length(carried_by) = 16),
      claimed_at      INTEGER NOT NULL,
      sent_at         INTEGER,
      finished_at     INTEGER,
      attempt         INTEGER NOT NULL,
      run_id          TEXT,
      run_name        TEXT,
      run_status      TEXT,
      trigger         TEXT
    ) STRICT;

    -- A due instant has one scheduled row; together with the next index also the rows of one schedule by time.
    CREATE UNIQUE INDEX ledger_scheduled ON ledger (schedule_id, due) WHERE kind = 'scheduled';
    CREATE INDEX ledger_unscheduled ON ledger (schedule_id, due) WHERE kind <> 'scheduled';
    -- The newest rows of all schedules, and the oldest ones for retention.
    CREATE INDEX ledger_due ON ledger (due);
    -- What a restart has to settle: few, however long the ledger is.
    CREATE INDEX ledger_unfinished ON ledger (due, id) WHERE outcome IN ('claimed', 'waiting', 'started', 'unknown');
    """

  private static let sourceRecords = """
    CREATE TABLE source_record (
      id     BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
      record TEXT NOT NULL
    ) STRICT;
    """

  /// A report about a schedule is the only one that waits for it; one about a run has no `schedule_id`.
  /// AUTOINCREMENT: an id is never used again, so that taking out a report never hits the one that replaced it.
  private static let outbox = """
    CREATE TABLE outbox (
      id          INTEGER PRIMARY KEY AUTOINCREMENT,
      schedule_id BLOB UNIQUE CHECK (length(schedule_id) = 16),
      report      TEXT NOT NULL,
      next_try    INTEGER NOT NULL,
      attempts    INTEGER NOT NULL DEFAULT 0,
      last_error  TEXT
    ) STRICT;
    CREATE INDEX outbox_next_try ON outbox (next_try);

    CREATE TABLE delivery (
      schedule_id           BLOB NOT NULL PRIMARY KEY CHECK (length(schedule_id) = 16),
      outcome_class         TEXT,
      delivered_at          INTEGER NOT NULL,
      day_start             INTEGER NOT NULL,
      count_since_day_start INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """
}
