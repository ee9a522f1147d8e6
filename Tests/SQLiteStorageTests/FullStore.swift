import Alerts
import CivilTime
import GRDB
import Scheduling
import Seams
import TestSupport

@testable import SQLiteStorage

/// A store with something in every table.
enum FullStore {
  /// In what must not leave a store, and nowhere else.
  static let canary = "canary-51c8"

  static func make(at path: String) async throws -> SQLiteStore {
    let store = try SQLiteStore(path: path)
    var chained = StoreSamples.fire(9, .chained, .started)
    chained.trigger = StoreSamples.httpTrigger
    let rows = [
      StoreSamples.fire(1, .scheduled, .succeeded), StoreSamples.fire(2, .manual, .failed), StoreSamples.fullRow, StoreSamples.range(4...8),
      StoreSamples.fire(10, .scheduled, .skippedMutex), chained, StoreSamples.fire(11, .scheduled, .started),
    ]
    _ = try await store.commit([
      StoreSamples.batch {
        $0.revisions = [StoreSamples.revision(1, trigger: StoreSamples.triggers[1]), StoreSamples.revision(of: StoreSamples.hourly)]
        $0.claims = rows
        $0.states = [StoreSamples.nightly: StoreSamples.fullState]
        $0.reports = [StoreSamples.report(about: .schedule(StoreSamples.nightly)), StoreSamples.report(about: .run("r1"))]
      }
    ])
    _ = try await store.settleDeadLetters([rows[1].id], as: .dropped)
    try await store.saveSourceCache(
      SourceCacheChanges(upserts: [StoreSamples.serverSchedule()], removals: [], lastSync: StoreSamples.instant(1)))
    let waiting = try await store.waitingReports(at: .distantFuture, limit: 9)
    try await store.removeReport(
      waiting[0].id,
      delivered: DeliveredReport(
        schedule: StoreSamples.nightly, outcomeClass: .failure, deliveredAt: StoreSamples.instant(2), dayStart: StoreSamples.instant(0),
        countSinceDayStart: 1))
    try await writeControlTables(store)
    return store
  }

  private static func writeControlTables(_ store: SQLiteStore) async throws {
    _ = try await store.saveLocalSchedule(
      LocalSchedule(name: "mine", text: "name: mine # \"x\"\n", created: StoreSamples.instant(0), updated: StoreSamples.instant(1)),
      replacing: nil)
    let entry = AuditLogEntry(
      at: StoreSamples.instant(1), who: "ci", role: "admin", origin: "unix", operation: "schedule.create", subject: "mine", request: "r",
      asked: "{}", before: nil)
    let line = try await store.beginAuditLine(entry)
    try await store.endAuditLine(line, AuditLogEnding(at: StoreSamples.instant(2), status: 201, after: "{\"a\":1}"))
    try await store.changeKeys(
      KeyChanges(upserts: [
        StoredKey(
          id: StoreSamples.hourly, name: canary, role: "admin", digest: [UInt8](repeating: 7, count: 32), created: StoreSamples.instant(0))
      ]))
    _ = try await store.claimRequestKey(RequestKey(who: "ci", key: canary, fingerprint: "f"), at: StoreSamples.instant(0))
    try await store.write(.writingAlerts) { database in
      try database.execute(
        sql: """
          INSERT INTO alert_cause VALUES ('failed/nightly', '{}'); INSERT INTO alert_waiting VALUES (3, '{}');
          INSERT INTO alert_notes VALUES (1, '{}');
          UPDATE installation SET horizon = \(StoreSamples.instant(-1).microsecondsSinceEpoch)
          """)
    }
  }
}
