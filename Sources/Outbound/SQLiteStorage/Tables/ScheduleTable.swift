import CivilTime
import GRDB
import Scheduling

/// The schedules, with their revisions, how far the ledger covers them, and what is remembered of them.
enum ScheduleTable {
  /// A new schedule, and one that returns, is covered up to where its revision starts, with nothing remembered; the batch
  /// may say otherwise. The revision before answers up to where the new one takes over; that of a schedule which was
  /// removed has its end already.
  static func put(_ revisions: [Revision], _ database: Database) throws {
    if revisions.isEmpty { return }
    let end = try PreparedStatement(
      database, "UPDATE revision SET owed_until = ? WHERE schedule_id = ? AND number < ? AND owed_until IS NULL")
    let putSchedule = try PreparedStatement(database, putQuery)
    var writer = try RevisionWriter(database)
    for revision in revisions {
      try endRevisions(ofRemoved: [revision.scheduleID], database)
      try end.run { binder in
        binder.bind(revision.owedFrom)
        binder.bind(revision.scheduleID)
        binder.bind(revision.number)
      }
      try putSchedule.run { binder in
        binder.bind(revision.scheduleID)
        binder.bind(revision.number)
        binder.bind(revision.owedFrom)
      }
      let replaced = try trigger(of: revision, database)
      try writer.write(revision, owedUntil: nil)
      if let replaced, try trigger(of: revision, database) != replaced { try keep(replaced, inRowsOf: revision, database) }
    }
  }

  /// The stored text; nil when the revision is not there, or has none.
  private static func trigger(of revision: Revision, _ database: Database) throws -> String? {
    let statement = try PreparedStatement(database, "SELECT trigger FROM revision WHERE schedule_id = ? AND number = ?")
    return try statement.first(of: "revision") { binder in
      binder.bind(revision.scheduleID)
      binder.bind(revision.number)
    } _: {
      try $0.nextIfAny(String.self)
    } ?? nil
  }

  /// What was frozen in a claim stays, should a revision ever be written anew with another trigger.
  private static func keep(_ trigger: String, inRowsOf revision: Revision, _ database: Database) throws {
    try PreparedStatement(
      database,
      "UPDATE ledger SET trigger = ? WHERE schedule_id = ? AND revision = ? AND trigger = '\(LedgerTable.revisionTrigger)'"
    ).run { binder in
      binder.bind(trigger)
      binder.bind(revision.scheduleID)
      binder.bind(revision.number)
    }
  }

  private static let putQuery = """
    INSERT INTO schedule (id, revision, covered_until) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET \
    revision = excluded.revision, removed = 0, \
    covered_until = CASE WHEN removed THEN excluded.covered_until ELSE covered_until END, \
    runs_started = CASE WHEN removed THEN 0 ELSE runs_started END, \
    failures_in_a_row = CASE WHEN removed THEN 0 ELSE failures_in_a_row END, \
    pause = CASE WHEN removed THEN NULL ELSE pause END, \
    backfills = CASE WHEN removed THEN NULL ELSE backfills END
    """

  static func remove(_ ids: [Identifier], _ database: Database) throws {
    if ids.isEmpty { return }
    let statement = try PreparedStatement(database, "UPDATE schedule SET removed = 1 WHERE id = ?")
    for id in ids { try statement.run { $0.bind(id) } }
  }

  /// What a removed schedule owes ends where it is covered: when it comes back, the time between is nobody's.
  static func endRevisions(ofRemoved ids: [Identifier], _ database: Database) throws {
    if ids.isEmpty { return }
    let statement = try PreparedStatement(
      database,
      """
      UPDATE revision SET owed_until = schedule.covered_until FROM schedule WHERE schedule.id = ?1 AND removed \
      AND schedule_id = ?1 AND number = schedule.revision
      """)
    for id in ids { try statement.run { $0.bind(id) } }
  }

  static func cover(_ coveredUntil: [Identifier: Instant], _ database: Database) throws {
    if coveredUntil.isEmpty { return }
    let statement = try PreparedStatement(database, "UPDATE schedule SET covered_until = ? WHERE id = ?")
    for (id, instant) in coveredUntil {
      try statement.run { binder in
        binder.bind(instant)
        binder.bind(id)
      }
    }
  }

  static func remember(_ states: [Identifier: ScheduleState], _ database: Database) throws {
    if states.isEmpty { return }
    let statement = try PreparedStatement(
      database, "UPDATE schedule SET runs_started = ?, failures_in_a_row = ?, pause = ?, backfills = ? WHERE id = ?")
    for (id, state) in states {
      try statement.run { binder in
        binder.bind(state.runsStarted)
        binder.bind(state.failuresInARow)
        binder.bind(try state.pause.map(JSONText.encode))
        binder.bind(state.backfills.isEmpty ? nil : try JSONText.encode(state.backfills))
        binder.bind(id)
      }
    }
  }

  /// The schedules that are gone.
  static func retired(_ database: Database) throws -> [Identifier: RetiredSchedule] {
    var retired: [Identifier: RetiredSchedule] = [:]
    try PreparedStatement(
      database,
      """
      SELECT id, runs_started, failures_in_a_row, pause, backfills, schedule.revision, covered_until, coalesce(source, 'file'), \
      policy ->> '$.mutex', policy -> '$.timeout', policy ->> '$.maxRuns' IS NOT NULL, policy ->> '$.pauseAfterFailures' FROM schedule \
      LEFT JOIN revision ON schedule_id = id AND number = schedule.revision WHERE removed
      """
    ).forEachRow(of: "schedule") { reader in
      let id: Identifier = try reader.next()
      var state = ScheduleState.initial
      (state.runsStarted, state.failuresInARow) = (try reader.next(), try reader.next())
      state.pause = try reader.nextJSONIfAny()
      state.backfills = try reader.nextJSONIfAny() ?? []
      retired[id] = RetiredSchedule(
        revision: try reader.next(), coveredUntil: try reader.next(), source: try reader.nextCase(), mutex: try reader.nextIfAny(),
        timeout: try reader.nextJSONIfAny(), hasMaxRuns: try reader.next(), pauseAfterFailures: try reader.nextIfAny(), state: state)
    }
    return retired
  }
}
