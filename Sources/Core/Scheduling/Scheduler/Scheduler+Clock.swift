import CivilTime
import Timers

/// Timers, and what happens when the clock is set.
extension Scheduler {
  mutating func insertTimer(_ wake: SchedulerWake, at instant: Instant) -> TimerWheel<SchedulerWake>.Handle {
    wheel.insert(wake, at: Self.tick(notBefore: instant))
  }

  mutating func setTimer(_ timer: FireTimer, of fire: ActiveFire, at instant: Instant) {
    guard fire.phase != .ended else { return }
    clearTimer(timer, of: fire)
    fire.timers[timer] = TimerEntry(at: instant, handle: insertTimer(.fire(fire, timer), at: instant))
  }

  mutating func clearTimer(_ timer: FireTimer, of fire: ActiveFire) {
    guard let entry = fire.timers[timer] else { return }
    wheel.cancel(entry.handle)
    fire.timers[timer] = nil
  }

  mutating func advanceClock(_ turn: inout Turn) {
    let tick = Self.tick(notAfter: turn.now)
    // Set back by less than anybody told: what the wheel took for past is future again.
    if tick < wheel.now { rebuildWheel(now: turn.now, step: .zero) }
    let wakes = wheel.advance(to: tick, atMost: wakesPerTurn)
    let dueCount = wakes.count { if case .due = $0 { true } else { false } }
    if dueCount > 1 { turn.batch.coveredUntil.reserveCapacity(dueCount) }
    turn.taken += wakes.count
    for wake in wakes { expire(wake, &turn) }
  }

  private mutating func expire(_ wake: SchedulerWake, _ turn: inout Turn) {
    switch wake {
    case .due(let plan):
      plan.timer = nil
      if let end = catchUp.timer?.at, awaitsNews(plan) { plan.timer = insertTimer(.due(plan), at: end) } else { settle(plan, &turn) }
    case .pauseEnds(let plan):
      plan.pauseTimer = nil
      settle(plan, &turn)
    case .gate: gateTimer = nil
    case .newsPatience: loseNewsPatience()
    case .fire(let fire, let timer):
      // An earlier one of this tick may have ended it.
      guard fire.phase != .ended else { return }
      fire.timers[timer] = nil
      switch timer {
      case .step: takeNextStep(fire, &turn)
      case .startDeadline: missDeadline(fire, &turn)
      case .timeout: timeOut(fire, &turn)
      case .patience: losePatience(fire, &turn)
      case .stopGrace: stopHarder(fire, &turn)
      }
    }
  }

  /// The clock was set by `step`: due instants keep their time of day, and whatever measures how long something takes
  /// goes on as if nothing had happened. What became due by the step is missed, and follows the misfire policy; what
  /// comes a second time is covered already.
  mutating func stepClock(by step: Duration, _ turn: inout Turn) {
    gate.stepClock(by: step)
    for plan in plans.values { plan.targetFailure?.stepClock(by: step) }
    rebuildWheel(now: turn.now, step: step)
    advanceClock(&turn)
  }

  private mutating func rebuildWheel(now: Instant, step: Duration) {
    // What is due by now stays in the wheel's future: it expires with the next advance.
    wheel = TimerWheel(now: Self.tick(notAfter: now))
    for plan in plansInOrder { rearm(plan) }
    for fire in fires.values.sorted(by: { $0.id < $1.id }) { rearmTimers(of: fire, step: step, now: now) }
    if let entry = catchUp.timer {
      let at = entry.at.advanced(by: step)
      catchUp.timer = TimerEntry(at: at, handle: insertTimer(.newsPatience, at: at))
    }
    if let entry = gateTimer { gateTimer = TimerEntry(at: now, handle: insertTimer(.gate, at: min(entry.at.advanced(by: step), now))) }
  }

  private mutating func rearm(_ plan: SchedulePlan) {
    if plan.timer != nil, let due = plan.nextDue { plan.timer = insertTimer(.due(plan), at: due.advanced(by: plan.jitter)) }
    if plan.pauseTimer != nil, let until = plan.state.pause?.until { plan.pauseTimer = insertTimer(.pauseEnds(plan), at: until) }
  }

  private mutating func rearmTimers(of fire: ActiveFire, step: Duration, now: Instant) {
    fire.noteClockStep(by: step, at: now)
    for timer in FireTimer.allCases {
      guard let entry = fire.timers[timer] else { continue }
      let at = timer.isAbsolute(for: fire) ? entry.at : entry.at.advanced(by: step)
      fire.timers[timer] = TimerEntry(at: at, handle: insertTimer(.fire(fire, timer), at: at))
    }
    // It seemed to be missed, and was left for catch-up.
    guard fire.phase == .held, fire.awaitsItsTime, fire.timers[.step] == nil, let start = fire.row.details.notBefore, start > now
    else { return }
    fire.outlivedOutage = false
    setTimer(.step, of: fire, at: start)
  }

  /// The time zones' rules are new. A schedule whose next instant moves gets a new revision: what the old rules made due
  /// is owed by the old one.
  mutating func replaceZones(_ schedules: [Schedule], _ turn: inout Turn) {
    for schedule in schedules {
      guard let plan = plans[schedule.id], plan.definition.hasSubstance(of: schedule.definition) else { continue }
      let (before, after) = (plan.schedule.due?.next(after: turn.now), schedule.due?.next(after: turn.now))
      // What is due already and still to be settled may have moved as well.
      guard before != after || plan.schedule.due?.next(after: plan.coveredUntil) != schedule.due?.next(after: plan.coveredUntil) else {
        plan.schedule = schedule
        continue
      }
      replace(plan, by: ScheduleChange(schedule, owedFrom: turn.now), &turn)
      turn.effects.append(.moved(schedule: schedule.id, from: before, to: after))
    }
  }

  /// Timers count milliseconds since the epoch. Rounded up: nothing fires early.
  private static func tick(notBefore instant: Instant) -> UInt64 {
    let milliseconds = instant.advanced(by: .microseconds(999)).millisecondsSinceEpoch
    return UInt64(min(max(milliseconds, 0), 1 << 47))
  }

  private static func tick(notAfter instant: Instant) -> UInt64 {
    UInt64(min(max(instant.millisecondsSinceEpoch, 0), 1 << 47))
  }
}
