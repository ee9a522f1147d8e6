import CivilTime
import Scheduling

/// What the core wants done.
extension Referee {
  func see(_ effect: SchedulerEffect, life: Int, at now: Instant) {
    switch effect {
    case .commit(let batch): see(batch, life: life, at: now)
    case .start(let fire): judgeStart(fire, at: now)
    case .declined(let fire, let reason):
      if probes.contains(fire) { judgeDeclinedProbe(fire, reason) }
    case .lookUp, .follow, .unfollow, .stop, .wake, .moved: break
    }
  }

  private func see(_ batch: LedgerBatch, life: Int, at now: Instant) {
    var facts = TurnFacts(time: now)
    for revision in batch.revisions { facts.owedFrom[revision.scheduleID] = told[revision.scheduleID]?.owedFrom }
    turns[TurnKey(life: life, batch: batch.id)] = facts
    for row in batch.claims {
      guard let trigger = row.trigger else { continue }
      let isLastOfOld = batch.revisions.contains { $0.scheduleID == row.scheduleID && $0.number > row.revision }
      let schedule = told[row.scheduleID]
      stand(row, trigger, schedule?.definition, isLastOfOld ? schedule?.previous : schedule?.definition)
      if row.kind == .scheduled { underWay[row.scheduleID, default: []].insert(row.id) }
    }
    for row in batch.ranges + batch.updates where row.outcome == .skippedMaxRuns { judgeMaxRuns(row) }
    for row in batch.updates where row.outcome.isAnEnd || row.outcome == .waiting {
      out.remove(row.id)
      if row.outcome.isAnEnd { underWay[row.scheduleID]?.remove(row.id) }
    }
    for (id, state) in batch.states {
      if let pause = state.pause, pause.reason.code == "paused_after_failures" { told[id]?.pause = pause }
    }
  }

  /// No instant is given up for `max_runs` while there is room.
  private func judgeMaxRuns(_ row: LedgerRow) {
    guard let schedule = told[row.scheduleID], let limit = schedule.definition.policy.maxRuns else { return }
    let used = (underWay[row.scheduleID] ?? []).union(counted[row.scheduleID] ?? []).count
    expect(used >= limit, "max_runs", "\(row.scheduleName) at \(row.due): given up for max_runs \(limit), of which only \(used) are used")
  }

  private func judgeDeclinedProbe(_ fire: Identifier, _ reason: Reason) {
    report("liveness", "a manual fire is declined after everything has ended: \(reason.sentence)")
  }
}
