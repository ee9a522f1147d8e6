import CivilTime
import GRDB
import Scheduling
import Seams

/// The reports that wait for delivery.
enum OutboxTable {
  /// Due at once; a report about a schedule takes the place of the one that waits.
  static func put(_ reports: [Report], _ database: Database) throws {
    if reports.isEmpty { return }
    // Not an update: a new id tells the new report from the old one, which may be on its way just now.
    let statement = try PreparedStatement(
      database, "INSERT OR REPLACE INTO outbox (schedule_id, report, next_try) VALUES (?, ?, ?)")
    for report in reports {
      try statement.run { binder in
        binder.bind(report.subject.schedule)
        binder.bind(try JSONText.encode(report))
        binder.bind(Instant.distantPast)
      }
    }
  }

  /// Those whose next try is not after `now`, oldest first.
  static func due(at now: Instant, limit: Int, _ database: Database) throws -> [WaitingReport] {
    var reports: [WaitingReport] = []
    try PreparedStatement(
      database, "SELECT id, report, attempts FROM outbox WHERE next_try <= ? ORDER BY id LIMIT ?"
    ).forEachRow(of: "outbox") { binder in
      binder.bind(now)
      binder.bind(limit)
    } _: { reader in
      reports.append(WaitingReport(id: try reader.next(), report: try reader.nextJSON(), attempts: try reader.next()))
    }
    return reports
  }

  static func state(_ database: Database) throws -> OutboxState {
    let statement = try PreparedStatement(database, "SELECT count(*), min(next_try) FROM outbox")
    let state = try statement.first(of: "outbox") { reader in
      OutboxState(count: try reader.next(), nextDue: try reader.nextIfAny())
    }
    return state ?? OutboxState(count: 0, nextDue: nil)
  }

  static func remove(_ id: Int64, _ database: Database) throws {
    try database.execute(sql: "DELETE FROM outbox WHERE id = ?", arguments: [id])
  }

  static func postpone(_ id: Int64, until: Instant, error: String, _ database: Database) throws {
    try database.execute(
      sql: "UPDATE outbox SET next_try = ?, attempts = attempts + 1, last_error = ? WHERE id = ?",
      arguments: [until, error, id])
  }
}

extension Report.Subject {
  /// Nil for a run.
  fileprivate var schedule: Identifier? {
    switch self {
    case .run: nil
    case .schedule(let id): id
    }
  }
}
