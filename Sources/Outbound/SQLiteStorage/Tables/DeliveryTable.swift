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
    let statement = try PreparedStatement(
      database,
      """
      SELECT schedule_id, outcome_class, delivered_at, day_start, count_since_day_start FROM delivery WHERE schedule_id = ?
      """)
    return try statement.first(of: "delivery", { $0.bind(schedule) }) { reader in
      DeliveredReport(
        schedule: try reader.next(), outcomeClass: try reader.nextCaseIfAny(), deliveredAt: try reader.next(),
        dayStart: try reader.next(), countSinceDayStart: try reader.next())
    }
  }
}
