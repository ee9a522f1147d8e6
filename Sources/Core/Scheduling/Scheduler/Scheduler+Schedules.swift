import CivilTime
import Timers

/// How schedules come, change and go.
extension Scheduler {
  mutating func restore(_ schedules: [RestoredSchedule], _ unfinished: [LedgerRow], _ retired: [Identifier: RetiredSchedule], _ turn: Turn)
  {
    precondition(plans.isEmpty && openedAt == nil, "an earlier life is restored once, before anything else")
    self.retired = retired
    // What was due before this life began is not made up for when a schedule comes back.
    for id in retired.keys { self.retired[id]?.coveredUntil = max(retired[id]?.coveredUntil ?? turn.now, turn.now) }
    plans.reserveCapacity(schedules.count)
    for restored in schedules {
      let plan = SchedulePlan(restored)
      plan.line = line(of: plan)
      plans[restored.schedule.id] = plan
      chains.insert(restored.schedule.definition)
    }
    earlierCoverage = coverage(at: turn.now)
    for row in unfinished.sorted(by: { ($0.due, $0.id) < ($1.due, $1.id) }) { restoreFire(row, turn) }
  }

  /// Up to where all schedules have answered for what was to come by then: just before the first that was missed was to come. Where
  /// nothing was missed, up to where any of them has answered.
  private func coverage(at now: Instant) -> Instant? {
    let owing = plans.values.filter(\.definition.standing.owes)
    let missed = owing.compactMap { plan in plan.nextInstant(after: plan.coveredUntil).map(plan.withJitter) }.filter { $0 <= now }
    return missed.min().map { $0.advanced(by: .microseconds(-1)) } ?? owing.map(\.coveredUntil).max()
  }

  private mutating func restoreFire(_ row: LedgerRow, _ turn: Turn) {
    guard let trigger = row.trigger, row.runName != nil else { return }
    let plan = plans[row.scheduleID]
    let phase: ActiveFire.Phase = row.outcome == .waiting ? .held : row.outcome == .started ? .running : .asking
    let fire = ActiveFire(
      row, trigger: trigger, phase: phase, of: plan, gate.entry(tags: plan?.tags ?? [], target: TargetName(of: trigger)))
    fire.isDurable = true
    // It outlived the daemon: nothing that a deadline could be counted from is known any more.
    fire.outlivedOutage = true
    if phase != .held { unheard.insert(row.id) }
    if row.outcome != .waiting { fire.noteEarlierLife() }
    fire.awaitsItsTime = phase == .held && row.attempt == 1 && row.isPutOff(at: turn.now)
    fire.hasAskedNobody = phase == .held && row.reason == Self.quietTurnReason
    if phase == .held, !fire.awaitsItsTime, fire.hasStoodBackBefore { fire.noteThatItAskedNobody() }
    fires[row.id] = fire
    // Nobody has told yet that a schedule which is gone gives its mutex back.
    if plan == nil { fire.line = retired[row.scheduleID]?.mutex.map { line(ofMutex: $0) } }
    fire.line?.members.append(row.id)
    plan?.underWay.append(row.id)
  }

  /// The schedules as they are resolved now, by their ids.
  package var schedules: [Identifier: Schedule] { plans.mapValues(\.schedule) }

  mutating func open(_ turn: inout Turn) {
    precondition(openedAt == nil, "the scheduler is opened once")
    openedAt = turn.now
    let plans = plansInOrder
    for plan in plans {
      plan.pauseTimer = plan.state.pause?.until.map { insertTimer(.pauseEnds(plan), at: $0) }
      replan(plan)
    }
    setNewsPatience(turn)
    let ordered = fires.values.sorted { ($0.row.due, $0.id) < ($1.row.due, $1.id) }
    let newcomers = ordered.filter(\.hasAskedOthersToEnd)
    for fire in ordered { resume(fire, &turn) }
    for plan in plans where !plan.underWay.isEmpty { admitPutOff(of: plan, &turn) }
    for fire in newcomers { endOthersClaimed(before: fire, &turn) }
  }

  /// Takes a fire up where an earlier life left it.
  private mutating func resume(_ fire: ActiveFire, _ turn: inout Turn) {
    fire.trigger = fire.trigger.restoringSecrets(from: fire.plan?.schedule.action)
    switch fire.phase {
    case .running:
      gate.alreadyFlying(fire)
      turn.effects.append(.follow(fire.fire))
      watch(fire, turn)
    // What was being waited for is over, or is found out anew. It was never sent, or its target declined it.
    case .held where fire.row.details.notBefore.map({ $0 > turn.now }) ?? false:
      // Its time has not come: nothing was missed.
      fire.outlivedOutage = false
      fire.awaitsItsTime = fire.row.attempt == 1
      setTimer(.step, of: fire, at: fire.row.details.notBefore ?? turn.now)
    // Its time came while the daemon was down: it meets the others when all are taken up, or when what was missed is looked at.
    case .held where fire.awaitsItsTime && fire.plan != nil: break
    case .held:
      fire.awaitsItsTime = false
      if let delay = delayLeft(of: fire, turn) { return setTimer(.step, of: fire, at: turn.now.advanced(by: delay)) }
      fire.keepsTurn = !fire.isCatchUp && fire.plan?.policy.overlap.bufferLimit != nil && fire.row.reason == Self.turnReason
      fire.isCatchUp = fire.isCatchUp || waitsForSource(fire, turn)
      if !waitOn(fire, turn) { proceed(fire, &turn) }
    case .asking:
      gate.alreadyFlying(fire)
      askTarget(of: fire, &turn)
    // Claimed in this life, by a change before the start; or ended by one that was resumed before it.
    case .writing, .queued, .gated, .announcing, .sending, .waiting, .ended: break
    }
  }

  /// What is left of the delay before a further attempt, nil when it is over. Never more than the whole: the clock may have been set
  /// back, or the policy edited.
  private func delayLeft(of fire: ActiveFire, _ turn: Turn) -> Duration? {
    let number = fire.row.attempt
    guard number > 1, let start = fire.row.reason?.startOfRetry(attempt: number), start > turn.now else { return nil }
    return min(turn.now.duration(to: start), retryPolicy(of: fire).delay(afterFailure: number - 1, of: fire.id))
  }

  /// Like an instant that was due meanwhile it waits until the source has been asked; what follows another's end does however
  /// young it is.
  func waitsForSource(_ fire: ActiveFire, _ turn: Turn) -> Bool {
    guard holdsCatchUp, fire.row.attempt == 1 else { return false }
    switch fire.row.kind {
    case .scheduled: return fire.isMissed(at: turn.now)
    case .chained: return true
    case .manual, .backfill: return false
    }
  }

  /// By id: what happens does not depend on how a dictionary lies in memory.
  var plansInOrder: [SchedulePlan] { plans.sorted { $0.key < $1.key }.map(\.value) }

  /// What comes or changes at one time is judged together: no schedule by what another one followed before.
  mutating func apply(_ changes: [ScheduleChange], _ turn: inout Turn) {
    chains.insert(together: changes.lazy.map(\.schedule.definition))
    for change in changes { apply(admitted(change), &turn) }
    readmit(&turn)
  }

  private mutating func apply(_ change: ScheduleChange, _ turn: inout Turn) {
    let id = change.schedule.id
    guard let plan = plans[id] else { return add(change, &turn) }
    if plan.schedule.isIdentical(to: change.schedule) { return }
    // A file that is found broken by the next start is known by what the ledger says of it.
    let hasMoved = plan.definition.originFile != change.schedule.definition.originFile
    if !hasMoved, plan.definition.hasSubstance(of: change.schedule.definition) {
      plan.schedule = change.schedule
      return
    }
    // Nothing is decided for it before the runs of an earlier life have been heard of.
    if openedAt == nil, !hasMoved, plan.definition.isWhole(change.schedule.definition) { return takeWhole(plan, change.schedule, &turn) }
    replace(plan, by: change, &turn)
  }

  /// An earlier release had left out values that this one writes down: a new revision, and no edit.
  private mutating func takeWhole(_ plan: SchedulePlan, _ schedule: Schedule, _ turn: inout Turn) {
    plan.schedule = schedule
    plan.revision += 1
    plan.openRange = nil
    plan.owedFrom = plan.coveredUntil
    writeRevision(of: plan, &turn)
  }

  /// A new revision takes over. An edit never fires the past, nor reaches behind what the ledger covers already.
  mutating func replace(_ plan: SchedulePlan, by change: ScheduleChange, _ turn: inout Turn) {
    settleBeforeChange(of: plan, to: change, &turn)
    let covered = max(plan.coveredUntil, change.owedFrom)
    if !plan.schedule.owes, plan.state.pause != nil {
      plan.state.pause?.leaveOut(after: plan.coveredUntil, through: covered)
      turn.batch.states[plan.id] = plan.state
    }
    let timeout = plan.policy.timeout
    plan.schedule = change.schedule
    chains.insert(change.schedule.definition)
    plan.jitter = change.schedule.definition.jitterOffset
    plan.revision += 1
    plan.openRange = nil
    plan.owedFrom = covered
    plan.coveredUntil = covered
    plan.line = line(of: plan)
    writeRevision(of: plan, &turn)
    dropUnstartedUnlessArmed(plan, &turn)
    regroup(plan, &turn)
    watchAnew(plan, wasLimitedTo: timeout, turn)
    for backfill in plan.state.backfills { continueBackfill(of: plan, backfill.id, &turn) }
    replan(plan)
  }

  private mutating func add(_ change: ScheduleChange, _ turn: inout Turn) {
    let id = change.schedule.id
    let earlier = retired.removeValue(forKey: id)
    let number = (earlier?.revision ?? 0) + 1
    let owedFrom = max(change.owedFrom, earlier?.coveredUntil ?? .distantPast)
    let plan = SchedulePlan(change.schedule, revision: number, owedFrom: owedFrom, coveredUntil: owedFrom)
    plan.line = number > 1 ? lineOfReturning(plan) : line(of: plan)
    plans[id] = plan
    chains.insert(change.schedule.definition)
    if let earlier { takeUp(earlier.state, plan, &turn) }
    writeRevision(of: plan, &turn)
    if let earlier {
      adopt(plan, &turn)
      watchAnew(plan, wasLimitedTo: earlier.timeout, turn)
    }
    // After a start they go on with all others.
    if !holdsCatchUp { for backfill in plan.state.backfills { continueBackfill(of: plan, backfill.id, &turn) } }
    replan(plan)
  }

  /// A schedule that comes back is paused as it was, has had the runs that it had, and goes on with its backfills.
  private mutating func takeUp(_ state: ScheduleState, _ plan: SchedulePlan, _ turn: inout Turn) {
    plan.state = state
    plan.state.pause?.endAbsence(at: plan.owedFrom)
    if openedAt != nil { plan.pauseTimer = plan.state.pause?.until.map { insertTimer(.pauseEnds(plan), at: $0) } }
    turn.batch.states[plan.id] = plan.state
  }

  /// Fires that were under way when their schedule went are its own again.
  private mutating func lineOfReturning(_ plan: SchedulePlan) -> TurnLine? {
    // Its fires still take turns in the line that it had.
    plan.line = fires.values.first { $0.row.scheduleID == plan.id && $0.line?.mutex == nil && $0.line != nil }?.line
    return line(of: plan)
  }

  private mutating func adopt(_ plan: SchedulePlan, _ turn: inout Turn) {
    let own = fires.values.filter { $0.row.scheduleID == plan.id }.sorted { ($0.row.due, $0.id) < ($1.row.due, $1.id) }
    for fire in own { fire.plan = plan }
    plan.underWay = own.map(\.id)
    regroup(plan, &turn)
  }

  private func writeRevision(of plan: SchedulePlan, _ turn: inout Turn) {
    turn.batch.revisions.append(
      Revision(definition: plan.definition.withoutSecrets, number: plan.revision, owedFrom: plan.owedFrom))
    turn.batch.coveredUntil[plan.id] = plan.coveredUntil
  }

  /// The old revision answers for what was due while it was in force, in the way that the new one allows.
  private mutating func settleBeforeChange(of plan: SchedulePlan, to change: ScheduleChange, _ turn: inout Turn) {
    let end = min(change.owedFrom, turn.now)
    let standing = change.schedule.definition.standing
    if plan.definition.standing == standing || plan.state.pause != nil { return settle(plan, through: end, &turn) }
    guard plan.definition.standing.owes, let span = plan.schedule.due?.span(after: plan.coveredUntil, through: end, newest: 1)
    else { return }
    let outcome: Outcome = plan.definition.standing == .unbound || standing == .unbound ? .unbound : .skippedPaused
    let reason = change.schedule.definition.reason ?? plan.definition.reason
    addRange(
      span, of: plan, outcome, reason ?? Reason("changed", "the schedule was changed before it could be started"), &turn)
    cover(plan, until: span.last, &turn)
  }

  mutating func remove(_ ids: [Identifier], _ turn: inout Turn) {
    for id in ids { remove(id, &turn) }
    readmit(&turn)
  }

  private mutating func remove(_ id: Identifier, _ turn: inout Turn) {
    guard let plan = plans[id] else { return }
    let reason = Self.removedReason
    let answeredUntil = plan.coveredUntil
    if plan.definition.standing.owes, let span = plan.schedule.due?.span(after: plan.coveredUntil, through: turn.now, newest: 1) {
      addRange(span, of: plan, .removed, reason, &turn)
      cover(plan, until: span.last, &turn)
    }
    for timer in [plan.timer, plan.pauseTimer].compactMap(\.self) { wheel.cancel(timer) }
    plan.state.pause?.leaveOut(after: answeredUntil, through: max(plan.coveredUntil, turn.now))
    // The end of one of its fires claims no further one: its backfills rest until it comes back.
    let backfills = plan.state.backfills
    plan.state.backfills = []
    finishUnstarted(of: plan, .removed, reason, &turn)
    plan.state.backfills = backfills
    var known = RetiredSchedule(
      plan.definition, revision: plan.revision, coveredUntil: max(plan.coveredUntil, turn.now), state: plan.state)
    known.alerts = plan.definition.alerts
    retired[id] = known
    turn.batch.states[id] = known.state
    for fire in plan.underWay { fires[fire]?.plan = nil }
    chains.remove(id)
    setAside[id] = nil
    plans[id] = nil
    turn.batch.removals.append(id)
  }

  static let removedReason = Reason("schedule_removed", "the schedule was removed before it could be started")

  private mutating func dropUnstartedUnlessArmed(_ plan: SchedulePlan, _ turn: inout Turn) {
    guard !plan.isArmed else { return }
    let (outcome, reason) = unarmedEnd(of: plan)
    finishUnstarted(of: plan, outcome, reason, &turn)
  }

  /// What becomes of a fire that has not been started when its schedule may not start anything.
  func unarmedEnd(of plan: SchedulePlan) -> (Outcome, Reason) {
    let reason = plan.state.pause?.reason ?? plan.definition.reason ?? Reason("not_armed", "the schedule is no longer armed")
    return (plan.definition.standing == .unbound && plan.state.pause == nil ? .unbound : .skippedPaused, reason)
  }

  /// Ends the scheduled fires that wait on this side, and with a removed schedule all such. A pause leaves alone what is put off: it
  /// may be over by then.
  mutating func finishUnstarted(of plan: SchedulePlan, _ outcome: Outcome, _ reason: Reason, _ turn: inout Turn) {
    for id in plan.underWay {
      guard let fire = fires[id], fire.isCertainlyNotStarted, outcome == .removed || fire.row.kind.isAutomatic else { continue }
      if fire.awaitsItsTime, outcome == .skippedPaused, plan.schedule.standing == .armed { continue }
      finish(fire, outcome, reason, &turn)
    }
  }
}

extension LedgerRow {
  /// True while it waits for a time, as far as an earlier life has told: what has met others says what it waits for since then.
  fileprivate func isPutOff(at now: Instant) -> Bool {
    guard let start = details.notBefore else { return false }
    return start > now || reason?.code == "calendar" || reason?.code == "jitter"
  }
}

extension SchedulePlan {
  fileprivate convenience init(_ restored: RestoredSchedule) {
    let stored = restored.stored
    self.init(
      restored.schedule, revision: stored.revision.number, owedFrom: stored.revision.owedFrom, coveredUntil: stored.coveredUntil,
      state: stored.state)
    lastOutcome = stored.lastOutcome
    if let row = stored.latestRow, row.outcome.isRange, row.trigger == nil, row.revision == revision { openRange = row }
  }
}
