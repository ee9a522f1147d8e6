import CivilTime
import Scheduling
import Seams

extension InMemoryStore {
  package func revisions(answeringIn range: Range<Instant>) -> [AnsweringRevision] {
    schedules.sorted { $0.key < $1.key }.flatMap { _, known in
      known.revisions.sorted { $0.key < $1.key }.compactMap { number, revision -> AnsweringRevision? in
        let through = known.ends[number] ?? known.coveredUntil
        let first = max(revision.owedFrom.advanced(by: .microseconds(1)), range.lowerBound)
        return first <= through && first < range.upperBound ? AnsweringRevision(revision, through: through) : nil
      }
    }
  }

  package func newestRevision(of schedule: Identifier) -> AnsweringRevision? {
    guard let known = schedules[schedule], let (number, revision) = known.revisions.max(by: { $0.key < $1.key }) else { return nil }
    return AnsweringRevision(revision, through: known.ends[number] ?? known.coveredUntil)
  }

  package func lastSchedule(named name: String) -> Identifier? {
    let named = schedules.values.flatMap(\.revisions.values).filter { $0.definition.record.name == name }
    return named.max { $0.owedFrom < $1.owedFrom }?.scheduleID
  }

  package func scheduledRows(in range: Range<Instant>, _ body: @escaping @Sendable (LedgerSpan) -> Void) {
    let rows = ledger.values.map(\.row).filter {
      $0.kind == .scheduled && $0.due < range.upperBound && $0.dueLast >= range.lowerBound
    }
    for row in rows.sorted(by: { ($0.scheduleID, $0.due) < ($1.scheduleID, $1.due) }) {
      body(
        LedgerSpan(
          id: row.id, scheduleID: row.scheduleID, revision: row.revision, due: row.due, dueLast: row.dueLast, count: row.count,
          outcome: row.outcome))
    }
  }

  package func deadLetters(limit: Int) -> [LedgerRow] {
    let dead = ledger.values.filter { $0.handling == nil && Self.deadOutcomes.contains($0.row.outcome) }
    return dead.sorted { ($0.row.due, $0.sequence) > ($1.row.due, $1.sequence) }.prefix(limit).map(\.row)
  }

  package func deadLetterCount(upTo limit: Int) -> Int { deadLetters(limit: limit).count }

  package func isDeadLetter(_ fire: Identifier) -> Bool { deadLetters(limit: .max).contains { $0.id == fire } }

  package func settleDeadLetters(_ fires: [Identifier], as handling: DeadLetterHandling) -> Int {
    let known = Set(deadLetters(limit: .max).map(\.id)).intersection(fires)
    for id in known { ledger[id]?.handling = handling }
    return known.count
  }

  private static let deadOutcomes: Set<Outcome> = [.failed, .lost, .rejected, .timedOut]
}
