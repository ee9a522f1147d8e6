import CivilTime
import Scheduling
import Seams
import Synchronization
import TestSupport

/// A store whose commits fail when a test wants it.
final class FailingStore: StoreWrapper {
  let wrapped: any Store = InMemoryStore()
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
    return try await wrapped.commit(batches)
  }
}
