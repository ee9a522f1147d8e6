import CivilTime
import Timers

/// Pauses, counted runs, backfills: what is remembered of a schedule beyond its rows.
extension Scheduler {
  private mutating func writeState(of id: Identifier, _ turn: inout Turn) {
    if let state = plans[id]?.state { turn.batch.states[id] = state }
  }

  // MARK: Runs that count

  /// A scheduled fire was really started. Called before the row says so, which is what makes it count once.
  mutating func noteStart(_ id: Identifier, _ turn: inout Turn) {
    guard let row = fires[id]?.row, row.kind.isAutomatic, row.attempt == 1, row.outcome != .started else { return }
    guard let plan = plans[row.scheduleID], plan.policy.maxRuns != nil else { return }
    plans[row.scheduleID]?.state.runsStarted += 1
    writeState(of: row.scheduleID, &turn)
  }

  /// False when `max_runs` leaves no room for any of the span, which is written down then.
  mutating func admitRuns(_ id: Identifier, _ span: DueSpan, _ turn: inout Turn) -> Bool {
    guard let plan = plans[id], let room = room(for: id), room <= 0 else { return true }
    addRange(span, of: id, .skippedMaxRuns, Self.usedUpReason(plan), &turn)
    return false
  }

  /// How many more fires may be claimed; nil: any number. One that has had its first run counts as that run only.
  func room(for id: Identifier) -> Int? {
    guard let plan = plans[id], let limit = plan.policy.maxRuns else { return nil }
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
  mutating func noteResult(of row: LedgerRow, _ turn: inout Turn) {
    guard row.kind.isAutomatic, let plan = plans[row.scheduleID], let limit = plan.policy.pauseAfterFailures else { return }
    switch row.outcome.reportClass {
    case .success:
      guard plan.state.failuresInARow > 0 else { return }
      plans[row.scheduleID]?.state.failuresInARow = 0
    case .failure where row.outcome != .cancelled:
      plans[row.scheduleID]?.state.failuresInARow += 1
      if plan.state.failuresInARow + 1 >= limit, plan.state.pause == nil {
        let last = row.reason.map { "; the last: \($0.sentence)" } ?? ""
        let count = plan.state.failuresInARow + 1
        let reason = Reason("paused_after_failures", "it failed \(count) times in a row\(last)")
        turn.pauses.append((row.scheduleID, Pause(since: turn.now, reason: reason)))
      }
    default: return
    }
    writeState(of: row.scheduleID, &turn)
  }

  // MARK: Pauses

  mutating func applyPauses(_ turn: inout Turn) {
    while !turn.pauses.isEmpty {
      let (id, wanted) = turn.pauses.removeFirst()
      if plans[id] != nil, plans[id]?.state.pause == nil { pause(id, wanted, &turn) }
    }
  }

  mutating func pause(_ id: Identifier, _ pause: Pause, _ turn: inout Turn) {
    guard let plan = plans[id] else {
      return turn.effects.append(.declined(fire: id, Reason("not_found", "there is no schedule \(id)")))
    }
    if !holdsCatchUp, plan.state.pause == nil { settle(id, through: turn.now.advanced(by: .zero - plan.jitter), &turn) }
    if let timer = plans[id]?.pauseTimer { wheel.cancel(timer) }
    plans[id]?.state.pause = pause
    plans[id]?.openRange = nil
    let timer = pause.until.map { insertTimer(.pauseEnds(id), at: $0) }
    plans[id]?.pauseTimer = timer
    finishUnstarted(of: id, .skippedPaused, pause.reason, &turn)
    writeState(of: id, &turn)
    replan(id)
  }

  mutating func resume(_ id: Identifier, replay: Bool, _ turn: inout Turn) {
    guard let pause = plans[id]?.state.pause else {
      return turn.effects.append(.declined(fire: id, Reason("not_paused", "the schedule is not paused by command")))
    }
    settle(id, through: turn.now, &turn)
    endPause(id, &turn)
    plans[id]?.state.failuresInARow = 0
    let replayed = Identifier.replay(of: id, pause)
    if replay, plans[id]?.state.backfills.contains(where: { $0.id == replayed }) == false {
      append(Backfill(id: replayed, after: pause.since, through: turn.now), to: id, &turn)
    }
    writeState(of: id, &turn)
    replan(id)
  }

  mutating func endPauseThatIsOver(_ id: Identifier, _ turn: inout Turn) {
    guard let until = plans[id]?.state.pause?.until, until <= turn.now else { return }
    endPause(id, &turn)
    settle(id, through: turn.now.advanced(by: .zero - (plans[id]?.jitter ?? .zero)), &turn)
  }

  private mutating func endPause(_ id: Identifier, _ turn: inout Turn) {
    if let timer = plans[id]?.pauseTimer { wheel.cancel(timer) }
    plans[id]?.pauseTimer = nil
    plans[id]?.state.pause = nil
    plans[id]?.openRange = nil
    writeState(of: id, &turn)
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
    append(backfill, to: id, &turn)
  }

  private mutating func append(_ backfill: Backfill, to id: Identifier, _ turn: inout Turn) {
    var backfill = backfill
    backfill.end = min(backfill.end, turn.now)
    plans[id]?.state.backfills.append(backfill)
    writeState(of: id, &turn)
    continueBackfill(of: id, backfill.id, &turn)
  }

  /// Claims as many further fires of a backfill as may be under way; forgets one that has none left.
  mutating func continueBackfill(of id: Identifier, _ backfillID: Identifier?, _ turn: inout Turn) {
    guard let backfillID, let index = plans[id]?.state.backfills.firstIndex(where: { $0.id == backfillID }) else { return }
    while let plan = plans[id] {
      let backfill = plan.state.backfills[index]
      // It goes on when something says again what to start.
      guard plan.definition.trigger != nil, plan.schedule.due != nil else { return }
      guard let due = plan.schedule.due?.next(after: backfill.position), due <= backfill.end else {
        plans[id]?.state.backfills.remove(at: index)
        return writeState(of: id, &turn)
      }
      guard plan.underWay.count(where: { fires[$0]?.row.details.backfill == backfillID }) < backfill.maxParallel else { return }
      var details = FireDetails()
      details.backfill = backfillID
      claim(backfill.fireID(due: due), .backfill, due: due, of: id, details, &turn)
      plans[id]?.state.backfills[index].position = due
      writeState(of: id, &turn)
    }
  }

  /// Takes every backfill of an earlier life up again.
  mutating func continueBackfills(_ turn: inout Turn) {
    for id in plans.keys.sorted() {
      for backfill in plans[id]?.state.backfills ?? [] { continueBackfill(of: id, backfill.id, &turn) }
    }
  }
}

extension ActiveFire {
  /// Its first attempt was started: it is among the runs that `max_runs` counts.
  fileprivate var hasCounted: Bool { row.outcome == .started || row.attempt > 1 }
}

extension Identifier {
  /// The same for the same pause, so that asking twice replays once.
  fileprivate static func replay(of schedule: Identifier, _ pause: Pause) -> Identifier {
    .version5(namespace: schedule, name: "replay/\(pause.since.iso8601)")
  }
}
