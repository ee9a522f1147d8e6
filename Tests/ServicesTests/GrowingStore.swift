import Scheduling
import Seams
import TestSupport

/// A store in which a range grows while it is read: each time it reaches to the instant that is asked for.
struct GrowingStore: StoreWrapper {
  let wrapped: any Store
  private let range: LedgerRow

  init(_ store: any Store, _ range: LedgerRow) { (wrapped, self.range) = (store, range) }

  func rows(_ query: LedgerQuery) async throws(StoreError) -> [LedgerRow] {
    guard let covering = query.covering else { return try await wrapped.rows(query) }
    var row = range
    row.dueLast = covering
    return [row]
  }
}
