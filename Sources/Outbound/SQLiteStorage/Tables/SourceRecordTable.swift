import GRDB
import Scheduling

/// The server's schedules as last read.
enum SourceRecordTable {
  /// By id.
  static func all(_ database: Database) throws -> [ServerSchedule] {
    var schedules: [ServerSchedule] = []
    try PreparedStatement(database, "SELECT record FROM source_record ORDER BY id")
      .forEachRow(of: "source_record") { reader in schedules.append(try reader.nextServerSchedule()) }
    return schedules
  }

  static func put(_ schedules: [ServerSchedule], _ database: Database) throws {
    let statement = try PreparedStatement(
      database, "INSERT INTO source_record (id, record) VALUES (?, ?) ON CONFLICT DO UPDATE SET record = excluded.record")
    for schedule in schedules {
      try statement.run { binder in
        binder.bind(schedule.record.id)
        binder.bind(try JSONText.encode(schedule))
      }
    }
  }

  static func remove(_ ids: [Identifier], _ database: Database) throws {
    let statement = try PreparedStatement(database, "DELETE FROM source_record WHERE id = ?")
    for id in ids { try statement.run { $0.bind(id) } }
  }
}
