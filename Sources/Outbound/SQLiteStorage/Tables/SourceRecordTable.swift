import GRDB
import Scheduling

/// The server's schedules as last read.
enum SourceRecordTable {
  /// By id.
  static func all(_ database: Database) throws -> [ServerSchedule] {
    let rows = try Row.fetchCursor(database, sql: "SELECT record FROM source_record ORDER BY id")
    var schedules: [ServerSchedule] = []
    while let row = try rows.next() {
      var reader = ColumnReader(row, of: "source_record")
      schedules.append(try reader.nextJSON())
    }
    return schedules
  }

  static func put(_ schedules: [ServerSchedule], _ database: Database) throws {
    let statement = try database.cachedStatement(
      sql: "INSERT INTO source_record (id, record) VALUES (?, ?) ON CONFLICT DO UPDATE SET record = excluded.record")
    for schedule in schedules {
      try statement.execute { binder in
        binder.bind(schedule.record.id)
        binder.bind(try JSONText.encode(schedule))
      }
    }
  }

  static func remove(_ ids: [Identifier], _ database: Database) throws {
    let statement = try database.cachedStatement(sql: "DELETE FROM source_record WHERE id = ?")
    for id in ids { try statement.execute { $0.bind(id) } }
  }
}
