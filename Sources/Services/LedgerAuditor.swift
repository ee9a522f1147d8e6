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
    /// Up to where the ledger says that it covers any schedule. Nil: it knows no schedule.
    package var coveredUntil: Instant?
    /// The schedules of which less is proved than of others.
    package var behind: [Behind]
  }

  /// A schedule that was due behind the last instant that is proved of it.
  package struct Behind: Hashable, Sendable {
    package var schedule: Identifier
    package var name: String
    /// Inclusive.
    package var through: Instant
    /// What is due next, of which nothing is known.
    package var nextDue: Instant
  }

  let store: any Store
  let zoneNamed: @Sendable (String) -> ZoneRules?

  package init(store: any Store, zoneNamed: @escaping @Sendable (String) -> ZoneRules?) {
    self.store = store
    self.zoneNamed = zoneNamed
  }

  /// A stretch at a time, so that years of rows need no more memory than days, and a herd's days no more than hours.
  private static let longestStep: Duration = .seconds(7 * 86_400)
  private static let shortestStep: Duration = .seconds(3600)
  /// A stretch with more rows is followed by a shorter one.
  private static let mostRows = 400_000
  /// Of rows and due instants, in a proof that is not done in one go: some seconds.
  private static let mostAtOnce = 1_000_000

  /// Cancelling the task ends it soon: it throws.
  /// - Parameters:
  ///   - from: nil: from where the ledger begins.
  ///   - ends: up to where the schedules in force answer, whatever the ledger says that it covers; nil: nobody knows, and what the ledger
  ///     says is believed.
  package func audit(from: Instant?, to: Instant, answering ends: AnsweringEnds? = nil) async throws(StoreError) -> Report {
    let horizon = try await store.horizon()
    let revisions = try await revisions(in: .distantPast ..< .distantFuture, inForceThrough: to, ends)
    let begin = revisions.map(\.revision.owedFrom).min() ?? to
    let start = max(from ?? begin, begin, horizon ?? .distantPast)
    var audit = LedgerAudit()
    _ = try await walk(start..<max(start, to), revisions, &audit)
    let covered = revisions.map { $0.coveredUntil ?? $0.through }.max()
    let end = min(to.advanced(by: .microseconds(-1)), ends?.end ?? covered ?? to)
    return Report(
      range: start..<max(start, to), horizon: horizon, instants: audit.instants, faults: audit.faults, coveredUntil: covered,
      behind: revisions.compactMap { behind($0, end: end) })
  }

  /// What a proof has come to that is not done in one go.
  struct Part {
    var faults: [LedgerAudit.Fault]
    /// Where the next one goes on.
    var end: Instant
  }

  /// Proves a stretch from its begin on, as far as the ledger still reaches back, and until it has cost much: the rest is for another time.
  /// - Parameters:
  ///   - schedules: nil: all of them.
  ///   - comingFrom: of what was due before that only what jitter had put off until then; nil: all of it.
  ///   - cut: no gap goes on over it.
  func prove(
    _ range: Range<Instant>, answering ends: AnsweringEnds, only schedules: Set<Identifier>? = nil, comingFrom: Instant? = nil,
    cutAt cut: Instant
  ) async throws(StoreError) -> Part {
    let start = max(range.lowerBound, try await store.horizon() ?? .distantPast)
    guard start < range.upperBound else { return Part(faults: [], end: range.upperBound) }
    let revisions = try await revisions(in: start..<range.upperBound, inForceThrough: range.upperBound, ends, of: schedules)
    var audit = LedgerAudit(cutAt: cut)
    let end = try await walk(start..<range.upperBound, revisions, &audit, most: Self.mostAtOnce, comingFrom: comingFrom)
    return Part(faults: audit.faults, end: end)
  }

  /// - Parameter most: of rows and instants together, but for the last step.
  /// - Returns: up to where it came.
  private func walk(
    _ range: Range<Instant>, _ revisions: [AnsweringRevision], _ audit: inout LedgerAudit, most: Int = .max, comingFrom: Instant? = nil
  ) async throws(StoreError) -> Instant {
    var (position, step, read) = (range.lowerBound, Self.shortestStep, 0)
    while position < range.upperBound, read + audit.instants < most {
      let end = min(position.advanced(by: step), range.upperBound)
      let rows = try await check(position..<end, revisions, &audit, comingFrom: comingFrom)
      (position, read) = (end, read + rows)
      step = rows > Self.mostRows ? max(step / 2, Self.shortestStep) : rows < Self.mostRows / 4 ? min(step * 2, Self.longestStep) : step
    }
    return position
  }

  /// Each with the end that it has been found to have.
  private func revisions(
    in range: Range<Instant>, inForceThrough end: Instant, _ ends: AnsweringEnds?, of schedules: Set<Identifier>? = nil
  ) async throws(StoreError) -> [AnsweringRevision] {
    var revisions = try await store.revisions(answeringIn: range, inForceThrough: end, of: schedules)
    for index in revisions.indices {
      guard let covered = revisions[index].coveredUntil else { continue }
      revisions[index].through = ends.map { max($0[revisions[index].revision.scheduleID], covered) } ?? covered
    }
    return revisions
  }

  /// - Returns: how many rows were read.
  private func check(
    _ range: Range<Instant>, _ revisions: [AnsweringRevision], _ audit: inout LedgerAudit, comingFrom: Instant?
  ) async throws(StoreError) -> Int {
    let spans = SpanCollector()
    try await store.scheduledRows(in: range) { spans.add($0) }
    for revision in revisions where revision.through >= range.lowerBound && revision.revision.owedFrom < range.upperBound {
      guard !Task.isCancelled else { throw StoreError(.other, "the audit was told to stop") }
      let begin = comingFrom?.advanced(by: .zero - revision.revision.definition.jitterOffset) ?? range.lowerBound
      guard begin < range.upperBound else { continue }
      guard let owed = revision.owed(in: max(begin, range.lowerBound)..<range.upperBound, zoneNamed: zoneNamed) else { continue }
      audit.check(owed, against: spans.of(owed.schedule))
    }
    return spans.count
  }

  /// Nil for a schedule of which all is proved that was to come by `end`.
  private func behind(_ answering: AnsweringRevision, end: Instant) -> Behind? {
    let (revision, through) = (answering.revision, answering.through)
    guard answering.coveredUntil != nil, through < end, revision.definition.standing.owes,
      let next = Schedule(revision.definition, zoneNamed: zoneNamed).due?.next(after: max(through, revision.owedFrom)),
      next.advanced(by: revision.definition.jitterOffset) <= end
    else { return nil }
    return Behind(schedule: revision.scheduleID, name: revision.definition.record.name, through: through, nextDue: next)
  }
}
