import CivilTime
import Timers

/// How schedules come, change and go.
extension Scheduler {
  mutating func restore(_ schedules: [RestoredSchedule], _ unfinished: [LedgerRow], _ retired: [Identifier: Int], _ turn: Turn) {
    precondition(plans.isEmpty && openedAt == nil, "an earlier life is restored once, before anything else")
    restoredAt = turn.now
    retiredRevisions = retired
    plans.reserveCapacity(schedules.count)
    for restored in schedules {
      plans[restored.schedule.id] = SchedulePlan(restored)
      chains.insert(restored.schedule.definition)
    }
    for row in unfinished.sorted(by: { ($0.due, $0.id) < ($1.due, $1.id) }) { restoreFire(row) }
  }

  private mutating func restoreFire(_ row: LedgerRow) {
    guard let fire = Fire(row) else { return }
    let plan = plans[row.scheduleID]
    var active = ActiveFire(
      fire: fire, row: row, phase: .asking, group: plan?.group(for: row.kind),
      entry: DispatchGate.Entry(tag: plan?.tag ?? "", target: TargetName(of: fire.trigger)))
    active.isDurable = true
    // It outlived the daemon: nothing that a deadline could be counted from is known any more.
    active.outlivedOutage = true
    active.isCatchUp = row.details.isCatchUp == true
    active.isInDoubt = row.outcome != .waiting
    if row.outcome == .waiting { active.phase = .held }
    if row.outcome == .started { active.phase = .running }
    fires[row.id] = active
    join(active.group, row.id)
    plans[row.scheduleID]?.underWay.append(row.id)
  }

  mutating func open(_ turn: inout Turn) {
    precondition(openedAt == nil, "the scheduler is opened once")
    openedAt = turn.now
    for id in plans.keys.sorted() {
      let pauseTimer = plans[id]?.state.pause?.until.map { insertTimer(.pauseEnds(id), at: $0) }
      plans[id]?.pauseTimer = pauseTimer
      replan(id)
    }
    for fire in fires.values.sorted(by: { ($0.row.due, $0.id) < ($1.row.due, $1.id) }) { resume(fire, &turn) }
  }

  /// Takes a fire up where an earlier life left it.
  private mutating func resume(_ active: ActiveFire, _ turn: inout Turn) {
    let id = active.id
    let current = plans[active.row.scheduleID]?.definition.trigger?.action
    fires[id]?.fire.trigger = active.fire.trigger.restoringSecrets(from: current)
    guard let fire = fires[id]?.fire else { return }
    switch active.phase {
    case .running:
      gate.alreadyFlying(id, active.entry)
      turn.effects.append(.follow(fire))
      watch(id, turn)
    // What was being waited for is over, or is found out anew. It was never sent, or its target declined it.
    case .held where active.row.details.notBefore.map({ $0 > turn.now }) ?? false:
      // Its time has not come: nothing was missed.
      fires[id]?.outlivedOutage = false
      setTimer(.step, of: id, at: active.row.details.notBefore ?? turn.now)
    case .held: proceed(id, &turn)
    case .asking:
      gate.alreadyFlying(id, active.entry)
      turn.effects.append(.lookUp(fire))
    // Claimed in this life, by a change before the start.
    case .writing, .queued, .gated, .announcing, .sending, .waiting: break
    }
  }

  mutating func releaseCatchUp(_ turn: inout Turn) {
    guard holdsCatchUp else { return }
    holdsCatchUp = false
    for id in plans.keys.sorted() { settle(id, &turn) }
    continueBackfills(&turn)
  }

  mutating func apply(_ change: ScheduleChange, _ turn: inout Turn) {
    let change = admitted(change)
    let id = change.schedule.id
    guard let plan = plans[id] else { return add(change, &turn) }
    if plan.definition.substance == change.schedule.definition.substance {
      plans[id]?.schedule = change.schedule
      return
    }
    replace(plan, by: change, &turn)
  }

  /// A new revision takes over. An edit never fires the past, nor reaches behind what the ledger covers already.
  mutating func replace(_ plan: SchedulePlan, by change: ScheduleChange, _ turn: inout Turn) {
    let id = plan.schedule.id
    settleBeforeChange(of: plan, to: change, &turn)
    let covered = max(plans[id]?.coveredUntil ?? change.owedFrom, change.owedFrom)
    plans[id]?.schedule = change.schedule
    chains.insert(change.schedule.definition)
    plans[id]?.jitter = change.schedule.definition.jitterOffset
    plans[id]?.revision = plan.revision + 1
    plans[id]?.openRange = nil
    plans[id]?.owedFrom = covered
    plans[id]?.coveredUntil = covered
    writeRevision(of: id, &turn)
    dropUnstartedUnlessArmed(id, &turn)
    regroup(id, &turn)
    for backfill in plans[id]?.state.backfills ?? [] { continueBackfill(of: id, backfill.id, &turn) }
    replan(id)
  }

  private mutating func add(_ change: ScheduleChange, _ turn: inout Turn) {
    let id = change.schedule.id
    let number = (retiredRevisions.removeValue(forKey: id) ?? 0) + 1
    let covered = number > 1 ? retiredCoverage.removeValue(forKey: id) ?? restoredAt : nil
    let owedFrom = max(change.owedFrom, covered ?? .distantPast)
    plans[id] = SchedulePlan(change.schedule, revision: number, owedFrom: owedFrom, coveredUntil: owedFrom)
    chains.insert(change.schedule.definition)
    // A schedule that comes back starts from nothing.
    if number > 1 { turn.batch.states[id] = .initial }
    writeRevision(of: id, &turn)
    if number > 1 { adopt(id, &turn) }
    replan(id)
  }

  /// Fires that were under way when their schedule went are its own again.
  private mutating func adopt(_ id: Identifier, _ turn: inout Turn) {
    let own = fires.values.filter { $0.row.scheduleID == id }.sorted { ($0.row.due, $0.id) < ($1.row.due, $1.id) }
    plans[id]?.underWay = own.map(\.id)
    regroup(id, &turn)
  }

  private func writeRevision(of id: Identifier, _ turn: inout Turn) {
    guard let plan = plans[id] else { return }
    turn.batch.revisions.append(
      Revision(definition: plan.definition.withoutSecrets, number: plan.revision, owedFrom: plan.owedFrom))
    turn.batch.coveredUntil[id] = plan.coveredUntil
  }

  /// The old revision answers for what was due while it was in force, in the way that the new one allows.
  private mutating func settleBeforeChange(of plan: SchedulePlan, to change: ScheduleChange, _ turn: inout Turn) {
    let id = plan.schedule.id
    let end = min(change.owedFrom, turn.now)
    let standing = change.schedule.definition.standing
    if plan.definition.standing == standing || plan.state.pause != nil { return settle(id, through: end, &turn) }
    guard plan.definition.standing.owes, let span = plan.schedule.due?.span(after: plan.coveredUntil, through: end, newest: 1)
    else { return }
    let outcome: Outcome = plan.definition.standing == .unbound || standing == .unbound ? .unbound : .skippedPaused
    let reason = change.schedule.definition.reason ?? plan.definition.reason
    addRange(
      span, of: id, outcome, reason ?? Reason("changed", "the schedule was changed before it could be started"), &turn)
    cover(id, until: span.last, &turn)
  }

  mutating func remove(_ id: Identifier, _ turn: inout Turn) {
    guard let plan = plans[id] else { return }
    let reason = Self.removedReason
    if plan.definition.standing.owes, let span = plan.schedule.due?.span(after: plan.coveredUntil, through: turn.now, newest: 1) {
      addRange(span, of: id, .removed, reason, &turn)
      cover(id, until: span.last, &turn)
    }
    for timer in [plan.timer, plan.pauseTimer].compactMap(\.self) { wheel.cancel(timer) }
    plans[id]?.state.backfills = []
    finishUnstarted(of: id, .removed, reason, &turn)
    retiredRevisions[id] = plan.revision
    retiredCoverage[id] = max(plans[id]?.coveredUntil ?? turn.now, turn.now)
    chains.remove(id)
    plans[id] = nil
    turn.batch.removals.append(id)
  }

  static let removedReason = Reason("schedule_removed", "the schedule was removed before it could be started")

  private mutating func dropUnstartedUnlessArmed(_ id: Identifier, _ turn: inout Turn) {
    guard let plan = plans[id], !plan.isArmed else { return }
    let (outcome, reason) = unarmedEnd(of: plan)
    finishUnstarted(of: id, outcome, reason, &turn)
  }

  /// What becomes of a fire that has not been started when its schedule may not start anything.
  func unarmedEnd(of plan: SchedulePlan) -> (Outcome, Reason) {
    let reason = plan.state.pause?.reason ?? plan.definition.reason ?? Reason("not_armed", "the schedule is no longer armed")
    return (plan.definition.standing == .unbound && plan.state.pause == nil ? .unbound : .skippedPaused, reason)
  }

  /// Ends the scheduled fires that wait on this side, and with a removed schedule all such.
  mutating func finishUnstarted(of id: Identifier, _ outcome: Outcome, _ reason: Reason, _ turn: inout Turn) {
    for fire in plans[id]?.underWay ?? [] {
      guard let active = fires[fire], active.isCertainlyNotStarted, outcome == .removed || active.row.kind.isAutomatic else { continue }
      finish(fire, outcome, reason, &turn)
    }
  }
}

extension SchedulePlan {
  fileprivate init(_ restored: RestoredSchedule) {
    let stored = restored.stored
    self.init(
      restored.schedule, revision: stored.revision.number, owedFrom: stored.revision.owedFrom, coveredUntil: stored.coveredUntil,
      state: stored.state)
    lastOutcome = stored.latestRow?.outcome
    if let row = stored.latestRow, row.outcome.isRange, row.trigger == nil, row.revision == revision { openRange = row }
  }
}
