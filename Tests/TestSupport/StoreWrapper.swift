import CivilTime
import Scheduling
import Seams

/// A store that is another one in all but what it does itself.
package protocol StoreWrapper: Store {
  var wrapped: any Store { get }
}

extension StoreWrapper {
  package func restore() async throws(StoreError) -> StoredState { try await wrapped.restore() }
  package func commit(_ batches: [LedgerBatch]) async throws(StoreError) -> CommitResult { try await wrapped.commit(batches) }
  package func sourceCache() async throws(StoreError) -> SourceCache { try await wrapped.sourceCache() }
  package func saveSourceCache(_ changes: SourceCacheChanges) async throws(StoreError) { try await wrapped.saveSourceCache(changes) }
  package func waitingReports(at now: Instant, limit: Int) async throws(StoreError) -> [WaitingReport] {
    try await wrapped.waitingReports(at: now, limit: limit)
  }
  package func outboxState() async throws(StoreError) -> OutboxState { try await wrapped.outboxState() }
  package func removeReport(_ id: Int64, delivered: DeliveredReport?) async throws(StoreError) {
    try await wrapped.removeReport(id, delivered: delivered)
  }
  package func postponeReport(_ id: Int64, until: Instant, error: String) async throws(StoreError) {
    try await wrapped.postponeReport(id, until: until, error: error)
  }
  package func lastDelivery(for schedule: Identifier) async throws(StoreError) -> DeliveredReport? {
    try await wrapped.lastDelivery(for: schedule)
  }
  package func prune(_ limits: RetentionLimits, now: Instant, batch: Int) async throws(StoreError) -> PruneResult {
    try await wrapped.prune(limits, now: now, batch: batch)
  }
  package func horizon() async throws(StoreError) -> Instant? { try await wrapped.horizon() }
  package func shrink(atMost bytes: Int) async throws(StoreError) { try await wrapped.shrink(atMost: bytes) }
  package func backUp(to path: String) async throws(StoreError) { try await wrapped.backUp(to: path) }
  package func check() async throws(StoreError) -> [String] { try await wrapped.check() }
  package func revisions(
    answeringIn range: Range<Instant>, inForceThrough: Instant, of schedules: Set<Identifier>?
  ) async throws(StoreError) -> [AnsweringRevision] {
    try await wrapped.revisions(answeringIn: range, inForceThrough: inForceThrough, of: schedules)
  }
  package func schedulesInForce() async throws(StoreError) -> [Identifier] { try await wrapped.schedulesInForce() }
  package func newestRevision(of schedule: Identifier) async throws(StoreError) -> AnsweringRevision? {
    try await wrapped.newestRevision(of: schedule)
  }
  package func lastSchedule(named name: String) async throws(StoreError) -> Identifier? { try await wrapped.lastSchedule(named: name) }
  package func deadLetters(limit: Int) async throws(StoreError) -> [LedgerRow] { try await wrapped.deadLetters(limit: limit) }
  package func rowsAdded(after id: Identifier?, limit: Int) async throws(StoreError) -> [LedgerRow]? {
    try await wrapped.rowsAdded(after: id, limit: limit)
  }
  package func deadLetterCount(upTo limit: Int) async throws(StoreError) -> Int { try await wrapped.deadLetterCount(upTo: limit) }
  package func isDeadLetter(_ fire: Identifier) async throws(StoreError) -> Bool { try await wrapped.isDeadLetter(fire) }
  package func settleDeadLetters(_ fires: [Identifier], as handling: DeadLetterHandling) async throws(StoreError) -> Int {
    try await wrapped.settleDeadLetters(fires, as: handling)
  }
  package func rows(_ query: LedgerQuery) async throws(StoreError) -> [LedgerRow] { try await wrapped.rows(query) }
  package func scheduledRows(in range: Range<Instant>, _ body: @escaping @Sendable (LedgerSpan) -> Void) async throws(StoreError) {
    try await wrapped.scheduledRows(in: range, body)
  }
}
