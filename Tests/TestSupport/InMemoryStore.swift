import CivilTime
import Scheduling
import Seams

/// A store that lives as long as this object: for tests that need the promises of the seam and no disk.
///
/// It passes the same `StoreConformance` as the SQLite store, and shares no code with it.
package actor InMemoryStore: Store {
  struct StoredRow {
    /// Counts up with every row that is written.
    var sequence: Int
    var row: LedgerRow
    var handling: DeadLetterHandling?
  }

  struct KnownSchedule {
    var revisions: [Int: Revision] = [:]
    var current: Int
    var coveredUntil: Instant
    var isRemoved = false
    /// Where revisions end that are not in force.
    var ends: [Int: Instant] = [:]
    var state = ScheduleState.initial
  }

  struct Waiting {
    var report: Report
    var nextTry = Instant.distantPast
    var attempts = 0
  }

  let instance = Identifier.random()
  var ledger: [Identifier: StoredRow] = [:]
  var lastSequence = 0
  var schedules: [Identifier: KnownSchedule] = [:]
  var outbox: [Int64: Waiting] = [:]
  var lastReportID: Int64 = 0
  var deliveries: [Identifier: DeliveredReport] = [:]
  var lastHorizon: Instant?
  private var records: [Identifier: ServerSchedule] = [:]
  private var lastSync: Instant?
  private var origin: SourceOrigin?

  package init() {}

  package func sourceCache() -> SourceCache {
    SourceCache(schedules: records.values.sorted { $0.record.id < $1.record.id }, lastSync: lastSync, origin: origin)
  }

  package func saveSourceCache(_ changes: SourceCacheChanges) {
    for id in changes.removals { records[id] = nil }
    for schedule in changes.upserts { records[schedule.record.id] = schedule }
    (lastSync, origin) = (changes.lastSync, changes.origin)
  }
}
