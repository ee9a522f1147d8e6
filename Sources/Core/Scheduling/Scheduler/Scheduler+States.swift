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
    guard let row = fires[id]?.row, row.kind == .scheduled, row.attempt == 1, row.outcome != .started else { return }
    guard let plan = plans[row.scheduleID], plan.policy.maxRuns != nil else { return }
    plans[row.scheduleID]?.state.runsStarted += 1
    writeState(of: row.scheduleID, &turn)
  }

  /// The part of a span that `max_runs` leaves room for, newest first to be started; the rest is written down.
  mutating func admitRuns(_ id: Identifier, _ span: DueSpan, _ turn: inout Turn) -> DueSpan? {
    guard let plan = plans[id], let limit = plan.policy.maxRuns else { return span }
    let unstarted = plan.underWay.count { fires[$0].map { $0.row.kind == .scheduled && $0.row.outcome != .started } ?? false }
    let room = limit - plan.state.runsStarted - unstarted
    let reason = Reason("max_runs", "the schedule has had the \(limit) runs that it may have")
    guard room > 0 else {
      addRange(span, of: id, .skippedMaxRuns, reason, &turn)
      return nil
    }
    guard plan.policy.misfire == .all, span.newest.count > room, let due = plan.schedule.due else { return span }
    // The earliest of what is made up for come first; those behind find no room.
    let last = span.newest[room - 1]
    guard let admitted = due.span(after: span.first.advanced(by: .microseconds(-1)), through: last, newest: plan.listed),
      let rest = due.span(after: last, through: span.last, newest: 1)
    else { return span }
    addRange(rest, of: id, .skippedMaxRuns, reason, &turn)
    return admitted
  }

  /// Counts failures in a row, and pauses a schedule that has too many.
  mutating func noteResult(of row: LedgerRow, _ turn: inout Turn) {
    guard row.kind == .scheduled, let plan = plans[row.scheduleID], let limit = plan.policy.pauseAfterFailures else { return }
    switch row.outcome.reportClass {
    case .success:
      guard plan.state.failuresInARow > 0 else { return }
      plans[row.scheduleID]?.state.failuresInARow = 0
    case .failure where row.outcome != .cancelled:
      plans[row.scheduleID]?.state.failuresInARow += 1
      if plan.state.failuresInARow + 1 >= limit, plan.state.pause == nil {
        let last = row.reason.map { "; the last: \($0.sentence)" } ?? ""
        let count = plan.state.failuresInARow + 1
        pause(
          row.scheduleID,
          Pause(since: turn.now, reason: Reason("paused_after_failures", "it failed \(count) times in a row\(last)")), &turn)
      }
    default: return
    }
    writeState(of: row.scheduleID, &turn)
  }

  // MARK: Pauses

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
    if replay { append(Backfill(id: Identifier.replay(of: id, pause), after: pause.since, through: turn.now), to: id, &turn) }
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

extension Identifier {
  /// The same for the same pause, so that asking twice replays once.
  fileprivate static func replay(of schedule: Identifier, _ pause: Pause) -> Identifier {
    .version5(namespace: schedule, name: "replay/\(pause.since.iso8601)")
  }
}
