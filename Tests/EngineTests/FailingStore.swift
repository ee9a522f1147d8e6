import CivilTime
import Scheduling
import Seams
import Synchronization
import TestSupport

/// A store whose commits fail when a test wants it.
final class FailingStore: Store {
  private let store: any Store = InMemoryStore()
  private let failing = Mutex(false)
  private let failures = AsyncStream.makeStream(of: Void.self)

  var fails: Bool {
    get { failing.withLock { $0 } }
    set { failing.withLock { $0 = newValue } }
  }

  /// Returns after the next commit that failed.
  func failure() async { for await _ in failures.stream { return } }

  func commit(_ batches: [LedgerBatch]) async throws(StoreError) -> CommitResult {
    guard !fails else {
      failures.continuation.yield()
      throw StoreError(.full, "the disk is full")
    }
    return try await store.commit(batches)
  }

  func restore() async throws(StoreError) -> StoredState { try await store.restore() }
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
  func lastDelivery(for schedule: Identifier) async throws(StoreError) -> DeliveredReport? {
    try await store.lastDelivery(for: schedule)
  }
  func rows(_ query: LedgerQuery) async throws(StoreError) -> [LedgerRow] { try await store.rows(query) }
}
