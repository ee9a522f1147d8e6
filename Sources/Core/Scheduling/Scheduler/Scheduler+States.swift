import CivilTime
import Timers

/// Pauses, counted runs, backfills: what is remembered of a schedule beyond its rows.
extension Scheduler {
  private func writeState(of plan: SchedulePlan, _ turn: inout Turn) { turn.batch.states[plan.id] = plan.state }

  // MARK: Runs that count

  /// A scheduled fire was really started. Called before the row says so, which is what makes it count once.
  mutating func noteStart(_ fire: ActiveFire, _ turn: inout Turn) {
    guard fire.row.kind.isAutomatic, !fire.hasCounted else { return }
    guard let plan = fire.plan else { return noteStart(of: fire.row.scheduleID, &turn) }
    guard plan.policy.maxRuns != nil else { return }
    plan.state.runsStarted += 1
    writeState(of: plan, &turn)
  }

  /// What was on its way when its schedule went has been started.
  private mutating func noteStart(of id: Identifier, _ turn: inout Turn) {
    guard var known = retired[id], known.countsRuns else { return }
    known.state.runsStarted += 1
    retired[id] = known
    turn.batch.states[id] = known.state
  }

  /// False when `max_runs` leaves no room for any of the span, which is written down then.
  /// - Parameter others: so many fires leave their places to it.
  mutating func admitRuns(_ plan: SchedulePlan, _ span: DueSpan, replacing others: Int, _ turn: inout Turn) -> Bool {
    guard let room = room(for: plan), room + others <= 0 else { return true }
    addRange(span, of: plan, .skippedMaxRuns, Self.usedUpReason(plan), &turn)
    return false
  }

  /// How many more fires may be claimed; nil: any number. One that has had its first run counts as that run only.
  func room(for plan: SchedulePlan) -> Int? {
    guard let limit = plan.policy.maxRuns else { return nil }
    let unstarted = plan.underWay.count { fires[$0].map { $0.row.kind.isAutomatic && !$0.hasCounted } ?? false }
    return limit - plan.state.runsStarted - unstarted
  }

  /// True when an edit has lowered `max_runs` below what was claimed before.
  func hasNoRunLeft(for active: ActiveFire, _ plan: SchedulePlan) -> Bool {
    guard let limit = plan.policy.maxRuns, !active.hasCounted, !active.isInDoubt else { return false }
    let flying = plan.underWay.count { id in
      fires[id].map { $0.row.kind.isAutomatic && !$0.hasCounted && ($0.phase == .sending || $0.phase == .asking) } ?? false
    }
    return plan.state.runsStarted + flying >= limit
  }

  static func usedUpReason(_ plan: SchedulePlan) -> Reason {
    Reason("max_runs", "the schedule has had the \(plan.policy.maxRuns ?? 0) runs that it may have")
  }

  /// Counts failures in a row, and pauses a schedule that has too many.
  mutating func noteResult(of row: LedgerRow, _ plan: SchedulePlan?, _ turn: inout Turn) {
    guard row.kind.isAutomatic else { return }
    guard let plan else { return noteResult(ofRetired: row, &turn) }
    guard let limit = plan.policy.pauseAfterFailures, plan.state.noteResult(of: row) else { return }
    writeState(of: plan, &turn)
    pauseAfterFailures(plan.state, limit: limit, row, &turn)
  }

  /// What was under way when its schedule went has ended.
  private mutating func noteResult(ofRetired row: LedgerRow, _ turn: inout Turn) {
    guard var known = retired[row.scheduleID], let limit = known.pauseAfterFailures, known.state.noteResult(of: row) else { return }
    retired[row.scheduleID] = known
    turn.batch.states[row.scheduleID] = known.state
    pauseAfterFailures(known.state, limit: limit, row, &turn)
  }

  private func pauseAfterFailures(_ state: ScheduleState, limit: Int, _ row: LedgerRow, _ turn: inout Turn) {
    guard state.failuresInARow >= limit, state.pause == nil else { return }
    let last = row.reason.map { "; the last: \($0.sentence)" } ?? ""
    let reason = Reason("paused_after_failures", "it failed \(state.failuresInARow) times in a row\(last)")
    turn.pauses.append((row.scheduleID, Pause(since: turn.now, reason: reason)))
  }

  // MARK: Pauses

  mutating func applyPauses(_ turn: inout Turn) {
    while !turn.pauses.isEmpty {
      let (id, wanted) = turn.pauses.removeFirst()
      guard let plan = plans[id] else {
        pauseRetired(id, wanted, &turn)
        continue
      }
      if plan.state.pause == nil { pause(id, wanted, &turn) }
    }
  }

  /// It comes back paused. What is due until then is nobody's.
  private mutating func pauseRetired(_ id: Identifier, _ pause: Pause, _ turn: inout Turn) {
    guard var known = retired[id], known.pauseAfterFailures != nil, known.state.pause == nil else { return }
    known.state.pause = pause
    known.state.pause?.leaveOut(after: pause.since, through: pause.since)
    retired[id] = known
    turn.batch.states[id] = known.state
  }

  mutating func pause(_ id: Identifier, _ pause: Pause, _ turn: inout Turn) {
    guard let plan = plans[id] else {
      return turn.effects.append(.declined(fire: id, Reason("not_found", "there is no schedule \(id)")))
    }
    if !holdsCatchUp(of: plan), plan.state.pause == nil { settle(plan, through: plan.withoutJitter(turn.now), &turn) }
    if let timer = plan.pauseTimer { wheel.cancel(timer) }
    var pause = pause
    if let current = plan.state.pause { pause.follow(current) }
    plan.state.pause = pause
    plan.openRange = nil
    plan.pauseTimer = pause.until.map { insertTimer(.pauseEnds(plan), at: $0) }
    finishUnstarted(of: plan, .skippedPaused, pause.reason, &turn)
    writeState(of: plan, &turn)
    replan(plan)
  }

  mutating func resume(_ id: Identifier, replay: Bool, _ turn: inout Turn) {
    guard let plan = plans[id], var pause = plan.state.pause else {
      return turn.effects.append(.declined(fire: id, .notPaused))
    }
    settlePause(of: plan, before: turn.now.advanced(by: .microseconds(1)), &turn)
    pause.ended = plan.state.pause?.ended
    if !plan.schedule.owes { pause.leaveOut(after: plan.coveredUntil, through: turn.now) }
    endPause(of: plan, &turn)
    plan.state.failuresInARow = 0
    let replayed = Identifier.replay(of: id, pause)
    if replay, !plan.state.backfills.contains(where: { $0.id == replayed }) {
      append(Backfill(id: replayed, after: pause.replayedAfter, through: turn.now, absences: pause.leftOut), to: plan, &turn)
    }
    writeState(of: plan, &turn)
    replan(plan)
  }

  mutating func endPauseThatIsOver(_ plan: SchedulePlan, _ turn: inout Turn) {
    guard let until = plan.state.pause?.until, until <= turn.now else { return }
    settlePause(of: plan, before: until, &turn)
    endPause(of: plan, &turn)
    settle(plan, through: plan.withoutJitter(turn.now), &turn)
  }

  /// Covers what was due, or was to start, during a pause that ends at `end`.
  private mutating func settlePause(of plan: SchedulePlan, before end: Instant, _ turn: inout Turn) {
    endPutOff(of: plan, before: end, &turn)
    settle(plan, through: plan.withoutJitter(end).advanced(by: .microseconds(-1)), &turn)
    // What was due before the pause, and jitter puts off until after it, has nothing to do with it.
    if let pause = plan.state.pause, !holdsCatchUp(of: plan), plan.coveredUntil < pause.since {
      plan.state.pause = nil
      settle(plan, through: min(pause.since, end).advanced(by: .microseconds(-1)), &turn)
      plan.state.pause = pause
      plan.openRange = nil
    }
    settle(plan, through: end.advanced(by: .microseconds(-1)), &turn)
  }

  /// What was put off until a time in the pause has met it, also where that is found out later.
  private mutating func endPutOff(of plan: SchedulePlan, before end: Instant, _ turn: inout Turn) {
    guard let pause = plan.state.pause else { return }
    let last = min(pause.until ?? end, end)
    for id in plan.underWay {
      guard let fire = fires[id], fire.phase == .held, fire.awaitsItsTime, let start = fire.row.details.notBefore,
        pause.since <= start, start < last
      else { continue }
      finish(fire, .skippedPaused, pause.reason, &turn)
    }
  }

  private mutating func endPause(of plan: SchedulePlan, _ turn: inout Turn) {
    if let timer = plan.pauseTimer { wheel.cancel(timer) }
    plan.pauseTimer = nil
    plan.state.pause = nil
    plan.openRange = nil
    writeState(of: plan, &turn)
    // Until a time behind it: its own timer may have gone off already.
    admitPutOff(of: plan, &turn)
  }

  /// A fire ends that waits, or whose time has come: should its schedule's pause be why, the pause remembers it.
  mutating func noteEndByPause(_ row: LedgerRow, _ plan: SchedulePlan?, _ turn: inout Turn) {
    guard row.outcome == .skippedPaused, row.kind == .scheduled, let plan, plan.schedule.standing == .armed,
      plan.state.pause != nil
    else { return }
    plan.state.pause?.noteEnd(of: row.due)
    writeState(of: plan, &turn)
  }

  /// Instants come to light up to `last` that were due before the pause, as what jitter puts off does, and what was missed before a start:
  /// the pause remembers those that would have been started without it.
  mutating func noteEndsByPause(of plan: SchedulePlan, _ due: DueInstants, through last: Instant, _ turn: inout Turn) {
    guard let pause = plan.state.pause, plan.schedule.standing == .armed, plan.coveredUntil < pause.since,
      let span = due.span(after: plan.coveredUntil, through: min(pause.since, last), newest: Pause.endedLimit)
    else { return }
    let limit = plan.policy.misfire == .all ? plan.policy.misfireLimit : 1
    let ended = span.newest.filter { plan.wouldStart($0, at: pause.since) }.suffix(limit)
    guard !ended.isEmpty else { return }
    for due in ended { plan.state.pause?.noteEnd(of: due) }
    writeState(of: plan, &turn)
  }

  // MARK: Backfills

  mutating func request(_ backfill: Backfill, of id: Identifier, _ turn: inout Turn) {
    guard let plan = plans[id] else {
      return turn.effects.append(.declined(fire: backfill.id, Reason("not_found", "there is no schedule \(id)")))
    }
    guard plan.definition.trigger != nil else {
      let reason = plan.definition.reason ?? Reason("no_binding", "nothing says what to start")
      return turn.effects.append(.declined(fire: backfill.id, reason))
    }
    guard !plan.state.backfills.contains(where: { $0.id == backfill.id }) else {
      return turn.effects.append(.declined(fire: backfill.id, Reason("under_way", "this backfill is under way already")))
    }
    guard let first = plan.schedule.due?.next(after: backfill.position), first <= min(backfill.end, turn.now) else {
      let reason = Reason("nothing_due", "the schedule was not due between \(backfill.position.iso8601) and \(backfill.end.iso8601)")
      return turn.effects.append(.declined(fire: backfill.id, reason))
    }
    append(backfill, to: plan, &turn)
  }

  private mutating func append(_ backfill: Backfill, to plan: SchedulePlan, _ turn: inout Turn) {
    var backfill = backfill
    backfill.end = min(backfill.end, turn.now)
    plan.state.backfills.append(backfill)
    writeState(of: plan, &turn)
    continueBackfill(of: plan, backfill.id, &turn)
  }

  /// Claims as many further fires of a backfill as may be under way; forgets one that has none left.
  mutating func continueBackfill(of plan: SchedulePlan?, _ backfillID: Identifier?, _ turn: inout Turn) {
    guard let backfillID, let plan, let index = plan.state.backfills.firstIndex(where: { $0.id == backfillID }) else { return }
    while true {
      let backfill = plan.state.backfills[index]
      // It goes on when something says again what to start.
      guard plan.definition.trigger != nil, let instants = plan.schedule.due else { return }
      guard let due = backfill.next(of: instants) else {
        plan.state.backfills.remove(at: index)
        return writeState(of: plan, &turn)
      }
      guard plan.underWay.count(where: { fires[$0]?.row.details.backfill == backfillID }) < backfill.maxParallel else { return }
      var details = FireDetails()
      details.backfill = backfillID
      claim(backfill.fireID(due: due), .backfill, due: due, of: plan, details, &turn)
      plan.state.backfills[index].position = due
      writeState(of: plan, &turn)
    }
  }

  /// Takes every backfill of an earlier life up again.
  mutating func continueBackfills(_ turn: inout Turn) {
    for plan in plans.values.filter({ !$0.state.backfills.isEmpty }).sorted(by: { $0.id < $1.id }) {
      for backfill in plan.state.backfills { continueBackfill(of: plan, backfill.id, &turn) }
    }
  }
}

extension ActiveFire {
  /// Its first attempt was started: it is among the runs that `max_runs` counts.
  fileprivate var hasCounted: Bool { row.outcome == .started || row.attempt > 1 }
}

extension SchedulePlan {
  /// Whether neither a calendar nor the misfire policy keeps the fire of a due instant from being started at `instant`, or later.
  fileprivate func wouldStart(_ due: Instant, at instant: Instant) -> Bool {
    let exclusion = schedule.exclusion(of: due)
    if let exclusion, exclusion.deferredUntil == nil { return false }
    let start = max(withJitter(due), exclusion?.deferredUntil ?? due)
    switch policy.misfire {
    case .skip: return start.advanced(by: Scheduler.misfireThreshold) >= instant
    case .last, .all: return policy.misfireWindow.map { start.advanced(by: $0) >= instant } ?? true
    }
  }
}

extension Identifier {
  /// The same for the same pause, so that asking twice replays once.
  fileprivate static func replay(of schedule: Identifier, _ pause: Pause) -> Identifier {
    .version5(namespace: schedule, name: "replay/\(pause.since.iso8601)")
  }
}

extension Reason {
  /// Why there is nothing to resume.
  package static let notPaused = Reason("not_paused", "the schedule is not paused by command")
}
