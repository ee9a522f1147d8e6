import CivilTime
import Engine
import Scheduling
import Seams

/// The audit of the ledger in many small looks: each goes on where the one before ended. What it has found stays until its stretch is
/// looked at anew, and it is there no more.
struct IncrementalAudit: Sendable {
  let engine: SchedulerEngine
  let store: any Store

  /// All that was to come before was looked at, but for the backlog; nil: nothing yet.
  private var reached: Instant?
  /// What is yet to be looked at of the time before: after a suspend, and after a start what was due while the daemon was down.
  private var backlog: Range<Instant>?
  private var found: [Cause: LedgerAudit.Fault] = [:]

  init(engine: SchedulerEngine, store: any Store) {
    self.engine = engine
    self.store = store
  }

  /// One for each schedule and kind: the stretch from the first to the last.
  var faults: [LedgerAudit.Fault] { found.sorted { $0.key < $1.key }.map(\.value) }

  /// What is older at a look is backlog.
  private static let reach: Duration = .seconds(180)
  /// So much of the backlog is looked at each time: a look must come to its end.
  private static let slice: Duration = .seconds(86_400)
  /// Of what was found so much is looked at again each time: the rest of a herd comes when that is gone.
  private static let againAtMost = 100
  /// Reads all revisions each time.
  private static let provedAgainAtMost = 4

  private struct Cause: Hashable, Comparable {
    let schedule: Identifier
    let kind: String

    static func < (one: Cause, other: Cause) -> Bool { (one.schedule, one.kind) < (other.schedule, other.kind) }
  }

  /// Looks at what was to come since the last look, at some of the backlog, and again at what was found.
  mutating func goOn(to now: Instant) async throws(StoreError) {
    let end = now.advanced(by: .zero - SchedulerEngine.settlingTime)
    let isCatchingUp = await engine.isCatchingUp
    let begin = min(await start(before: end), end)
    let recent = max(begin, end.advanced(by: .zero - Self.reach))
    try await lookAgain(now)
    try await look(at: recent..<end)
    // What waits for the sources is looked at when it is settled.
    guard !isCatchingUp else { return }
    if begin < recent { await addToBacklog(begin..<recent) }
    reached = end
    try await lookAtBacklog(now)
  }

  /// Where the last look ended; at the first one, where that of an earlier life may have ended.
  private func start(before end: Instant) async -> Instant {
    if let reached { return reached }
    return (await engine.earlierCoverage ?? end).advanced(by: .zero - Self.reach)
  }

  // MARK: New stretches

  private mutating func look(at range: Range<Instant>) async throws(StoreError) {
    let owed = await engine.owed(in: range)
    let farthest = range.lowerBound.advanced(by: .zero - Self.reach)
    guard let first = owed.lazy.compactMap(\.instants.first).filter({ $0 >= farthest }).min() ?? owed.first?.instants.first else { return }
    let spans = SpanCollector()
    try await store.scheduledRows(in: max(first, farthest)..<range.upperBound) { spans.add($0) }
    var audit = LedgerAudit()
    for instants in owed {
      if let first = instants.instants.first, first < farthest {
        audit.check(instants, against: try await self.spans(of: instants))
      } else {
        audit.check(instants, against: spans.of(instants.schedule))
      }
    }
    for fault in audit.faults { note(fault) }
  }

  /// What long jitter puts off lies far before the rest: each instant is asked for by itself.
  private func spans(of owed: OwedInstants) async throws(StoreError) -> [LedgerSpan] {
    var spans: Set<LedgerSpan> = []
    for instant in owed.instants { spans.formUnion(try await rows(of: owed.schedule, covering: instant)) }
    return spans.sorted { $0.due < $1.due }
  }

  private func rows(of schedule: Identifier, covering instant: Instant) async throws(StoreError) -> [LedgerSpan] {
    try await store.rows(LedgerQuery(schedule: schedule, covering: instant)).filter { $0.kind == .scheduled }.map(LedgerSpan.init)
  }

  private mutating func addToBacklog(_ range: Range<Instant>) async {
    // What jitter had put off when the last look ended was due before that.
    let begin = range.lowerBound.advanced(by: .zero - (await engine.longestJitter))
    backlog = min(backlog?.lowerBound ?? begin, begin)..<range.upperBound
  }

  private mutating func lookAtBacklog(_ now: Instant) async throws(StoreError) {
    guard let backlog else { return }
    let ends = await engine.answeringEnds(at: now)
    let end = min(backlog.upperBound, backlog.lowerBound.advanced(by: Self.slice))
    guard ends.end >= end else { return }
    for fault in try await auditor.audit(from: backlog.lowerBound, to: end, answering: ends).faults { note(fault) }
    self.backlog = end < backlog.upperBound ? end..<backlog.upperBound : nil
  }

  private var auditor: LedgerAuditor { LedgerAuditor(store: store, zoneNamed: engine.zoneNamed) }

  // MARK: What was found

  private mutating func note(_ fault: LedgerAudit.Fault) {
    let cause = Cause(schedule: fault.schedule, kind: fault.kind.rawValue)
    guard var known = found[cause] else { return found[cause] = fault }
    // Of a row that counts wrongly the next one is told when this one is gone: each is a stretch of its own.
    guard fault.kind != .countDiffers else { return }
    known.count = fault.first > known.last || fault.last < known.first ? known.count + fault.count : max(known.count, fault.count)
    (known.first, known.last) = (min(known.first, fault.first), max(known.last, fault.last))
    found[cause] = known
  }

  private mutating func lookAgain(_ now: Instant) async throws(StoreError) {
    guard !found.isEmpty else { return }
    let horizon = try await store.horizon() ?? .distantPast
    var proved = 0
    for (cause, fault) in found.sorted(by: { $0.key < $1.key }).prefix(Self.againAtMost) {
      // What is deleted, or of a schedule that is gone, is let go.
      guard fault.last >= horizon, await engine.status(of: fault.schedule) != nil else {
        found[cause] = nil
        continue
      }
      if fault.first >= horizon, try await isThereStill(fault) { continue }
      guard proved < Self.provedAgainAtMost else { continue }
      proved += 1
      let report = try await auditor.audit(
        from: fault.first, to: fault.last.advanced(by: .microseconds(1)), answering: await engine.answeringEnds(at: now),
        only: fault.schedule)
      found[cause] = nil
      for fault in report.faults { note(fault) }
    }
  }

  /// Whether the first instant of it is as it was found: then the whole is not looked at.
  private func isThereStill(_ fault: LedgerAudit.Fault) async throws(StoreError) -> Bool {
    let rows = try await rows(of: fault.schedule, covering: fault.first)
    return switch fault.kind {
    case .missing: rows.isEmpty
    case .coveredTwice: rows.count > 1
    case .countDiffers: rows.contains { $0.due == fault.first && $0.dueLast == fault.last && $0.count == fault.count }
    }
  }
}
