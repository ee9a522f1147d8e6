import Alerts
import GRDB

/// Open alerts, and those on their way.
enum AlertTables {
  /// Row by row: one that a newer release wrote is left where it is, and keeps none of the others from being read.
  static func memory(_ database: Database) throws -> AlertMemory {
    var memory = AlertMemory()
    try forEach(OpenCause.self, "SELECT cause FROM alert_cause", of: "alert_cause", database, &memory) { $0.causes[$1.key] = $1 }
    try forEach(WaitingAlert.self, "SELECT alert FROM alert_waiting", of: "alert_waiting", database, &memory) {
      $0.waiting[$1.number] = $1
    }
    try forEach(AlertNotes.self, "SELECT notes FROM alert_notes", of: "alert_notes", database, &memory) { $0.notes = $1 }
    // No number is given twice, not even that of a row that is left.
    let last = try PreparedStatement(database, "SELECT max(number) FROM alert_waiting").first(of: "alert_waiting") { reader in
      try reader.nextIfAny(Int64.self)
    }
    memory.notes.lastNumber = max(memory.notes.lastNumber, (last ?? nil) ?? 0)
    return memory
  }

  /// Counts those that cannot be read.
  private static func forEach<Value: Decodable>(
    _ type: Value.Type, _ sql: String, of table: String, _ database: Database, _ memory: inout AlertMemory,
    _ body: (inout AlertMemory, Value) -> Void
  ) throws {
    try PreparedStatement(database, sql).forEachRow(of: table) { reader in
      do { body(&memory, try reader.nextJSON(type)) } catch is UnreadableRow { memory.unreadable += 1 }
    }
  }

  static func save(_ changes: AlertChanges, _ database: Database) throws {
    for key in changes.closed { try database.execute(sql: "DELETE FROM alert_cause WHERE key = ?", arguments: [key]) }
    for cause in changes.causes {
      try database.execute(
        sql: "INSERT OR REPLACE INTO alert_cause (key, cause) VALUES (?, ?)", arguments: [cause.key, try JSONText.encode(cause)])
    }
    for number in changes.gone { try database.execute(sql: "DELETE FROM alert_waiting WHERE number = ?", arguments: [number]) }
    for waiting in changes.waiting {
      try database.execute(
        sql: "INSERT OR REPLACE INTO alert_waiting (number, alert) VALUES (?, ?)",
        arguments: [waiting.number, try JSONText.encode(waiting)])
    }
    try database.execute(
      sql: "INSERT OR REPLACE INTO alert_notes (one, notes) VALUES (1, ?)", arguments: [try JSONText.encode(changes.notes)])
  }
}
