import Alerts
import GRDB

/// Open alerts, and those on their way.
enum AlertTables {
  static func memory(_ database: Database) throws -> AlertMemory {
    var memory = AlertMemory()
    try PreparedStatement(database, "SELECT cause FROM alert_cause").forEachRow(of: "alert_cause") { reader in
      let cause: OpenCause = try reader.nextJSON()
      memory.causes[cause.key] = cause
    }
    try PreparedStatement(database, "SELECT alert FROM alert_waiting").forEachRow(of: "alert_waiting") { reader in
      let waiting: WaitingAlert = try reader.nextJSON()
      memory.waiting[waiting.number] = waiting
    }
    let notes = try PreparedStatement(database, "SELECT notes FROM alert_notes").first(of: "alert_notes") { reader in
      try reader.nextJSON(AlertNotes.self)
    }
    memory.notes = notes ?? AlertNotes()
    return memory
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
