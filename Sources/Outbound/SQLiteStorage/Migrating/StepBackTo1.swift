import CivilTime
import GRDB
import Scheduling

/// Makes a store of schema 2 one of schema 1, inside a transaction.
///
/// Every row of the ledger stays; what schema 1 has no word for is written in its nearest word, with the old one as the reason. A run
/// under way that 0.1.0 could not follow ends as `lost`.
struct StepBackTo1 {
  private let database: Database
  private let now: Instant

  init(_ database: Database, now: Instant) { (self.database, self.now) = (database, now) }

  /// The words of schema 1 for those that it does not have.
  static let outcomes = [
    "skipped_mutex": "skipped_overlap", "skipped_missed_deadline": "skipped_misfire", "skipped_calendar": "skipped_paused",
    "skipped_max_runs": "skipped_paused",
  ]
  static let foreignOutcomes = "outcome IN (\(outcomes.keys.sorted().map { "'\($0)'" }.joined(separator: ", ")))"

  func run() throws {
    try LedgerFiling().file(database)
    try endRunsThatNobodyCouldFollow()
    // Rows first: their triggers are those of revisions that go.
    try rebuildLedger()
    try rebuildRevisions()
    try renameOutcomesOfReports()
    try database.execute(sql: "DROP INDEX schedule_removed")
    for column in ["runs_started", "failures_in_a_row", "pause", "backfills"] {
      try database.execute(sql: "ALTER TABLE schedule DROP COLUMN \(column)")
    }
    for column in ["horizon", "clean_stop", "last_check", "filed_through", "row_count"] {
      try database.execute(sql: "ALTER TABLE installation DROP COLUMN \(column)")
    }
    for table in Self.newTables { try database.execute(sql: "DROP TABLE \(table)") }
    try SourceOriginTable.drop(database)
  }

  static let newTables = [
    "filed_id", "filed_due", "local_schedule", "audit_log", "request_key", "alert_cause", "alert_waiting", "alert_notes", "access_key",
  ]

  // MARK: The ledger

  private func endRunsThatNobodyCouldFollow() throws {
    for row in try LedgerTable.unfinished(database) {
      guard let trigger = row.trigger, let need = try Version1Definition.need(of: trigger) else { continue }
      try database.execute(
        sql: """
          UPDATE ledger SET outcome = 'lost', reason_code = ?, reason_sentence = ?, finished_at = ? \
          WHERE sequence = (SELECT sequence FROM filed_id WHERE id = ?)
          """,
        arguments: [
          "needs_newer_release", "the store went back to an older release of Carillon, which does not know \(need)", now, row.id,
        ])
    }
  }

  private func rebuildLedger() throws {
    let indexes = try String.fetchAll(
      database, sql: "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'ledger' AND sql NOT NULL")
    for index in indexes { try database.execute(sql: "DROP INDEX \(index)") }
    try database.execute(sql: "ALTER TABLE ledger RENAME TO ledger_2")
    try database.execute(sql: Schema.version1Ledger)
    let kept = """
      sequence, id, schedule_id, schedule_name, revision, due, due_last, count, carried_by, claimed_at, sent_at, finished_at, attempt, \
      run_id, run_name, run_status
      """
    try database.execute(
      sql: """
        INSERT INTO ledger (\(kept), kind, outcome, reason_code, reason_sentence, trigger) \
        SELECT \(kept), \(Self.kind), \(Self.outcome), \(Self.reasonCode), \(Self.reasonSentence), \
        CASE WHEN \(Self.isKnown("trigger_text")) THEN trigger_text END \
        FROM (SELECT ledger.*, \(LedgerTable.triggerValue) AS trigger_text FROM ledger_2 AS ledger) ORDER BY sequence
        """)
    try database.execute(sql: "DROP TABLE ledger_2")
  }

  private static let kind = "CASE kind WHEN 'chained' THEN 'manual' ELSE kind END"
  private static let outcome =
    "CASE outcome \(outcomes.sorted { $0.key < $1.key }.map { "WHEN '\($0.key)' THEN '\($0.value)' " }.joined())ELSE outcome END"
  /// Where a word is replaced, the one that was there; a reason that is there says more.
  private static let reasonCode =
    "coalesce(reason_code, CASE WHEN \(foreignOutcomes) THEN outcome WHEN kind = 'chained' THEN kind END)"
  private static let reasonSentence = """
    coalesce(reason_sentence, CASE WHEN \(foreignOutcomes) THEN 'in the words of a newer release: ' || outcome \
    WHEN kind = 'chained' THEN 'the end of another schedule''s run started it' END)
    """

  /// Whether a trigger is of a kind that 0.1.0 can read.
  static func isKnown(_ text: String) -> String {
    "(" + Version1Definition.kinds.map { kind in "substr(\(text), 1, \(kind.count + 4)) = '{\"\(kind)\":'" }.joined(separator: " OR ") + ")"
  }

  // MARK: Revisions

  private func rebuildRevisions() throws {
    try database.execute(sql: "UPDATE schedule SET removed = 1 WHERE id IN (SELECT schedule_id FROM revision WHERE source = 'local')")
    let kept = try keptRevisions()
    try database.execute(sql: "ALTER TABLE revision RENAME TO revision_2")
    try database.execute(sql: Schema.version1Revision)
    let insert = try PreparedStatement(database, "INSERT INTO revision (schedule_id, number, owed_from, definition) VALUES (?, ?, ?, ?)")
    for revision in kept {
      let definition = try Version1Definition.text(of: revision.definition)
      try insert.run { binder in
        binder.bind(revision.scheduleID)
        binder.bind(revision.number)
        binder.bind(revision.owedFrom)
        binder.bind(definition)
      }
    }
    try database.execute(sql: "DROP TABLE revision_2")
  }

  /// A revision of schema 1 answers up to where the next one takes over, and for all of its time: there is no horizon. So those stay
  /// that lead without a gap to the last, and what they answer for begins at the horizon. None stays of a schedule that is gone: should
  /// it return, it would answer for the time between.
  private func keptRevisions() throws -> [Revision] {
    let horizon = try InstallationTable.horizon(database)
    var definitions = DefinitionReader()
    var kept: [Revision] = []
    try PreparedStatement(
      database,
      """
      SELECT \(RevisionTable.columns), owed_until, schedule.revision FROM revision JOIN schedule ON schedule.id = schedule_id \
      WHERE NOT removed ORDER BY schedule_id, number DESC
      """
    ).forEachRow(of: "revision") { reader in
      let (id, number, owedFrom) = (try reader.next(Identifier.self), try reader.next(Int.self), try reader.next(Instant.self))
      let definition = try definitions.definition(of: id, &reader)
      let (owedUntil, newest) = (try reader.nextIfAny(Instant.self), try reader.next(Int.self))
      if number != newest {
        guard let next = kept.last, next.scheduleID == id, owedUntil == next.owedFrom else { return }
      }
      // An instant is owed when it lies behind `owedFrom`.
      let start = horizon.map { $0.advanced(by: .microseconds(-1)) } ?? owedFrom
      kept.append(Revision(definition: definition, number: number, owedFrom: max(owedFrom, start)))
    }
    return kept
  }

  // MARK: Reports

  private func renameOutcomesOfReports() throws {
    for (new, old) in Self.outcomes {
      try database.execute(
        sql: "UPDATE outbox SET report = json_set(report, '$.outcome', ?) WHERE report ->> '$.outcome' = ?", arguments: [old, new])
    }
  }
}
