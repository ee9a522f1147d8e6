import CivilTime
import Scheduling
import Seams

/// What the ledger says of due instants of one schedule: how the fire of each stands, its own or a backfill's, whichever was written last.
///
/// Fires of other kinds say nothing of an instant, however many there are.
struct KnownOutcomes {
  private var single: [Instant: Outcome] = [:]
  private var ranges: [LedgerRow] = []

  private static let kinds: Set<LedgerRow.Kind> = [.scheduled, .backfill]

  /// - Parameter pageSize: how many rows are read at a time.
  static func read(
    of schedule: Identifier, in span: ClosedRange<Instant>, from store: any Store, _ pages: any LedgerPages, pageSize: Int = 1000
  ) async throws(StoreError) -> KnownOutcomes {
    var known = KnownOutcomes()
    var last = span.upperBound
    while last >= span.lowerBound {
      let conditions: [LedgerCondition] = [
        .schedule([schedule]), .kind(kinds), .instant(.due, InstantTest(.atOrAfter, span.lowerBound)),
        .instant(.due, InstantTest(.atOrBefore, last)),
      ]
      let rows = try await pages.page(LedgerPageQuery(conditions, limit: pageSize, countLimit: 1)).rows
      for row in rows { known.note(row) }
      guard rows.count == pageSize, let newest = rows.first?.due, let oldest = rows.last?.due else { break }
      // Of the rows that are due with the last one there may be more.
      last = oldest < newest ? oldest : oldest.advanced(by: .microseconds(-1))
    }
    // A range that begins earlier.
    for row in try await store.rows(LedgerQuery(schedule: schedule, covering: span.lowerBound, limit: pageSize)) { known.note(row) }
    return known
  }

  subscript(due: Instant) -> Outcome? {
    single[due] ?? ranges.first { $0.due <= due && due <= $0.dueLast }?.outcome
  }

  /// - Parameter row: of rows that are due together those that were written last come first.
  private mutating func note(_ row: LedgerRow) {
    guard Self.kinds.contains(row.kind) else { return }
    if single[row.due] == nil { single[row.due] = row.outcome }
    if row.due < row.dueLast { ranges.append(row) }
  }
}
