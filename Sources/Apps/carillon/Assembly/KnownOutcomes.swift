import CivilTime
import Scheduling
import Seams

/// What the ledger says of due instants of one schedule: how the fire of each stands, its own or a backfill's, whichever was written last.
///
/// Fires of other kinds say nothing of an instant, however many there are.
struct KnownOutcomes {
  private var single: [Instant: Outcome] = [:]
  private var ranges: [LedgerRow] = []
  /// When the schedule is due by each of its revisions that is known.
  private var rules: [Int: DueInstants] = [:]

  private static let kinds: Set<LedgerRow.Kind> = [.scheduled, .backfill]

  /// - Parameters:
  ///   - rules: when it is due by revisions that are known already; others are read where they are needed.
  ///   - pageSize: how many rows are read at a time.
  static func read(
    of schedule: Identifier, by rules: [Int: DueInstants], zoneNamed: @Sendable (String) -> ZoneRules?, in span: ClosedRange<Instant>,
    from store: any Store, _ pages: any LedgerPages, pageSize: Int = 1000
  ) async throws(StoreError) -> KnownOutcomes {
    var known = KnownOutcomes()
    known.rules = rules
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
    if let stretch = known.stretchOfOtherRules(in: span) {
      for answering in try await store.revisions(answeringIn: stretch) where answering.revision.scheduleID == schedule {
        known.rules[answering.revision.number] = Schedule(answering.revision.definition, zoneNamed: zoneNamed).due
      }
    }
    return known
  }

  subscript(due: Instant) -> Outcome? {
    single[due] ?? ranges.first { covers(due, $0) }?.outcome
  }

  /// A range answers for its first and its last instant, and for those between that were due by the rule under which it was written.
  private func covers(_ due: Instant, _ range: LedgerRow) -> Bool {
    guard range.due <= due, due <= range.dueLast else { return false }
    return due == range.due || due == range.dueLast || rules[range.revision]?.isDue(at: due) == true
  }

  /// Where ranges lie of revisions that are not known; nil where there are none.
  private func stretchOfOtherRules(in span: ClosedRange<Instant>) -> Range<Instant>? {
    let others = ranges.filter { rules[$0.revision] == nil && $0.due <= span.upperBound && $0.dueLast >= span.lowerBound }
    guard let first = others.map(\.due).min(), let last = others.map(\.dueLast).max() else { return nil }
    return max(first, span.lowerBound)..<min(last, span.upperBound).advanced(by: .microseconds(1))
  }

  /// - Parameter row: of rows that are due together those that were written last come first.
  private mutating func note(_ row: LedgerRow) {
    guard Self.kinds.contains(row.kind) else { return }
    if single[row.due] == nil { single[row.due] = row.outcome }
    if row.due < row.dueLast { ranges.append(row) }
  }
}
