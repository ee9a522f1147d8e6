import CivilTime
import Scheduling

/// Where the ledger, the cache of records and the outbox live.
///
/// Callers may rely on this:
/// - When a call that writes returns, what it wrote survives a crash of the process and of the machine.
/// - A call that throws has written nothing.
/// - Calls from several tasks are safe; writes take effect in the order in which they were called by one task.
package protocol Store: Sendable {
  // MARK: The engine's part

  /// What an earlier life of the daemon left.
  func restore() async throws(StoreError) -> StoredState

  /// Writes the batches in order, in one transaction. A claim whose id, or whose (schedule, due) among scheduled rows, is
  /// in the ledger already is left out and named in the answer; a range whose id is there already is left out silently.
  func commit(_ batches: [LedgerBatch]) async throws(StoreError) -> CommitResult

  // MARK: The cache of records

  func sourceCache() async throws(StoreError) -> SourceCache
  func saveSourceCache(_ changes: SourceCacheChanges) async throws(StoreError)

  // MARK: The outbox

  /// Reports that are due for delivery at `now`, oldest first, at most `limit`.
  func waitingReports(at now: Instant, limit: Int) async throws(StoreError) -> [WaitingReport]
  /// How many wait, due or not, and when the next one is due.
  func outboxState() async throws(StoreError) -> OutboxState
  /// Takes a report out, delivered or not worth delivering.
  func removeReport(_ id: Int64, delivered: DeliveredReport?) async throws(StoreError)
  func postponeReport(_ id: Int64, until: Instant, error: String) async throws(StoreError)
  /// What was last delivered for a schedule.
  func lastDelivery(for schedule: Identifier) async throws(StoreError) -> DeliveredReport?

  // MARK: Questions

  /// Rows, newest due first.
  func rows(_ query: LedgerQuery) async throws(StoreError) -> [LedgerRow]
}

/// What the engine starts from.
package struct StoredState: Sendable {
  /// The revision in force of every schedule that is not removed.
  package var schedules: [StoredSchedule]
  /// Fires without a final outcome, oldest due first.
  package var unfinished: [LedgerRow]
  /// The last revision number of schedules that are removed.
  package var retiredRevisions: [Identifier: Int]
  /// This installation's id, made when the store was made.
  package var instance: Identifier

  package init(schedules: [StoredSchedule], unfinished: [LedgerRow], retiredRevisions: [Identifier: Int], instance: Identifier) {
    self.schedules = schedules
    self.unfinished = unfinished
    self.retiredRevisions = retiredRevisions
    self.instance = instance
  }
}

package struct CommitResult: Hashable, Sendable {
  /// The ids of claims that the ledger refused.
  package var refused: Set<Identifier>
  package init(refused: Set<Identifier> = []) { self.refused = refused }
}

/// The last known records of the server.
package struct SourceCache: Sendable {
  package var schedules: [ServerSchedule]
  /// Nil before the first successful sync.
  package var lastSync: Instant?

  package init(schedules: [ServerSchedule] = [], lastSync: Instant? = nil) {
    self.schedules = schedules
    self.lastSync = lastSync
  }
}

package struct SourceCacheChanges: Sendable {
  package var upserts: [ServerSchedule]
  package var removals: [Identifier]
  package var lastSync: Instant

  package init(upserts: [ServerSchedule], removals: [Identifier], lastSync: Instant) {
    self.upserts = upserts
    self.removals = removals
    self.lastSync = lastSync
  }
}

package struct WaitingReport: Sendable {
  package let id: Int64
  package let report: Report
  package let attempts: Int

  package init(id: Int64, report: Report, attempts: Int) {
    self.id = id
    self.report = report
    self.attempts = attempts
  }
}

package struct OutboxState: Hashable, Sendable {
  package var count: Int
  package var nextDue: Instant?

  package init(count: Int, nextDue: Instant?) {
    self.count = count
    self.nextDue = nextDue
  }
}

package struct LedgerQuery: Sendable {
  package var schedule: Identifier?
  package var fire: Identifier?
  package var limit: Int

  package init(schedule: Identifier? = nil, fire: Identifier? = nil, limit: Int = 50) {
    self.schedule = schedule
    self.fire = fire
    self.limit = limit
  }
}

package struct StoreError: Error, Sendable, CustomStringConvertible {
  package enum Kind: Sendable, Equatable { case full, readOnly, damaged, other }
  package let kind: Kind
  package let description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
