import CivilTime
import Timers

/// Timers, and what happens when the clock is set.
extension Scheduler {
  mutating func insertTimer(_ wake: SchedulerWake, at instant: Instant) -> TimerWheel<SchedulerWake>.Handle {
    wheel.insert(wake, at: Self.tick(notBefore: instant))
  }

  mutating func setTimer(_ timer: FireTimer, of fire: Identifier, at instant: Instant) {
    guard fires[fire] != nil else { return }
    clearTimer(timer, of: fire)
    let handle = insertTimer(.fire(fire, timer), at: instant)
    fires[fire]?.timers[timer] = TimerEntry(at: instant, handle: handle)
  }

  mutating func clearTimer(_ timer: FireTimer, of fire: Identifier) {
    guard let entry = fires[fire]?.timers.removeValue(forKey: timer) else { return }
    wheel.cancel(entry.handle)
  }

  mutating func advanceClock(_ turn: inout Turn) {
    let tick = Self.tick(notAfter: turn.now)
    // Set back by less than anybody told: what the wheel took for past is future again.
    if tick < wheel.now { rebuildWheel(now: turn.now, step: .zero) }
    for wake in wheel.advance(to: tick) { expire(wake, &turn) }
  }

  private mutating func expire(_ wake: SchedulerWake, _ turn: inout Turn) {
    switch wake {
    case .due(let id):
      plans[id]?.timer = nil
      settle(id, &turn)
    case .pauseEnds(let id):
      plans[id]?.pauseTimer = nil
      settle(id, &turn)
    case .gate: gateTimer = nil
    case .fire(let id, let timer):
      fires[id]?.timers[timer] = nil
      switch timer {
      case .step: takeNextStep(id, &turn)
      case .startDeadline: missDeadline(id, &turn)
      case .timeout: timeOut(id, &turn)
      case .patience: losePatience(id, &turn)
      case .stopGrace: stopHarder(id, &turn)
      }
    }
  }

  /// The clock was set by `step`: due instants keep their time of day, and whatever measures how long something takes
  /// goes on as if nothing had happened. What became due by the step is missed, and follows the misfire policy; what
  /// comes a second time is covered already.
  mutating func stepClock(by step: Duration, _ turn: inout Turn) {
    gate.stepClock(by: step)
    rebuildWheel(now: turn.now, step: step)
    advanceClock(&turn)
  }

  private mutating func rebuildWheel(now: Instant, step: Duration) {
    // What is due by now stays in the wheel's future: it expires with the next advance.
    wheel = TimerWheel(now: Self.tick(notAfter: now))
    for id in plans.keys.sorted() { rearm(id) }
    for id in fires.keys.sorted() { rearmTimers(of: id, step: step) }
    if let entry = gateTimer { gateTimer = TimerEntry(at: now, handle: insertTimer(.gate, at: min(entry.at.advanced(by: step), now))) }
  }

  private mutating func rearm(_ id: Identifier) {
    guard let plan = plans[id] else { return }
    if plan.timer != nil, let due = plan.nextDue {
      let timer = insertTimer(.due(id), at: due.advanced(by: plan.jitter))
      plans[id]?.timer = timer
    }
    if plan.pauseTimer != nil, let until = plan.state.pause?.until {
      let timer = insertTimer(.pauseEnds(id), at: until)
      plans[id]?.pauseTimer = timer
    }
  }

  private mutating func rearmTimers(of id: Identifier, step: Duration) {
    guard let active = fires[id] else { return }
    for timer in FireTimer.allCases {
      guard let entry = active.timers[timer] else { continue }
      let at = timer.isAbsolute(for: active) ? entry.at : entry.at.advanced(by: step)
      let handle = insertTimer(.fire(id, timer), at: at)
      fires[id]?.timers[timer] = TimerEntry(at: at, handle: handle)
    }
  }

  /// The time zones' rules are new. A schedule whose next instant moves gets a new revision: what the old rules made due
  /// is owed by the old one.
  mutating func replaceZones(_ schedules: [Schedule], _ turn: inout Turn) {
    for schedule in schedules {
      guard let plan = plans[schedule.id], plan.definition.substance == schedule.definition.substance else { continue }
      let (before, after) = (plan.schedule.due?.next(after: turn.now), schedule.due?.next(after: turn.now))
      // What is due already and still to be settled may have moved as well.
      guard before != after || plan.schedule.due?.next(after: plan.coveredUntil) != schedule.due?.next(after: plan.coveredUntil) else {
        plans[schedule.id]?.schedule = schedule
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
