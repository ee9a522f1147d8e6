import CivilTime
import Scheduling

/// Every owed instant is in exactly one row: checked with every batch that becomes durable, by trying all instants.
extension Referee {
  func written(_ batch: LedgerBatch, refused: Set<Identifier>, life: Int, targets: SimulatedTargets) {
    guard let facts = turns.removeValue(forKey: TurnKey(life: life, batch: batch.id)) else { return }
    let claims = batch.claims.filter { !refused.contains($0.id) }
    var fresh = (claims + batch.ranges).filter { $0.kind == .scheduled }
    for row in batch.updates where row.trigger == nil { fresh.append(row) }
    fresh.sort { ($0.scheduleID, $0.revision, $0.due) < ($1.scheduleID, $1.revision, $1.due) }
    let isOld = { (row: LedgerRow) in row.revision <= self.timelines[row.scheduleID]?.revision.number ?? 0 }
    let (old, new) = (fresh.filter(isOld), fresh.filter { !isOld($0) })
    for row in old { account(for: row, facts) }
    for revision in batch.revisions { begin(revision, facts) }
    for row in new { account(for: row, facts) }
    for id in batch.removals { end(id, at: facts.time) }
    for row in claims { judgeNew(row) }
    for row in claims + batch.updates { if row.outcome == .claimed { announced.insert(row.id) } else { announced.remove(row.id) } }
    for row in batch.updates where row.trigger != nil { judgeUpdate(row, targets) }
  }

  private func account(for row: LedgerRow, _ facts: TurnFacts) {
    guard var timeline = timelines[row.scheduleID] else { return report("ledger", "row \(row.story) is of no known schedule") }
    expect(timeline.owes, "ledger", "row \(row.story): nothing is owed under revision \(row.revision)")
    expect(
      row.revision == timeline.revision.number, "ledger",
      "row \(row.story) is of revision \(row.revision), in force is \(timeline.revision.number)")
    expect(row.dueLast <= latestTime, "ledger", "row \(row.story) covers what is not due yet")
    let grown = timeline.last.flatMap { $0.id == row.id ? $0 : nil }
    if let grown {
      expect(
        grown.due == row.due && grown.outcome == row.outcome && grown.reason?.code == row.reason?.code && row.dueLast >= grown.dueLast,
        "ledger",
        "row \(grown.story) becomes \(row.story)")
    } else {
      expect(row.due > timeline.cursor, "ledger", "row \(row.story) overlaps an earlier one: all up to \(timeline.cursor) is covered")
    }
    let instants = dues(of: timeline.revision.definition, after: timeline.cursor, through: row.dueLast)
    let first = grown == nil ? row.due.secondsSinceEpoch : instants.first
    expect(
      instants.first == first && instants.last == row.dueLast.secondsSinceEpoch && instants.count == row.count - (grown?.count ?? 0),
      "ledger",
      "row \(row.story): since \(timeline.cursor) due are \(Self.story(instants))")
    timeline.cursor = row.dueLast
    timeline.last = row
    timelines[row.scheduleID] = timeline
  }

  /// A revision takes over where the one before it ends: nothing between them is lost.
  private func begin(_ revision: Revision, _ facts: TurnFacts) {
    let id = revision.scheduleID
    guard let asked = facts.owedFrom[id] else { return report("ledger", "a revision of \(id) that nobody asked for") }
    defer { timelines[id] = Timeline(revision: revision, cursor: revision.owedFrom) }
    guard let before = timelines[id] else {
      return expect(
        revision.owedFrom == asked, "ledger", "\(revision.definition.record.name) answers from \(revision.owedFrom), not \(asked)")
    }
    // A stated limit: how far a schedule was covered that went in an earlier life is not restored. The core takes the
    // beginning of its own life for it, which the clock may show as earlier when it was set back meanwhile.
    if before.isRemoved, lifeStart < before.cursor, revision.owedFrom == max(asked, lifeStart), !endedInThisLife.contains(id) {
      isVoid = true
    }
    // What came back was covered up to its end, which a later life puts at its own beginning at the latest.
    let isLate = before.isRemoved && revision.owedFrom == lifeStart && lifeStart > before.cursor
    let expected = isLate ? lifeStart : max(asked, before.cursor)
    expect(
      revision.owedFrom == expected || isVoid, "ledger",
      "\(revision.definition.record.name) answers from \(revision.owedFrom), not \(expected)")
    expect(revision.number == before.revision.number + 1, "ledger", "revision \(revision.number) follows \(before.revision.number)")
    if !before.isRemoved { expectNothing(before, through: revision.owedFrom) }
  }

  private func end(_ id: Identifier, at time: Instant) {
    guard let timeline = timelines[id] else { return }
    expectNothing(timeline, through: time)
    endedInThisLife.insert(id)
    timelines[id]?.cursor = max(timeline.cursor, time)
    timelines[id]?.isRemoved = true
  }

  private func expectNothing(_ timeline: Timeline, through end: Instant) {
    guard timeline.owes, timeline.cursor < end else { return }
    let holes = dues(of: timeline.revision.definition, after: timeline.cursor, through: end)
    expect(holes.isEmpty, "ledger", "\(timeline.revision.definition.record.name): no row covers \(Self.story(holes))")
  }

  /// Everything that was due is in the ledger.
  func inspectTheEnd(at now: Instant) {
    for id in timelines.keys.sorted() {
      guard let timeline = timelines[id], !timeline.isRemoved else { continue }
      expectNothing(timeline, through: now.advanced(by: .zero - timeline.revision.definition.policy.jitter - .seconds(15)))
    }
    for probe in probes.sorted() {
      let row = rows[probe]
      expect(
        row?.sentAt != nil, "liveness", "a manual fire after everything has ended was not started: \(row?.reason?.sentence ?? "no reason")")
    }
  }

  /// Found by trying every second or minute.
  private func dues(of definition: ScheduleDefinition, after: Instant, through: Instant) -> [Int64] {
    let record = definition.record
    guard let timing = timings[TimingKey(record)] else { return [] }
    let found = timing.instants(
      after: after, through: through, zone: record.timeZone.flatMap { zones[$0] }, anchor: SimulatedSchedule.anchor(of: record))
    guard record.startTime != nil || record.endTime != nil else { return found }
    let first = record.startTime.map(\.secondsSinceEpoch) ?? .min
    let end = record.endTime.map(\.secondsSinceEpoch) ?? .max
    return found.filter { $0 >= first && $0 < end }
  }

  private static func story(_ instants: [Int64]) -> String {
    let texts = instants.prefix(5).map { Instant(secondsSinceEpoch: $0).iso8601 }
    return instants.isEmpty ? "no instants" : texts.joined(separator: ", ") + (instants.count > 5 ? " … (\(instants.count) in all)" : "")
  }
}

extension LedgerRow {
  var story: String {
    let span = count == 1 ? due.iso8601 : "\(due.iso8601)…\(dueLast.iso8601) ×\(count)"
    return "\(scheduleName) \(span) \(outcome.rawValue)"
  }
}
