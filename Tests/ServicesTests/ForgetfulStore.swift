import CivilTime
import Scheduling
import Seams

/// A store that has lost its rows of fires, and nothing else.
struct ForgetfulStore: Store {
  let store: any Store

  init(_ store: any Store) { self.store = store }

  func scheduledRows(in range: Range<Instant>, _ body: @escaping @Sendable (LedgerSpan) -> Void) {}

  func restore() async throws(StoreError) -> StoredState { try await store.restore() }
  func commit(_ batches: [LedgerBatch]) async throws(StoreError) -> CommitResult { try await store.commit(batches) }
  func sourceCache() async throws(StoreError) -> SourceCache { try await store.sourceCache() }
  func saveSourceCache(_ changes: SourceCacheChanges) async throws(StoreError) { try await store.saveSourceCache(changes) }
  func waitingReports(at now: Instant, limit: Int) async throws(StoreError) -> [WaitingReport] {
    try await store.waitingReports(at: now, limit: limit)
  }
  func outboxState() async throws(StoreError) -> OutboxState { try await store.outboxState() }
  func removeReport(_ id: Int64, delivered: DeliveredReport?) async throws(StoreError) {
    try await store.removeReport(id, delivered: delivered)
  }
  func postponeReport(_ id: Int64, until: Instant, error: String) async throws(StoreError) {
    try await store.postponeReport(id, until: until, error: error)
  }
  func lastDelivery(for schedule: Identifier) async throws(StoreError) -> DeliveredReport? { try await store.lastDelivery(for: schedule) }
  func prune(_ limits: RetentionLimits, now: Instant, batch: Int) async throws(StoreError) -> PruneResult {
    try await store.prune(limits, now: now, batch: batch)
  }
  func horizon() async throws(StoreError) -> Instant? { try await store.horizon() }
  func shrink(atMost bytes: Int) async throws(StoreError) { try await store.shrink(atMost: bytes) }
  func backUp(to path: String) async throws(StoreError) { try await store.backUp(to: path) }
  func check() async throws(StoreError) -> [String] { try await store.check() }
  func revisions(answeringIn range: Range<Instant>) async throws(StoreError) -> [AnsweringRevision] {
    try await store.revisions(answeringIn: range)
  }
  func deadLetters(limit: Int) async throws(StoreError) -> [LedgerRow] { try await store.deadLetters(limit: limit) }
  func settleDeadLetters(_ fires: [Identifier], as handling: DeadLetterHandling) async throws(StoreError) -> Int {
    try await store.settleDeadLetters(fires, as: handling)
  }
  func rows(_ query: LedgerQuery) async throws(StoreError) -> [LedgerRow] { try await store.rows(query) }
}
