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
  }

  /// `clean_stop` is 1 between an orderly end and the next start. `filed_through`: see `ledger`.
  private static let installationColumns = """
    ALTER TABLE installation ADD COLUMN horizon INTEGER;
    ALTER TABLE installation ADD COLUMN clean_stop INTEGER NOT NULL DEFAULT 1 CHECK (clean_stop IN (0, 1));
    ALTER TABLE installation ADD COLUMN last_check INTEGER;
    ALTER TABLE installation ADD COLUMN filed_through INTEGER NOT NULL DEFAULT 0;
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
      SELECT number, owed_from, definition, lead(owed_from) OVER (PARTITION BY schedule_id ORDER BY number), removed, covered_until \
      FROM revision_1 JOIN schedule ON schedule.id = schedule_id
      """)
    let insert = try RevisionWriter(database)
    try old.forEachRow(of: "revision") { reader in
      let revision = Revision(
        definition: try Reordered.definition(&reader), number: reader.number, owedFrom: reader.owedFrom)
      _ = revision
    }
    _ = insert
    try database.execute(sql: "DROP TABLE revision_1")
  }
}
