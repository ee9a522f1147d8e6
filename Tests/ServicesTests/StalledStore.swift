import Scheduling
import Seams
import Synchronization
import TestSupport

/// A store whose commits do not come back while a test holds them.
final class StalledStore: StoreWrapper {
  let wrapped: any Store
  private let isHolding = Mutex(false)
  private let held = AsyncStream.makeStream(of: Void.self)
  private let stalls = AsyncStream.makeStream(of: Void.self)

  init(_ store: any Store) { wrapped = store }

  func hold() { isHolding.withLock { $0 = true } }

  /// Returns when a commit is held.
  func stall() async { for await _ in stalls.stream { return } }

  func release() {
    isHolding.withLock { $0 = false }
    held.continuation.finish()
  }

  func commit(_ batches: [LedgerBatch]) async throws(StoreError) -> CommitResult {
    if isHolding.withLock({ $0 }) {
      stalls.continuation.yield()
      for await _ in held.stream {}
    }
    return try await wrapped.commit(batches)
  }
}
