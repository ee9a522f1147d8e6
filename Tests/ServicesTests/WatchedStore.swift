import CivilTime
import Scheduling
import Seams
import TestSupport

/// A store that tells each time when its rows of fires have been read.
struct WatchedStore: StoreWrapper {
  let wrapped: any Store
  private let afterwards: @Sendable () -> Void

  init(_ store: any Store, afterwards: @escaping @Sendable () -> Void) { (wrapped, self.afterwards) = (store, afterwards) }

  func scheduledRows(in range: Range<Instant>, _ body: @escaping @Sendable (LedgerSpan) -> Void) async throws(StoreError) {
    try await wrapped.scheduledRows(in: range, body)
    afterwards()
  }
}
