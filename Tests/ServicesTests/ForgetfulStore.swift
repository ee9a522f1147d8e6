import CivilTime
import Scheduling
import Seams
import TestSupport

/// A store that has lost its rows of fires, and nothing else.
struct ForgetfulStore: StoreWrapper {
  let wrapped: any Store

  init(_ store: any Store) { wrapped = store }

  func scheduledRows(in range: Range<Instant>, _ body: @escaping @Sendable (LedgerSpan) -> Void) {}
}
