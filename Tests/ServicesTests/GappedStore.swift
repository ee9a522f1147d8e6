import CivilTime
import Scheduling
import Seams
import Synchronization
import TestSupport

/// A store that has lost the rows of some due instants, for as long as they are hidden.
final class GappedStore: StoreWrapper {
  let wrapped: any Store
  private let hidden = Mutex<Set<Instant>>([])

  init(_ store: any Store) { wrapped = store }

  func hide(_ dues: Instant...) { hide(dues) }

  func hide(_ dues: [Instant]) { hidden.withLock { $0 = Set(dues) } }

  private var lost: Set<Instant> { hidden.withLock { $0 } }

  func scheduledRows(in range: Range<Instant>, _ body: @escaping @Sendable (LedgerSpan) -> Void) async throws(StoreError) {
    let lost = self.lost
    try await wrapped.scheduledRows(in: range) { span in if !lost.contains(span.due) { body(span) } }
  }

  func rows(_ query: LedgerQuery) async throws(StoreError) -> [LedgerRow] {
    let lost = self.lost
    return try await wrapped.rows(query).filter { !lost.contains($0.due) }
  }
}
