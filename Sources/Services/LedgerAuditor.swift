import CivilTime
import Scheduling
import Seams

/// Proves the ledger over a stretch of time: the due instants recomputed from the revisions, minus the rows.
package struct LedgerAuditor: Sendable {
  package struct Report: Sendable {
    /// What was looked at: the stretch asked for, as far as the ledger still reaches back.
    package var range: Range<Instant>
    /// Older rows may have been deleted; nil: none ever was.
    package var horizon: Instant?
    package var instants: Int
    package var faults: [LedgerAudit.Fault]
    /// Up to where the ledger answers for any schedule: nothing after that is owed in it. Nil: it knows no schedule.
    package var coveredUntil: Instant?
  }

  let store: any Store
  let zoneNamed: @Sendable (String) -> ZoneRules?

  package init(store: any Store, zoneNamed: @escaping @Sendable (String) -> ZoneRules?) {
    self.store = store
    self.zoneNamed = zoneNamed
  }

  /// A stretch at a time, so that years of rows need no more memory than days.
  private static let step: Duration = .seconds(7 * 86_400)

  /// Cancelling the task ends it soon: it throws.
  /// - Parameter from: nil: from where the ledger begins.
  package func audit(from: Instant?, to: Instant) async throws(StoreError) -> Report {
    let horizon = try await store.horizon()
    let revisions = try await store.revisions(answeringIn: .distantPast ..< .distantFuture)
    let begin = revisions.map(\.revision.owedFrom).min() ?? to
    let start = max(from ?? begin, begin, horizon ?? .distantPast)
    var audit = LedgerAudit()
    var position = start
    while position < to {
      let end = min(position.advanced(by: Self.step), to)
      try await check(position..<end, revisions, &audit)
      position = end
    }
    return Report(
      range: start..<max(start, to), horizon: horizon, instants: audit.instants, faults: audit.faults,
      coveredUntil: revisions.map(\.through).max())
  }

  private func check(_ range: Range<Instant>, _ revisions: [AnsweringRevision], _ audit: inout LedgerAudit) async throws(StoreError) {
    let spans = SpanCollector()
    try await store.scheduledRows(in: range) { spans.add($0) }
    for revision in revisions where revision.through >= range.lowerBound && revision.revision.owedFrom < range.upperBound {
      guard !Task.isCancelled else { throw StoreError(.other, "the audit was told to stop") }
      guard let owed = revision.owed(in: range, zoneNamed: zoneNamed) else { continue }
      audit.check(owed, against: spans.of(owed.schedule))
    }
  }
}
