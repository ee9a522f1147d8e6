import CivilTime
import Scheduling
import Seams

extension InMemoryStore {
  package func schedulesInForce() -> [Identifier] { schedules.filter { !$0.value.isRemoved }.map(\.key) }

  package func revisions(answeringIn range: Range<Instant>, inForceThrough: Instant, of wanted: Set<Identifier>?) -> [AnsweringRevision] {
    let asked = schedules.filter { wanted?.contains($0.key) ?? true }
    return asked.sorted { $0.key < $1.key }.flatMap { _, known in
      known.revisions.sorted { $0.key < $1.key }.compactMap { number, revision -> AnsweringRevision? in
        let end = known.ends[number] ?? (known.isRemoved ? known.coveredUntil : nil)
        let through = end ?? max(known.coveredUntil, inForceThrough)
        let covered = end == nil ? known.coveredUntil : nil
        let first = max(revision.owedFrom.advanced(by: .microseconds(1)), range.lowerBound)
        return first <= through && first < range.upperBound ? AnsweringRevision(revision, through: through, coveredUntil: covered) : nil
      }
    }
  }

  package func newestRevision(of schedule: Identifier) -> AnsweringRevision? {
    guard let known = schedules[schedule], let (number, revision) = known.revisions.max(by: { $0.key < $1.key }) else { return nil }
    let end = known.ends[number] ?? (known.isRemoved ? known.coveredUntil : nil)
    return AnsweringRevision(revision, through: end ?? known.coveredUntil, coveredUntil: end == nil ? known.coveredUntil : nil)
  }

  package func lastSchedule(named name: String) -> Identifier? {
    let named = schedules.values.flatMap(\.revisions.values).filter { $0.definition.record.name == name }
    return named.max { $0.owedFrom < $1.owedFrom }?.scheduleID
  }

  package func scheduledRows(in range: Range<Instant>, _ body: @escaping @Sendable (LedgerSpan) -> Void) {
    let rows = ledger.values.map(\.row).filter {
      $0.kind == .scheduled && $0.due < range.upperBound && $0.dueLast >= range.lowerBound
    }
    for row in rows.sorted(by: { ($0.scheduleID, $0.due) < ($1.scheduleID, $1.due) }) { body(LedgerSpan(row)) }
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
