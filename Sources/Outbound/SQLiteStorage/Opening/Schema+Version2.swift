import CivilTime
import GRDB
import Scheduling

/// Details of fires, states of schedules, the time for which a revision answers, what upkeep remembers; and a ledger whose
/// speed does not fall with its length.
extension Schema {
  static func bringToVersion2(_ database: Database) throws {
    try database.execute(sql: installationColumns)
    try database.execute(sql: scheduleColumns)
    try rebuildRevisions(database)
    try rebuildLedger(database)
    try createTroubledRows(database)
    try createControlTables(database)
    try createAlerts(database)
    try createKeys(database)
  }

  /// `clean_stop` is 1 between an orderly end and the next start. `filed_through`: see `ledger`,
  /// whose rows `row_count` counts: to count them would take seconds in a large one.
  private static let installationColumns = """
    ALTER TABLE installation ADD COLUMN horizon INTEGER;
    ALTER TABLE installation ADD COLUMN clean_stop INTEGER NOT NULL DEFAULT 1 CHECK (clean_stop IN (0, 1));
    ALTER TABLE installation ADD COLUMN last_check INTEGER;
    ALTER TABLE installation ADD COLUMN filed_through INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE installation ADD COLUMN row_count INTEGER NOT NULL DEFAULT 0;
    """

  /// What `ScheduleState` holds: two numbers that change with every run have columns, the rest is rare.
  private static let scheduleColumns = """
    ALTER TABLE schedule ADD COLUMN runs_started INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE schedule ADD COLUMN failures_in_a_row INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE schedule ADD COLUMN pause TEXT;
    ALTER TABLE schedule ADD COLUMN backfills TEXT;
    CREATE INDEX schedule_removed ON schedule (id) WHERE removed;
    """

  /// A start reads all of them in the order of their keys, so that is how they lie; the record's fields have columns,
  /// because decoding them from one JSON text took most of the time of a start.
  ///
  /// `owed_until` is where the next revision takes over, or up to where a removed schedule was covered; NULL for the
  /// revision in force, which answers up to `schedule.covered_until`.
  private static let revision = """
    CREATE TABLE revision (
      schedule_id           BLOB NOT NULL REFERENCES schedule (id) ON DELETE CASCADE,
      number                INTEGER NOT NULL CHECK (number >= 1),
      owed_from             INTEGER NOT NULL,
      owed_until            INTEGER,
      name                  TEXT NOT NULL,
      source                TEXT NOT NULL,
      cron_expression       TEXT,
      interval_seconds      INTEGER,
      interval_attoseconds  INTEGER,
      run_once_start_time   INTEGER,
      time_zone             TEXT,
      start_time            INTEGER,
      end_time              INTEGER,
      active                INTEGER NOT NULL CHECK (active IN (0, 1)),
      updated               INTEGER,
      pipeline_id           BLOB CHECK (length(pipeline_id) = 16),
      orchestrator_id       BLOB CHECK (length(orchestrator_id) = 16),
      defect                TEXT,
      standing              TEXT NOT NULL,
      reason_code           TEXT,
      reason_sentence       TEXT,
      warnings              TEXT,
      policy                TEXT,
      tags                  TEXT,
      trigger               TEXT,
      binding_origin        TEXT,
      PRIMARY KEY (schedule_id, number)
    ) STRICT, WITHOUT ROWID;
    -- What retention looks through.
    CREATE INDEX revision_ended ON revision (owed_until) WHERE owed_until IS NOT NULL;
    """

  private static func rebuildRevisions(_ database: Database) throws {
    try database.execute(sql: "ALTER TABLE revision RENAME TO revision_1")
    try database.execute(sql: revision)
    let old = try PreparedStatement(
      database,
      """
      SELECT number, owed_from, definition, \
      coalesce(lead(owed_from) OVER (PARTITION BY schedule_id ORDER BY number), CASE WHEN removed THEN covered_until END) \
      FROM revision_1 JOIN schedule ON schedule.id = schedule_id
      """)
    var writer = try RevisionWriter(database)
    try old.forEachRow(of: "revision") { reader in
      let (number, owedFrom) = (try reader.next(Int.self), try reader.next(Instant.self))
      let revision = Revision(definition: try reader.nextJSON(), number: number, owedFrom: owedFrom)
      try writer.write(revision, owedUntil: try reader.nextIfAny())
    }
    try database.execute(sql: "DROP TABLE revision_1")
  }

  /// A fire row or a range row (`due_last` > `due`); the columns are those of `LedgerRow`, and `handled`, what somebody did
  /// about a dead letter.
  ///
  /// Rows lie in the order in which they were written, so that a batch writes few pages and retention frees whole ones.
  /// By id and by schedule they are found through `filed_id` and `filed_due`, whose keys lie all over the place: kept up with
  /// each row, they would change two pages for every one of them (measured: 20 of 24 ms for 1000 claims in a ledger of
  /// 100 000). So rows are *filed* there later, thousands at a time (`LedgerFiling`); until then they are found by their
  /// `sequence`, above `installation.filed_through`.
  ///
  /// `trigger` is `=` where it is that of the row's revision, as it is for nearly all: half the size of a row.
  ///
  /// No foreign key to `schedule`: the ledger outlives it, and 1000 look-ups in a batch would buy nothing. `outcome` has no
  /// CHECK, for more of them will come, and SQLite cannot change one in place.
  private static let ledger = """
    CREATE TABLE ledger (
      sequence        INTEGER PRIMARY KEY,
      id              BLOB NOT NULL CHECK (length(id) = 16),
      kind            TEXT NOT NULL CHECK (kind = 'scheduled' OR kind = 'manual' OR kind = 'backfill' OR kind = 'chained'),
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
      trigger         TEXT,
      details         TEXT,
      handled         TEXT CHECK (handled IN ('replayed', 'dropped'))
    ) STRICT;

    CREATE TABLE filed_id (
      id       BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
      sequence INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Rows of kind 'scheduled'.
    CREATE TABLE filed_due (
      schedule_id BLOB NOT NULL CHECK (length(schedule_id) = 16),
      due         INTEGER NOT NULL,
      sequence    INTEGER NOT NULL,
      PRIMARY KEY (schedule_id, due)
    ) STRICT, WITHOUT ROWID;
    """

  private static let ledgerIndexes = """
    -- A due instant of a schedule has one scheduled row. By time: what is written together lies together.
    CREATE UNIQUE INDEX ledger_due ON ledger (due, schedule_id) WHERE kind = 'scheduled';
    -- Rows that cover more than their first instant: few.
    CREATE INDEX ledger_ranges ON ledger (due_last) WHERE due_last > due;
    -- Manual fires and backfills: few. By when they are due, by schedule, and by age.
    CREATE INDEX ledger_unscheduled_due ON ledger (due) WHERE kind <> 'scheduled';
    CREATE INDEX ledger_unscheduled ON ledger (schedule_id, due) WHERE kind <> 'scheduled';
    CREATE INDEX ledger_unscheduled_claimed ON ledger (claimed_at) WHERE kind <> 'scheduled';
    -- What a restart has to settle, and what people have to look at: few, however long the ledger is.
    CREATE INDEX ledger_unfinished ON ledger (due) WHERE \(LedgerTable.isUnfinished);
    CREATE INDEX ledger_dead ON ledger (due) WHERE \(LedgerTable.isDeadLetter);
    """

  private static func rebuildLedger(_ database: Database) throws {
    try database.execute(sql: "ALTER TABLE ledger RENAME TO ledger_1")
    try database.execute(sql: ledger)
    let columns = """
      sequence, id, kind, schedule_id, schedule_name, revision, due, due_last, count, outcome, reason_code, reason_sentence, \
      carried_by, claimed_at, sent_at, finished_at, attempt, run_id, run_name, run_status, trigger
      """
    try database.execute(sql: "INSERT INTO ledger (\(columns)) SELECT \(columns) FROM ledger_1 ORDER BY sequence")
    try database.execute(sql: "DROP TABLE ledger_1")
    try database.execute(sql: ledgerIndexes)
    try LedgerFiling().file(database)
    try database.execute(sql: "UPDATE installation SET row_count = (SELECT count(*) FROM ledger)")
  }
}
