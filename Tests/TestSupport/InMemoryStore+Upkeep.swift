import CivilTime
import Scheduling
import Seams

extension InMemoryStore {
  /// What a row is taken to weigh against a limit in bytes.
  private static let rowBytes = 512

  package func prune(_ limits: RetentionLimits, now: Instant, batch: Int) -> PruneResult {
    let ages = ledger.values.filter { $0.row.outcome.isFinal }.sorted { Self.age($0.row).at < Self.age($1.row).at }
    let aged = ages.filter { stored in limits.age.map { Self.age(stored.row).last < now.advanced(by: .zero - $0) } ?? false }
    remove(aged.prefix(batch))
    let excess = excess(over: limits)
    let left = ages.filter { ledger[$0.row.id] != nil }
    let wanted = min(excess, max(batch - aged.count, 0))
    let oldest = left.prefix(wanted > 0 ? excess : 0)
    let end = oldest.last.map { Self.age($0.row).at }
    let lastDay = now.advanced(by: .zero - RetentionLimits.keptByRowsAndBytes)
    let removable = oldest.filter { stored in
      Self.age(stored.row).last < lastDay && end.map { Self.age(stored.row).last <= $0 } ?? false
    }.prefix(wanted)
    remove(removable)
    removeWhatIsNotAnswered()
    let removedRows = min(aged.count, batch) + removable.count
    let isOver = self.excess(over: limits) > 0
    let reachesLastDay = removable.count < wanted && end.map { $0 >= lastDay } ?? false
    let hasMore = aged.count >= batch || (removedRows > 0 && isOver && !reachesLastDay)
    return PruneResult(removedRows: removedRows, horizon: lastHorizon, hasMore: hasMore, isBeyondLimits: isOver && reachesLastDay)
  }

  package func horizon() -> Instant? { lastHorizon }
  package func shrink(atMost bytes: Int) {}
  package func check() -> [String] { [] }

  package func backUp(to path: String) throws(StoreError) {
    throw StoreError(.other, "\(path): a store in memory has no file to copy")
  }

  private func excess(over limits: RetentionLimits) -> Int {
    let byCount = limits.rows.map { ledger.count - $0 } ?? 0
    let byBytes = limits.bytes.map { ledger.count - $0 / Self.rowBytes } ?? 0
    return max(byCount, byBytes, 0)
  }

  /// What a row is sorted by, and the last instant that keeps it.
  private static func age(_ row: LedgerRow) -> (at: Instant, last: Instant) {
    row.kind == .scheduled ? (row.due, row.dueLast) : (row.claimedAt, row.claimedAt)
  }

  private func remove(_ rows: ArraySlice<StoredRow>) {
    for stored in rows {
      ledger[stored.row.id] = nil
      let end = stored.row.dueLast.advanced(by: .microseconds(1))
      if stored.row.kind == .scheduled { lastHorizon = max(lastHorizon ?? end, end) }
    }
  }

  private func removeWhatIsNotAnswered() {
    guard let horizon = lastHorizon else { return }
    for (id, known) in schedules {
      let gone = known.revisions.keys.filter { number in end(of: number, known).map { $0 < horizon } ?? false }
      for number in gone { schedules[id]?.revisions[number] = nil }
      let hasRows = ledger.values.contains { $0.row.scheduleID == id }
      guard known.isRemoved, known.revisions.count == gone.count, !hasRows else { continue }
      schedules[id] = nil
      deliveries[id] = nil
      outbox = outbox.filter { $0.value.report.subject != .schedule(id) }
    }
  }

  /// Nil for the revision in force.
  private func end(of number: Int, _ known: KnownSchedule) -> Instant? {
    known.ends[number] ?? (known.isRemoved ? known.coveredUntil : nil)
  }
}
