import Scheduling
import Seams
import Synchronization
import TestSupport

/// A store that remembers how much each commit held.
final class CountingStore: StoreWrapper {
  let wrapped: any Store = InMemoryStore()
  private let commits = Mutex<[(claims: Int, rows: Int)]>([])

  /// New fires, commit by commit, of those that had any.
  var claims: [Int] { commits.withLock { $0.map(\.claims).filter { $0 > 0 } } }
  var rows: [Int] { commits.withLock { $0.map(\.rows) } }

  func forget() { commits.withLock { $0 = [] } }

  func commit(_ batches: [LedgerBatch]) async throws(StoreError) -> CommitResult {
    let claims = batches.reduce(0) { $0 + $1.claims.count }
    let rows = batches.reduce(0) { $0 + $1.claims.count + $1.ranges.count + $1.updates.count }
    commits.withLock { $0.append((claims, rows)) }
    return try await wrapped.commit(batches)
  }
}
