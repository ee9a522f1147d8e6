import CivilTime
import Engine
import Scheduling
import Seams

/// The audit of the ledger in many small looks: each goes on where the one before ended. What it has found stays until its stretch is
/// looked at anew, and it is there no more.
struct IncrementalAudit: Sendable {
  let engine: SchedulerEngine
  let store: any Store
  /// When this life of the daemon began.
  let startedAt: Instant

  /// All that was to come before was looked at, but for the backlog; nil: nothing yet.
  private var reached: Instant?
  /// While what was missed waits for the sources: all that was to come before was looked at, but for that.
  private var reachedBesides: Instant?
  /// What is yet to be looked at of the time before: after a suspend, and after a start what was due while the daemon was down.
  private var backlog: Backlog?
  private var found: [Cause: Found] = [:]
  /// Up to which cause it was asked whether all is as it was found: the next look goes on behind it.
  private var askedThrough: Cause?

  init(engine: SchedulerEngine, store: any Store, startedAt: Instant) {
    self.engine = engine
    self.store = store
    self.startedAt = startedAt
  }

  /// One for each schedule, kind and life, this one or those before it: the stretch from the first to the last.
  var faults: [LedgerAudit.Fault] { found.sorted { $0.key < $1.key }.map(\.value.whole) }

  /// What is older at a look is backlog.
  private static let reach: Duration = .seconds(180)
  /// So much of the backlog is looked at each time: a look must come to its end.
  private static let slice: Duration = .seconds(86_400)
  /// What waits to be written is left for the next look; a disk that needs longer is reported.
  private static let longestWrite: Duration = .seconds(60)
  /// Of so many causes it is asked each time whether all is as it was found, in turn.
  private static let askedAtMost = 1000
  /// What was found of the last minutes is proved anew each time: rows that came late come together.
  private static let young: Duration = .seconds(600)

  private struct Backlog {
    var range: Range<Instant>
    /// Of what was due before that only what jitter had put off until then.
    var comingFrom: Instant
  }

  private struct Cause: Hashable, Comparable {
    let schedule: Identifier
    let kind: String
    /// 0: of an earlier life; 1: of this one.
    let life: Int

    init(_ fault: LedgerAudit.Fault, startedAt: Instant) {
      (schedule, kind, life) = (fault.schedule, fault.kind.rawValue, fault.isOfLifeBefore(startedAt) ? 0 : 1)
    }

    static func < (one: Cause, other: Cause) -> Bool { (one.schedule, one.kind, one.life) < (other.schedule, other.kind, other.life) }
  }

  private struct Found {
    /// But for what has been proved anew of it.
    var fault: LedgerAudit.Fault
    /// It is not as it was found any more, or has been proved anew in part only: what is left of it is to be proved.
    var isInDoubt = false
    /// What was found again where it has been proved anew; nil unless the rest is in doubt.
    var proved: LedgerAudit.Fault?

    var whole: LedgerAudit.Fault { proved.map { $0.joined(with: fault) } ?? fault }

    /// After a proof up to `end`, which with those before it has found `proved`. The rest is for the looks to come; nil: nothing is left.
    func left(from end: Instant, proved: LedgerAudit.Fault?) -> Found? {
      guard fault.last >= end else { return proved.map { Found(fault: $0) } }
      var rest = fault
      (rest.first, rest.count) = (end, max(whole.count - (proved?.count ?? 0), 1))
      return Found(fault: rest, isInDoubt: true, proved: proved)
    }
  }

  /// Looks at what was to come since the last look, at some of the backlog, and again at what was found.
  mutating func goOn(to now: Instant) async throws(StoreError) {
    let settled = now.advanced(by: .zero - SchedulerEngine.settlingTime)
    // Asked first: what is written meanwhile is there when the rows are read.
    let ends = await engine.answeringEnds(at: now)
    let written = ends.unwritten.values.lazy.map { $0.lowerBound.advanced(by: .microseconds(-1)) }.min() ?? settled
    let end = max(min(written, settled), settled.advanced(by: .zero - Self.longestWrite))
    let isCatchingUp = await engine.isCatchingUp
    let start = await start(before: settled)
    let begin = min(start, end)
    let recent = max(begin, end.advanced(by: .zero - Self.reach))
    try await lookAgain(at: end, ends)
    // What waits for the sources is looked at when it is settled.
    guard !isCatchingUp else {
      try await look(at: min(max(recent, reachedBesides ?? recent), end)..<end)
      return reachedBesides = min(max(reachedBesides ?? end, end), settled)
    }
    reachedBesides = nil
    try await look(at: recent..<end)
    if begin < recent { await addToBacklog(begin..<recent) }
    // Of a clock that was set back the time ahead is to come again.
    reached = min(max(start, end), settled)
    try await lookAtBacklog(ends)
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
    var read: [(owed: OwedInstants, rows: [LedgerSpan])] = []
    for instants in owed {
      let isFar = instants.instants.first.map { $0 < farthest } ?? false
      read.append((instants, isFar ? try await self.spans(of: instants) : spans.of(instants.schedule)))
    }
    // Asked last: what was deleted while the rows were read owes none.
    let horizon = try await store.horizon() ?? .distantPast
    var audit = LedgerAudit(cutAt: startedAt)
    for (var instants, rows) in read {
      instants.instants.removeAll { $0 < horizon }
      audit.check(instants, against: rows)
    }
    for fault in audit.faults { note(fault) }
  }

  /// What long jitter puts off lies far before the rest: each instant is asked for by itself.
  private func spans(of owed: OwedInstants) async throws(StoreError) -> [LedgerSpan] {
    // A range may have grown from one question to the next.
    var spans: [Identifier: LedgerSpan] = [:]
    for instant in owed.instants {
      for span in try await rows(of: owed.schedule, covering: instant) { spans[span.id] = span }
    }
    return spans.values.sorted { ($0.due, $0.id) < ($1.due, $1.id) }
  }

  private func rows(of schedule: Identifier, covering instant: Instant) async throws(StoreError) -> [LedgerSpan] {
    try await store.rows(LedgerQuery(schedule: schedule, covering: instant)).filter { $0.kind == .scheduled }.map(LedgerSpan.init)
  }

  private mutating func addToBacklog(_ range: Range<Instant>) async {
    // What jitter had put off when the last look ended was due before that.
    let begin = range.lowerBound.advanced(by: .zero - (await engine.longestJitter))
    backlog = Backlog(
      range: min(backlog?.range.lowerBound ?? begin, begin)..<range.upperBound,
      comingFrom: min(backlog?.comingFrom ?? range.lowerBound, range.lowerBound))
  }

  private mutating func lookAtBacklog(_ ends: AnsweringEnds) async throws(StoreError) {
    guard let backlog else { return }
    let range = backlog.range
    // What waits to be written is not passed over.
    let unwritten = ends.unwritten.values.lazy.filter { $0.upperBound >= range.lowerBound }.map(\.lowerBound).min()
    let end = min(range.upperBound, range.lowerBound.advanced(by: Self.slice), unwritten ?? .distantFuture)
    guard end > range.lowerBound else { return }
    let part = try await auditor.prove(range.lowerBound..<end, answering: ends, comingFrom: backlog.comingFrom, cutAt: startedAt)
    for fault in part.faults { note(fault) }
    self.backlog = part.end < range.upperBound ? Backlog(range: part.end..<range.upperBound, comingFrom: backlog.comingFrom) : nil
  }

  private var auditor: LedgerAuditor { LedgerAuditor(store: store, zoneNamed: engine.zoneNamed) }

  // MARK: What was found

  private mutating func note(_ fault: LedgerAudit.Fault) {
    let cause = Cause(fault, startedAt: startedAt)
    guard var known = found[cause] else { return found[cause] = Found(fault: fault) }
    // Of a row that counts wrongly the next one is told when this one is gone: each is a stretch of its own.
    guard fault.kind != .countDiffers else { return }
    if fault.first <= known.fault.first, known.proved == nil { known.isInDoubt = false }
    known.fault = known.fault.joined(with: fault)
    found[cause] = known
  }

  /// Lets go what is there now. What is left to be proved is the next look's.
  private mutating func lookAgain(at end: Instant, _ ends: AnsweringEnds) async throws(StoreError) {
    guard !found.isEmpty else { return }
    try await letGo()
    try await askAgain(young: end.advanced(by: .zero - Self.young))
    try await proveAgain(ends)
  }

  /// What is deleted, or of a schedule that is gone.
  private mutating func letGo() async throws(StoreError) {
    let horizon = try await store.horizon() ?? .distantPast
    for (cause, known) in found {
      if known.whole.last < horizon {
        found[cause] = nil
      } else if await engine.status(of: cause.schedule) == nil {
        found[cause] = nil
      } else if known.fault.first < horizon {
        found[cause]?.isInDoubt = true
      }
    }
  }

  /// Looks at the first instant of each, and at the last while that is young: as long as they are as they were found, the whole is not
  /// looked at.
  private mutating func askAgain(young: Instant) async throws(StoreError) {
    var asked = 0
    let causes = found.keys.sorted()
    let next = askedThrough.flatMap { last in causes.firstIndex { $0 > last } } ?? 0
    for cause in causes[next...] + causes[..<next] {
      guard let known = found[cause], !known.isInDoubt else { continue }
      let fault = known.fault
      let isOne = fault.kind == .missing && fault.count == 1
      guard asked < Self.askedAtMost, isOne || fault.first < young else {
        found[cause]?.isInDoubt = fault.last >= young
        continue
      }
      (asked, askedThrough) = (asked + 1, cause)
      let rows = try await rows(of: fault.schedule, covering: fault.first)
      if isOne, rows.count == 1 {
        found[cause] = nil
      } else {
        let isAtItsEnd = try await isAtItsEndStill(fault, young: young)
        let isAsItWas = isThereStill(fault, rows) && isAtItsEnd
        found[cause]?.isInDoubt = !isAsItWas
      }
    }
  }

  /// What was written late of this life calls for no restart any more, however old the first instant is.
  private func isAtItsEndStill(_ fault: LedgerAudit.Fault, young: Instant) async throws(StoreError) -> Bool {
    guard fault.last > fault.first, fault.last >= young else { return true }
    return isThereStill(fault, try await rows(of: fault.schedule, covering: fault.last))
  }

  private func isThereStill(_ fault: LedgerAudit.Fault, _ rows: [LedgerSpan]) -> Bool {
    switch fault.kind {
    case .missing: rows.isEmpty
    case .coveredTwice: rows.count > 1
    case .countDiffers: rows.contains { $0.due == fault.first && $0.dueLast == fault.last && $0.count == fault.count }
    }
  }

  /// All that is in doubt together, as far as it lies close to the newest of it.
  private mutating func proveAgain(_ ends: AnsweringEnds) async throws(StoreError) {
    // Of what waits to be written nothing can be proved.
    let doubtful = found.filter { $0.value.isInDoubt && $0.value.fault.last <= ends[$0.key.schedule] }
    guard let newest = doubtful.values.map(\.fault.first).max() else { return }
    let near = doubtful.filter { $0.value.fault.first > newest.advanced(by: .zero - Self.slice) }
    guard let first = near.values.map(\.fault.first).min(), let last = near.values.map(\.fault.last).max() else { return }
    let wanted = min(last, first.advanced(by: Self.slice)).advanced(by: .microseconds(1))
    let part = try await auditor.prove(first..<wanted, answering: ends, only: Set(near.keys.map(\.schedule)), cutAt: startedAt)
    let known = Dictionary(grouping: near.values.map(\.fault), by: \.schedule)
    var anew: [Cause: [LedgerAudit.Fault]] = [:]
    for fault in part.faults where known[fault.schedule]?.contains(where: { $0.overlaps(fault) }) ?? false {
      anew[Cause(fault, startedAt: startedAt), default: []].append(fault)
    }
    for (cause, before) in near where before.fault.first < part.end {
      let proved = Self.one(of: [before.proved].compactMap(\.self) + (anew.removeValue(forKey: cause) ?? []))
      found[cause] = before.left(from: part.end, proved: proved)
    }
    for fault in anew.values.joined() { note(fault) }
  }

  /// Of rows that count wrongly the first one: each is a stretch of its own.
  private static func one(of faults: [LedgerAudit.Fault]) -> LedgerAudit.Fault? {
    guard let first = faults.first, first.kind != .countDiffers else { return faults.first }
    return faults.dropFirst().reduce(first) { $0.joined(with: $1) }
  }
}

extension LedgerAudit.Fault {
  /// Whether it is about nothing that was due since `start`.
  func isOfLifeBefore(_ start: Instant) -> Bool { last < start }

  fileprivate func overlaps(_ other: Self) -> Bool { first <= other.last && other.first <= last }

  /// The stretch from the first of both to the last.
  fileprivate func joined(with other: Self) -> Self {
    var whole = self
    whole.count = overlaps(other) ? max(count, other.count) : count + other.count
    (whole.first, whole.last) = (min(first, other.first), max(last, other.last))
    return whole
  }
}
