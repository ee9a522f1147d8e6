import CivilTime
import GRDB
import Scheduling

/// The schedules, with their revisions and how far the ledger covers them.
enum ScheduleTable {
  /// A new schedule, and one that returns, is covered up to where its revision starts; the batch may say otherwise.
  static func put(_ revisions: [Revision], _ database: Database) throws {
    if revisions.isEmpty { return }
    let putSchedule = try database.cachedStatement(
      sql: """
        INSERT INTO schedule (id, revision, covered_until) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET \
        revision = excluded.revision, removed = 0, \
        covered_until = CASE WHEN removed THEN excluded.covered_until ELSE covered_until END
        """)
    let putRevision = try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO revision (schedule_id, number, owed_from, definition) VALUES (?, ?, ?, ?)")
    for revision in revisions {
      try putSchedule.execute { binder in
        binder.bind(revision.scheduleID)
        binder.bind(revision.number)
        binder.bind(revision.owedFrom)
      }
      try putRevision.execute { binder in
        binder.bind(revision.scheduleID)
        binder.bind(revision.number)
        binder.bind(revision.owedFrom)
        // The last line of defence: whatever a caller forgot, no secret reaches the file.
        binder.bind(try JSONText.encode(revision.definition.withoutSecrets))
      }
    }
  }

  static func remove(_ ids: [Identifier], _ database: Database) throws {
    if ids.isEmpty { return }
    let statement = try database.cachedStatement(sql: "UPDATE schedule SET removed = 1 WHERE id = ?")
    for id in ids { try statement.execute { $0.bind(id) } }
  }

  static func cover(_ coveredUntil: [Identifier: Instant], _ database: Database) throws {
    if coveredUntil.isEmpty { return }
    let statement = try database.cachedStatement(sql: "UPDATE schedule SET covered_until = ? WHERE id = ?")
    for (id, instant) in coveredUntil {
      try statement.execute { binder in
        binder.bind(instant)
        binder.bind(id)
      }
    }
  }

  /// The last revision numbers of schedules that are gone.
  static func retiredRevisions(_ database: Database) throws -> [Identifier: Int] {
    let rows = try Row.fetchCursor(database, sql: "SELECT id, revision FROM schedule WHERE removed")
    var retired: [Identifier: Int] = [:]
    while let row = try rows.next() {
      var reader = ColumnReader(row, of: "schedule")
      retired[try reader.next()] = try reader.next()
    }
    return retired
  }
}
