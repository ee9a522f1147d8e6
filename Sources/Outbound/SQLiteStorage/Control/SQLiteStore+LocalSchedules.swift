import CivilTime
import GRDB
import Scheduling
import Seams

extension SQLiteStore: LocalScheduleStore {
  package func localSchedules() async throws(StoreError) -> [LocalSchedule] {
    try await read(.readingLocalSchedules) { database in
      var schedules: [LocalSchedule] = []
      try PreparedStatement(database, "SELECT name, text, created, updated FROM local_schedule ORDER BY name")
        .forEachRow(of: "local_schedule") { reader in
          schedules.append(
            LocalSchedule(name: try reader.next(), text: try reader.next(), created: try reader.next(), updated: try reader.next()))
        }
      return schedules
    }
  }

  package func saveLocalSchedule(_ schedule: LocalSchedule, replacing replaced: Instant?) async throws(StoreError) -> Bool {
    try await write(.writingLocalSchedules) { database in
      guard let replaced else { return try Self.insert(schedule, database) }
      try database.execute(
        sql: "UPDATE local_schedule SET text = ?, updated = ? WHERE id = ? AND updated = ?",
        arguments: [schedule.text, schedule.updated, schedule.id, replaced])
      return database.changesCount == 1
    }
  }

  private static func insert(_ schedule: LocalSchedule, _ database: Database) throws -> Bool {
    try database.execute(
      sql: "INSERT INTO local_schedule (id, name, text, created, updated) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
      arguments: [schedule.id, schedule.name, schedule.text, schedule.created, schedule.updated])
    return database.changesCount == 1
  }

  package func removeLocalSchedule(_ id: Identifier, updated: Instant) async throws(StoreError) -> Bool {
    try await write(.writingLocalSchedules) { database in
      try database.execute(sql: "DELETE FROM local_schedule WHERE id = ? AND updated = ?", arguments: [id, updated])
      return database.changesCount == 1
    }
  }
}
