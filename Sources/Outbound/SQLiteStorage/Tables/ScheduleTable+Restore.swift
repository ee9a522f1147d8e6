import CivilTime
import GRDB
import Scheduling

extension ScheduleTable {
  /// The schedules that are not removed, by id, with the revision in force and their latest row.
  static func inForce(_ database: Database) throws -> [StoredSchedule] {
    let latest = try latestRows(database)
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT number, owed_from, definition, covered_until FROM schedule \
        JOIN revision ON revision.schedule_id = schedule.id AND revision.number = schedule.revision \
        WHERE NOT removed ORDER BY schedule.id
        """)
    var schedules: [StoredSchedule] = []
    while let row = try rows.next() {
      var reader = ColumnReader(row, of: "revision")
      let number = try reader.next(Int.self)
      let owedFrom = try reader.next(Instant.self)
      let definition = try reader.nextJSON(ScheduleDefinition.self)
      schedules.append(
        StoredSchedule(
          revision: Revision(definition: definition, number: number, owedFrom: owedFrom),
          coveredUntil: try reader.next(), latestRow: latest[definition.id]))
    }
    return schedules
  }

  static let latestRowsQuery = """
    SELECT \(LedgerTable.columns) FROM ledger WHERE sequence IN (\
    SELECT (SELECT sequence FROM ledger WHERE schedule_id = schedule.id AND kind = 'scheduled' ORDER BY due DESC LIMIT 1) \
    FROM schedule WHERE NOT removed)
    """

  /// The scheduled row that covers the latest due instant, for each schedule that is not removed.
  ///
  /// No two scheduled rows of a schedule cover the same instant, so the one that starts last also ends last.
  /// - Complexity: one descent of the index `ledger_scheduled` for each schedule, whatever the length of the ledger.
  private static func latestRows(_ database: Database) throws -> [Identifier: LedgerRow] {
    let rows = try Row.fetchCursor(database, sql: latestRowsQuery)
    var latest: [Identifier: LedgerRow] = [:]
    while let row = try rows.next() {
      var reader = ColumnReader(row, of: "ledger")
      let row = try LedgerRow(reading: &reader)
      latest[row.scheduleID] = row
    }
    return latest
  }
}
