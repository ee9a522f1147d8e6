import CivilTime
import Scheduling
import Seams
import Synchronization
import TestSupport

/// A store whose commits fail, or never end, when a test wants it.
final class FailingStore: StoreWrapper {
  let wrapped: any Store = InMemoryStore()
  private let failing = Mutex<StoreError?>(nil)
  private let hanging = Mutex(false)
  private let never = AsyncStream.makeStream(of: Void.self)
  private let failures = AsyncStream.makeStream(of: Void.self)

  var fails: Bool {
    get { problem != nil }
    set { problem = newValue ? StoreError(.full, "the disk is full") : nil }
  }

  /// What commits fail with.
  var problem: StoreError? {
    get { failing.withLock { $0 } }
    set { failing.withLock { $0 = newValue } }
  }

  var hangs: Bool {
    get { hanging.withLock { $0 } }
    set { hanging.withLock { $0 = newValue } }
  }

  /// Returns after the next commit that failed.
  func failure() async { for await _ in failures.stream { return } }

  func commit(_ batches: [LedgerBatch]) async throws(StoreError) -> CommitResult {
    if hangs { for await _ in never.stream {} }
    if let problem {
      failures.continuation.yield()
      throw problem
    }
    return try await wrapped.commit(batches)
  }
}
