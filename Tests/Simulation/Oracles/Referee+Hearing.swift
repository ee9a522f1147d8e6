import CivilTime
import Scheduling

/// What the core is told.
extension Referee {
  func hear(_ event: SchedulerEvent, at now: Instant) {
    noteTime(now)
    switch event {
    case .restored:
      lifeStart = now
      restore()
    case .schedulesChanged(let changes): for change in changes { tell(change.schedule.definition, owedFrom: change.owedFrom, now) }
    case .schedulesRemoved(let ids):
      for id in ids {
        pausesOfRemoved[id] = told[id]?.pause
        limitsOfRemoved[id] = told[id]?.definition.policy.maxRuns
        told[id] = nil
      }
    case .zonesReplaced(let schedules): for schedule in schedules { told[schedule.id]?.owedFrom = now }
    case .catchUpReleased: catchUpIsReleased = true
    case .pauseRequested(let ids, let pause): for id in ids { told[id]?.pause = pause.until.map { $0 <= now } ?? false ? nil : pause }
    case .resumeRequested(let ids, _): for id in ids { told[id]?.pause = nil }
    case .attemptEnded(let fire, let result): attemptEnded(fire, result)
    case .lookedUp(let fire, let result): lookedUp(fire, result)
    case .runChanged(let fire, let observation): if let outcome = observation.outcome { ended(fire, outcome) }
    case .opened, .clockAdvanced, .clockStepped, .committed, .triggerRequested, .replayRequested, .backfillRequested, .cancelRequested,
      .stopAnswered, .runUnreachable, .ledgerFails:
      break
    case .stopping: isStopping = true
    }
  }

  private func restore() {
    for stored in store.stored {
      let definition = stored.revision.definition
      told[definition.id] = ToldSchedule(definition: definition, owedFrom: stored.revision.owedFrom, pause: stored.state.pause)
      allowAttempts(of: definition)
    }
    (pausesOfRemoved, limitsOfRemoved) = (store.pausesOfRemoved, store.limitsOfRemoved)
    for row in store.unfinishedRows {
      guard let trigger = row.trigger else { continue }
      stand(row, trigger, told[row.scheduleID]?.definition, told[row.scheduleID]?.definition)
      if row.kind == .scheduled { underWay[row.scheduleID, default: []].insert(row.id) }
      if row.outcome != .waiting { out.insert(row.id) }
    }
  }

  private func tell(_ definition: ScheduleDefinition, owedFrom: Instant, _ now: Instant) {
    let id = definition.id
    allowAttempts(of: definition)
    guard let before = told[id] else {
      // Whoever comes back is paused as before, and has had its runs.
      let pause = pausesOfRemoved.removeValue(forKey: id)
      limitsOfRemoved[id] = nil
      let isOver = pause?.until.map { $0 <= now } ?? false
      told[id] = ToldSchedule(definition: definition, owedFrom: owedFrom, pause: isOver ? nil : pause)
      return regroup(id, definition)
    }
    told[id]?.previous = before.definition
    told[id]?.definition = definition
    told[id]?.owedFrom = owedFrom
    regroup(id, definition)
  }

  /// An edit holds for what is under way, too.
  private func regroup(_ id: Identifier, _ definition: ScheduleDefinition) {
    for (fire, standing) in standings where standing.schedule == id && rows[fire]?.outcome.isAnEnd != true {
      standings[fire]?.group = ToldSchedule.group(definition, standing.kind)
    }
  }

  private func allowAttempts(of definition: ScheduleDefinition) {
    let allowed = definition.policy.retryUnknown == true ? Int.max : definition.policy.retry.attempts
    attemptsAllowed[definition.id] = max(attemptsAllowed[definition.id] ?? 1, allowed)
  }

  /// - Parameter claimed: the definition that it was claimed under, which says what limits it counts for.
  func stand(_ row: LedgerRow, _ trigger: Trigger, _ definition: ScheduleDefinition?, _ claimed: ScheduleDefinition?) {
    standings[row.id] = FireStanding(
      schedule: row.scheduleID, kind: row.kind, group: definition.flatMap { ToldSchedule.group($0, row.kind) },
      tags: claimed?.tags ?? [], target: TargetName(of: trigger))
  }

  // MARK: Answers

  private func attemptEnded(_ fire: Identifier, _ result: AttemptResult) {
    switch result {
    case .started: count(fire)
    case .finished(let observation, _):
      count(fire)
      ended(fire, observation.outcome ?? .succeeded)
    case .refused, .unavailable, .retryable, .full: out.remove(fire)
    case .unclear: break
    }
  }

  private func lookedUp(_ fire: Identifier, _ result: LookUpResult) {
    switch result {
    case .running: count(fire)
    case .finished(let observation, _):
      count(fire)
      ended(fire, observation.outcome ?? .succeeded)
    case .settled(let outcome, _):
      // Its target knows of a start, and of no more.
      if outcome == .lost { count(fire) }
      ended(fire, outcome)
    case .notStarted, .cannotBeAsked: out.remove(fire)
    case .unavailable: break
    }
  }

  private func ended(_ fire: Identifier, _ outcome: Outcome) {
    out.remove(fire)
    guard outcome.isAnEnd, let row = rows[fire] else { return }
    ends.insert(fire, row.attempt)
  }

  /// A start that the core knows of; an answer that comes after a fire was given up tells it nothing.
  private func count(_ fire: Identifier) {
    guard let standing = standings[fire], standing.kind == .scheduled, rows[fire]?.attempt == 1,
      underWay[standing.schedule]?.contains(fire) == true,
      let limit = told[standing.schedule].map(\.definition.policy.maxRuns) ?? limitsOfRemoved[standing.schedule]
    else { return }
    counted[standing.schedule, default: []].insert(fire)
    let count = counted[standing.schedule]?.count ?? 0
    expect(count <= limit, "max_runs", "schedule \(standing.schedule) has had \(count) runs; its max_runs is \(limit)")
  }
}
