import CivilTime
import Timers

/// The heart: decides what is due, what becomes of it, and what is written down. Events in, effects out; no clock, no I/O.
///
/// What holds after every call, whatever the events were:
/// - Every owed due instant up to a schedule's `coveredUntil` is in exactly one row that was handed out for writing.
/// - `.start` is asked for only after the fire's claim was reported as written.
/// - A fire that has a final outcome is never touched again.
package struct Scheduler: Sendable {
  var plans: [Identifier: SchedulePlan] = [:]
  var fires: [Identifier: ActiveFire] = [:]
  var wheel = TimerWheel<SchedulerWake>()
  /// Fires whose claims are being written, by batch.
  var claiming: [Int: [Identifier]] = [:]
  /// The last revision of schedules that are gone: one that comes back counts on.
  var retiredRevisions: [Identifier: Int] = [:]
  /// Nil until the schedules are known.
  var openedAt: Instant?
  /// What was missed before the start waits for the source.
  var holdsCatchUp = true
  private var nextBatch = 1
  private var announcedWake: Instant?

  package init() {}

  package mutating func handle(_ event: SchedulerEvent, at now: Instant) -> [SchedulerEffect] {
    var turn = Turn(now: now, batch: nextBatch)
    switch event {
    case .restored(let schedules, let unfinished, let retired): restore(schedules, unfinished, retired)
    case .schedulesChanged(let changes): for change in changes { apply(change, &turn) }
    case .schedulesRemoved(let ids): for id in ids { remove(id, &turn) }
    case .opened: open(&turn)
    case .catchUpReleased: releaseCatchUp(&turn)
    case .clockAdvanced: advanceClock(&turn)
    case .committed(let batch, let refused): committed(batch, refused: refused, &turn)
    case .triggerRequested(let schedule, let fire): trigger(schedule, as: fire, &turn)
    case .attemptEnded(let fire, let result): attemptEnded(fire, result, &turn)
    case .lookedUp(let fire, let result): lookedUp(fire, result, &turn)
    case .runChanged(let fire, let observation): runChanged(fire, observation, &turn)
    }
    return conclude(turn)
  }

  private mutating func conclude(_ turn: Turn) -> [SchedulerEffect] {
    var effects: [SchedulerEffect] = []
    if !turn.batch.isEmpty {
      effects.append(.commit(turn.batch))
      claiming[turn.batch.id] = turn.batch.claims.map(\.id)
      nextBatch += 1
    }
    effects += turn.effects
    let wake = wheel.nextDeadline().map { Instant(millisecondsSinceEpoch: Int64($0)) }
    // A wake-up that lies in the past has been used up: ask again even for the same time.
    if wake != announcedWake || wake.map({ $0 <= turn.now }) == true { effects.append(.wake(at: wake)) }
    announcedWake = wake
    return effects
  }

  // MARK: Timers

  mutating func insertTimer(_ wake: SchedulerWake, at instant: Instant) -> TimerWheel<SchedulerWake>.Handle {
    wheel.insert(wake, at: Self.tick(notBefore: instant))
  }

  private mutating func advanceClock(_ turn: inout Turn) {
    let tick = Self.tick(notAfter: turn.now)
    if tick < wheel.now { rebuildWheel(at: tick) }
    for wake in wheel.advance(to: tick) {
      switch wake {
      case .due(let id):
        plans[id]?.timer = nil
        settle(id, &turn)
      case .resend(let id): resend(id, &turn)
      case .lookUp(let id): askAgain(id, &turn)
      }
    }
  }

  /// The clock was set back: what the wheel took for past is future again.
  private mutating func rebuildWheel(at tick: UInt64) {
    var old = wheel
    wheel = TimerWheel(now: tick)
    for (id, plan) in plans where plan.timer != nil {
      let timer = plan.nextDue.map { insertTimer(.due(id), at: $0) }
      plans[id]?.timer = timer
    }
    // Waiting fires lose their timer with the old wheel; sending them again now is always right.
    for wake in old.advance(to: 1 << 47) {
      if case .due = wake { continue }
      _ = wheel.insert(wake, at: tick)
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

/// One call of `handle` in progress.
struct Turn {
  let now: Instant
  var batch: LedgerBatch
  var effects: [SchedulerEffect] = []

  init(now: Instant, batch: Int) {
    self.now = now
    self.batch = LedgerBatch(id: batch)
  }
}
