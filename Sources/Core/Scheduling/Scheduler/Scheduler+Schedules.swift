import CivilTime
import Timers

/// How schedules come, change and go.
extension Scheduler {
  mutating func restore(_ schedules: [RestoredSchedule], _ unfinished: [LedgerRow], _ retired: [Identifier: Int]) {
    precondition(plans.isEmpty && openedAt == nil, "an earlier life is restored once, before anything else")
    retiredRevisions = retired
    for restored in schedules { plans[restored.schedule.id] = SchedulePlan(restored) }
    for row in unfinished.sorted(by: { $0.due < $1.due }) { restoreFire(row) }
  }

  private mutating func restoreFire(_ row: LedgerRow) {
    guard let fire = Fire(row) else { return }
    let phase: ActiveFire.Phase = row.outcome == .waiting && row.reason?.code == Self.catchUpCode ? .queued : .asking
    fires[row.id] = ActiveFire(fire: fire, row: row, phase: phase)
    plans[row.scheduleID]?.underWay.append(row.id)
  }

  mutating func open(_ turn: inout Turn) {
    precondition(openedAt == nil, "the scheduler is opened once")
    openedAt = turn.now
    for id in plans.keys { replan(id) }
    for fire in fires.values.sorted(by: { $0.row.due < $1.row.due }) { resume(fire, &turn) }
  }

  /// Takes a fire up where an earlier life left it.
  private mutating func resume(_ active: ActiveFire, _ turn: inout Turn) {
    let id = active.fire.id
    let current = plans[active.row.scheduleID]?.definition.trigger
    fires[id]?.fire.trigger = active.fire.trigger.restoringSecrets(from: current)
    guard let fire = fires[id]?.fire else { return }
    if active.row.outcome == .started {
      fires[id]?.phase = .running
      turn.effects.append(.follow(fire))
    } else if active.phase == .queued {
      startQueued(of: active.row.scheduleID, &turn)
    } else {
      turn.effects.append(.lookUp(fire))
    }
  }

  mutating func releaseCatchUp(_ turn: inout Turn) {
    guard holdsCatchUp else { return }
    holdsCatchUp = false
    for id in plans.keys.sorted() { settle(id, &turn) }
  }

  mutating func apply(_ change: ScheduleChange, _ turn: inout Turn) {
    let id = change.schedule.id
    guard let plan = plans[id] else { return add(change, &turn) }
    if plan.definition.substance == change.schedule.definition.substance {
      plans[id]?.schedule = change.schedule
      return
    }
    settleBeforeChange(of: plan, to: change, &turn)
    plans[id]?.schedule = change.schedule
    plans[id]?.revision = plan.revision + 1
    plans[id]?.openRange = nil
    // An edit never reaches behind what the ledger covers already.
    let covered = max(plans[id]?.coveredUntil ?? change.owedFrom, change.owedFrom)
    plans[id]?.owedFrom = covered
    plans[id]?.coveredUntil = covered
    writeRevision(of: id, &turn)
    dropUnstartedUnlessArmed(id, &turn)
    replan(id)
  }

  private mutating func add(_ change: ScheduleChange, _ turn: inout Turn) {
    let id = change.schedule.id
    let number = (retiredRevisions.removeValue(forKey: id) ?? 0) + 1
    plans[id] = SchedulePlan(
      schedule: change.schedule, revision: number, owedFrom: change.owedFrom, coveredUntil: change.owedFrom)
    writeRevision(of: id, &turn)
    replan(id)
  }

  private func writeRevision(of id: Identifier, _ turn: inout Turn) {
    guard let plan = plans[id] else { return }
    turn.batch.revisions.append(
      Revision(definition: plan.definition.withoutSecrets, number: plan.revision, owedFrom: plan.owedFrom))
    turn.batch.coveredUntil[id] = plan.coveredUntil
  }

  /// The old revision answers for what was due while it was in force, in the way that the new one allows.
  private mutating func settleBeforeChange(of plan: SchedulePlan, to change: ScheduleChange, _ turn: inout Turn) {
    let standing = change.schedule.definition.standing
    let end = min(change.owedFrom, turn.now)
    guard plan.definition.standing.owes, let due = plan.schedule.due,
      let span = due.span(after: plan.coveredUntil, through: end, newest: Self.listed(for: plan.definition.policy))
    else { return }
    if plan.definition.standing == .armed, standing == .armed {
      settleArmed(plan.schedule.id, span, &turn)
    } else {
      let outcome: Outcome = plan.definition.standing == .unbound || standing == .unbound ? .unbound : .skippedPaused
      let reason = change.schedule.definition.reason ?? plan.definition.reason
      addRange(
        span, of: plan.schedule.id, outcome, reason ?? Reason("changed", "the schedule was changed before it could be started"), &turn)
    }
    cover(plan.schedule.id, until: span.last, &turn)
  }

  mutating func remove(_ id: Identifier, _ turn: inout Turn) {
    guard let plan = plans[id] else { return }
    let reason = Reason("schedule_removed", "the schedule was removed before it could be started")
    if plan.definition.standing.owes, let due = plan.schedule.due,
      let span = due.span(after: plan.coveredUntil, through: turn.now, newest: 1)
    {
      addRange(span, of: id, .removed, reason, &turn)
      cover(id, until: span.last, &turn)
    }
    if let timer = plan.timer { wheel.cancel(timer) }
    finishUnstarted(of: id, .removed, reason, &turn)
    retiredRevisions[id] = plan.revision
    plans[id] = nil
    turn.batch.removals.append(id)
  }

  private mutating func dropUnstartedUnlessArmed(_ id: Identifier, _ turn: inout Turn) {
    guard let definition = plans[id]?.definition, definition.standing != .armed else { return }
    let outcome: Outcome = definition.standing == .unbound ? .unbound : .skippedPaused
    finishUnstarted(of: id, outcome, definition.reason ?? Reason("not_armed", "the schedule is no longer armed"), &turn)
  }

  /// Ends the fires of a schedule that no target has started.
  private mutating func finishUnstarted(of id: Identifier, _ outcome: Outcome, _ reason: Reason, _ turn: inout Turn) {
    for fire in plans[id]?.underWay ?? [] where fires[fire]?.isCertainlyNotStarted == true {
      finish(fire, outcome, reason, &turn)
    }
  }
}

extension SchedulePlan {
  fileprivate init(_ restored: RestoredSchedule) {
    let stored = restored.stored
    self.init(
      schedule: restored.schedule, revision: stored.revision.number, owedFrom: stored.revision.owedFrom,
      coveredUntil: stored.coveredUntil)
    lastOutcome = stored.latestRow?.outcome
    if let row = stored.latestRow, row.outcome.isRange, row.revision == revision { openRange = row }
  }
}

extension Fire {
  /// Nil for a row that is not a fire.
  fileprivate init?(_ row: LedgerRow) {
    guard let trigger = row.trigger, let runName = row.runName else { return nil }
    self.init(
      id: row.id, kind: row.kind, scheduleID: row.scheduleID, scheduleName: row.scheduleName, due: row.due,
      runName: runName, attempt: row.attempt, claimedAt: row.claimedAt, trigger: trigger, runID: row.runID)
  }
}
