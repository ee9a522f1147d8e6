import GRDB
import Scheduling

/// The last report that was delivered for each schedule.
enum DeliveryTable {
  static func put(_ delivered: DeliveredReport, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO delivery (schedule_id, outcome_class, delivered_at, day_start, count_since_day_start) \
        VALUES (?, ?, ?, ?, ?)
        """,
      arguments: [
        delivered.schedule, delivered.outcomeClass?.rawValue, delivered.deliveredAt, delivered.dayStart,
        delivered.countSinceDayStart,
      ])
  }

  static func last(for schedule: Identifier, _ database: Database) throws -> DeliveredReport? {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT schedule_id, outcome_class, delivered_at, day_start, count_since_day_start FROM delivery \
        WHERE schedule_id = ?
        """,
      arguments: [schedule])
    guard let row else { return nil }
    var reader = ColumnReader(row, of: "delivery")
    return DeliveredReport(
      schedule: try reader.next(), outcomeClass: try reader.nextCaseIfAny(), deliveredAt: try reader.next(),
      dayStart: try reader.next(), countSinceDayStart: try reader.next())
  }
}
