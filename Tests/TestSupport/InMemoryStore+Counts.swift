import CivilTime
import Scheduling
import Seams

extension InMemoryStore: LedgerCounts {
  package func lateRows(dueIn range: Range<Instant>, by delay: Duration, limit: Int) -> [LedgerRow] {
    let late = ledger.values.map(\.row).filter { row in
      row.kind == .scheduled && range.contains(row.due) && row.sentAt.map { row.plannedStart.duration(to: $0) >= delay } ?? false
    }
    return Array(late.sorted { $0.due > $1.due }.prefix(limit))
  }

  package func rangeRows(reaching instant: Instant, outcomes: Set<Outcome>, limit: Int) -> [LedgerRow] {
    let ranges = ledger.values.map(\.row).filter { $0.dueLast > $0.due && $0.dueLast >= instant && outcomes.contains($0.outcome) }
    return Array(ranges.sorted { $0.dueLast > $1.dueLast }.prefix(limit))
  }

  package func latestRows(of schedules: Set<Identifier>, limit: Int) -> [Identifier: [LedgerRow]] {
    let rows = ledger.values.map(\.row).filter { schedules.contains($0.scheduleID) }
    return Dictionary(grouping: rows, by: \.scheduleID).mapValues { Array($0.sorted { $0.due > $1.due }.prefix(limit)) }
  }

  package func outcomeCounts(dueIn range: Range<Instant>, step: Duration) -> [OutcomeCount] {
    let rows = ledger.values.map(\.row).filter { $0.kind == .scheduled && $0.due < range.upperBound && $0.dueLast >= range.lowerBound }
    let ranges = rows.filter { $0.count > 1 || $0.dueLast > $0.due }
    let singles = Dictionary(grouping: rows.filter { $0.dueLast == $0.due }) { row in
      let start = row.due.microsecondsSinceEpoch / step.microseconds * step.microseconds
      return OutcomeCount(row.outcome, 0, first: Instant(microsecondsSinceEpoch: start), last: Instant(microsecondsSinceEpoch: start))
    }
    return ranges.map { OutcomeCount($0.outcome, $0.count, first: $0.due, last: $0.dueLast) }
      + singles.map { OutcomeCount($0.outcome, $1.count, first: $0.first, last: $0.last) }
  }
}
