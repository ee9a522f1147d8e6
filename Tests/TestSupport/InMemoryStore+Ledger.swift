import CivilTime
import Scheduling
import Seams

extension InMemoryStore {
  package func commit(_ batches: [LedgerBatch]) -> CommitResult {
    var refused: Set<Identifier> = []
    for batch in batches { refused.formUnion(write(batch)) }
    return CommitResult(refused: refused)
  }

  package func restore() -> StoredState {
    let known = schedules.sorted { $0.key < $1.key }
    let unfinished = ledger.values.map(\.row).filter { !$0.outcome.isFinal }
    return StoredState(
      schedules: known.compactMap { stored($0.key, $0.value) },
      unfinished: unfinished.sorted { ($0.due, $0.id) < ($1.due, $1.id) },
      retired: schedules.filter(\.value.isRemoved).mapValues { known in
        let (revision, coveredUntil) = (known.current, known.coveredUntil)
        // Retention may have deleted what it said.
        return known.revisions[revision].map {
          RetiredSchedule($0.definition, revision: revision, coveredUntil: coveredUntil, state: known.state)
        } ?? RetiredSchedule(revision: revision, coveredUntil: coveredUntil, source: .file, state: known.state)
      },
      instance: instance)
  }

  package func rows(_ query: LedgerQuery) -> [LedgerRow] {
    let found = ledger.values.filter { stored in
      (query.schedule ?? stored.row.scheduleID) == stored.row.scheduleID && (query.fire ?? stored.row.id) == stored.row.id
        && query.fires.map { $0.contains(stored.row.id) } ?? true
        && query.covering.map { stored.row.due <= $0 && $0 <= stored.row.dueLast } ?? true
    }
    return found.sorted { ($0.row.due, $0.sequence) > ($1.row.due, $1.sequence) }.prefix(query.limit).map(\.row)
  }

  package func rowsAdded(after id: Identifier?, limit: Int) -> [LedgerRow]? {
    if let id, ledger[id] == nil { return nil }
    let last = id.flatMap { ledger[$0]?.sequence } ?? 0
    return ledger.values.filter { $0.sequence > last }.sorted { $0.sequence < $1.sequence }.suffix(limit).map(\.row)
  }

  private func write(_ batch: LedgerBatch) -> Set<Identifier> {
    for id in batch.removals { schedules[id]?.isRemoved = true }
    for revision in batch.revisions { put(revision) }
    let refused = batch.claims.filter { !insert($0) }.map(\.id)
    for row in batch.ranges { _ = insert(row) }
    for row in batch.updates { update(row) }
    for (id, instant) in batch.coveredUntil { schedules[id]?.coveredUntil = instant }
    for (id, state) in batch.states { schedules[id]?.state = state }
    for report in batch.reports { put(report) }
    return Set(refused)
  }

  private func put(_ revision: Revision) {
    var plain = revision
    plain.definition = revision.definition.withoutSecrets
    var known = schedules[revision.scheduleID] ?? KnownSchedule(current: 0, coveredUntil: revision.owedFrom)
    for number in known.revisions.keys where number < revision.number && known.ends[number] == nil {
      known.ends[number] = known.isRemoved ? known.coveredUntil : revision.owedFrom
    }
    if known.isRemoved { (known.coveredUntil, known.state) = (revision.owedFrom, .initial) }
    known.isRemoved = false
    known.ends[revision.number] = nil
    known.current = revision.number
    known.revisions[revision.number] = plain
    schedules[revision.scheduleID] = known
  }

  /// False when the ledger has the row already.
  private func insert(_ row: LedgerRow) -> Bool {
    let isTaken =
      row.kind == .scheduled
      && ledger.values.contains {
        $0.row.kind == .scheduled && $0.row.scheduleID == row.scheduleID && $0.row.due == row.due
      }
    guard ledger[row.id] == nil, !isTaken else { return false }
    var plain = row
    plain.trigger = row.trigger?.withoutSecrets
    lastSequence += 1
    ledger[row.id] = StoredRow(sequence: lastSequence, row: plain)
    return true
  }

  /// What a row is about, and what was frozen in its claim, stays.
  private func update(_ new: LedgerRow) {
    guard let old = ledger[new.id]?.row else { return }
    var row = new
    row.kind = old.kind
    row.scheduleID = old.scheduleID
    row.scheduleName = old.scheduleName
    row.revision = old.revision
    row.due = old.due
    row.claimedAt = old.claimedAt
    row.trigger = old.trigger
    row.details = old.details
    ledger[new.id]?.row = row
  }

  private func stored(_ id: Identifier, _ known: KnownSchedule) -> StoredSchedule? {
    guard !known.isRemoved, let revision = known.revisions[known.current] else { return nil }
    let rows = ledger.values.map(\.row).filter { $0.scheduleID == id && $0.kind == .scheduled }
    let other = ledger.values.filter { $0.row.scheduleID == id && $0.row.kind != .scheduled }
      .max { ($0.row.due, $0.sequence) < ($1.row.due, $1.sequence) }
    return StoredSchedule(
      revision: revision, coveredUntil: known.coveredUntil, latestRow: rows.max { $0.dueLast < $1.dueLast },
      latestUnscheduled: other.map { RecentOutcome($0.row) }, state: known.state)
  }
}
