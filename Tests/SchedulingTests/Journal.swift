import CivilTime
import Scheduling

/// What a store keeps, with an eye on what must never happen to it.
struct Journal {
  var rows: [Identifier: LedgerRow] = [:]
  private(set) var revisions: [Identifier: [Revision]] = [:]
  private(set) var coveredUntil: [Identifier: Instant] = [:]
  private(set) var states: [Identifier: ScheduleState] = [:]
  private(set) var retired: [Identifier: RetiredSchedule] = [:]
  /// Where the revision of that place in `revisions` stopped to answer, because its schedule was removed.
  private var ends: [Identifier: [Int: Instant]] = [:]
  /// Due instants that a row answers for, by schedule: first and last of each row.
  private var spans: [Identifier: [Instant: LedgerRow]] = [:]
  private var problems: [String] = []

  /// - Returns: the claims that were known already.
  mutating func write(_ batch: LedgerBatch) -> Set<Identifier> {
    var refused: Set<Identifier> = []
    for row in batch.claims where !insert(row) { refused.insert(row.id) }
    for row in batch.ranges { _ = insert(row) }
    for row in batch.updates where !refused.contains(row.id) { update(row) }
    for revision in batch.revisions { keep(revision) }
    for (id, instant) in batch.coveredUntil { cover(id, instant) }
    states.merge(batch.states) { $1 }
    for id in batch.removals { retire(id) }
    return refused
  }

  mutating func keep(_ revision: Revision) {
    revisions[revision.scheduleID, default: []].append(revision)
    coveredUntil[revision.scheduleID] = max(coveredUntil[revision.scheduleID] ?? revision.owedFrom, revision.owedFrom)
    retired[revision.scheduleID] = nil
  }

  mutating func takeProblems() -> [String] {
    defer { problems = [] }
    return problems
  }

  /// What a daemon finds when it starts.
  var restored: SchedulerEvent {
    let schedules = revisions.compactMap { id, revisions -> RestoredSchedule? in
      guard retired[id] == nil, let revision = revisions.last else { return nil }
      let stored = StoredSchedule(
        revision: revision, coveredUntil: coveredUntil[id] ?? revision.owedFrom, latestRow: latestRow(of: id),
        latestUnscheduled: latestOther(of: id).map { RecentOutcome($0) }, state: states[id] ?? .initial)
      return RestoredSchedule(schedule: schedule(revision.definition), stored: stored)
    }
    return .restored(schedules, unfinished: rows.values.filter { !$0.outcome.isFinal }, retired: retired)
  }

  private func latestRow(of id: Identifier) -> LedgerRow? {
    rows.values.filter { $0.scheduleID == id && $0.kind == .scheduled }.max { $0.dueLast < $1.dueLast }
  }

  private func latestOther(of id: Identifier) -> LedgerRow? {
    rows.values.filter { $0.scheduleID == id && $0.kind != .scheduled }.max { $0.due < $1.due }
  }

  private mutating func insert(_ row: LedgerRow) -> Bool {
    guard rows[row.id] == nil else { return false }
    rows[row.id] = row
    file(row)
    return true
  }

  private mutating func update(_ row: LedgerRow) {
    guard let old = rows[row.id] else { return problems.append("an update of a row that is not there: \(row)") }
    let isRange = row.runName == nil
    if old.outcome.isFinal, !isRange { problems.append("touched after its end: \(old.story) became \(row.story)") }
    if isRange, old.outcome != row.outcome { problems.append("a range changed: \(old.story) became \(row.story)") }
    var row = row
    // What the claim froze stays, as in every store.
    row.details = old.details
    rows[row.id] = row
    file(row)
  }

  private mutating func file(_ row: LedgerRow) {
    guard row.kind == .scheduled else { return }
    if row.count == 1, row.due != row.dueLast { problems.append("one instant with two ends: \(row.story)") }
    for other in (spans[row.scheduleID] ?? [:]).values where other.id != row.id && other.due <= row.dueLast && row.due <= other.dueLast {
      problems.append("rows overlap: \(row.story) and \(other.story)")
    }
    spans[row.scheduleID, default: [:]][row.due] = row
  }

  private mutating func cover(_ id: Identifier, _ instant: Instant) {
    if let old = coveredUntil[id], instant < old { problems.append("covered until \(instant.iso8601) after \(old.iso8601)") }
    coveredUntil[id] = instant
  }

  private mutating func retire(_ id: Identifier) {
    if let last = revisions[id]?.last {
      retired[id] = RetiredSchedule(
        last.definition, revision: last.number, coveredUntil: coveredUntil[id] ?? last.owedFrom, state: states[id] ?? .initial)
    }
    ends[id, default: [:]][(revisions[id]?.count ?? 0) - 1] = coveredUntil[id]
    coveredUntil[id] = nil
    states[id] = nil
  }
}

extension Journal {
  /// The owed instants without a row, recomputed from the revisions: what an audit looks for. Slow and plain.
  func gaps() -> [Instant] {
    revisions.flatMap { id, revisions in
      revisions.indices.flatMap { index in
        let successor = index + 1 < revisions.count ? revisions[index + 1].owedFrom : coveredUntil[id]
        return gaps(in: revisions[index], through: ends[id]?[index] ?? successor ?? revisions[index].owedFrom)
      }
    }
  }

  private func gaps(in revision: Revision, through end: Instant) -> [Instant] {
    guard revision.definition.standing.owes, let due = schedule(revision.definition).due else { return [] }
    let rows = (spans[revision.scheduleID] ?? [:]).values.sorted { $0.due < $1.due }
    var (missing, next, index): ([Instant], Instant?, Int) = ([], due.next(after: revision.owedFrom), 0)
    while let instant = next, instant <= end {
      while index < rows.count, rows[index].dueLast < instant { index += 1 }
      if index == rows.count || rows[index].due > instant { missing.append(instant) }
      next = due.next(after: instant)
    }
    return missing
  }
}
