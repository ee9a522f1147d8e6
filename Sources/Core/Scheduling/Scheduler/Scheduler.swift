import CivilTime
import Timers

/// The heart: decides what is due, what becomes of it, and what is written down. Events in, effects out; no clock, no I/O.
///
/// What holds after every call, whatever the events were:
/// - Every owed due instant up to a schedule's `coveredUntil` is in exactly one row that was handed out for writing.
/// - `.start` is asked for only after the claim of that attempt was reported as written.
/// - A fire that has a final outcome is never touched again.
/// - The same events at the same times give the same effects.
///
/// Not to be copied: plans and fires are objects, which a copy would share.
package struct Scheduler {
  var plans: [Identifier: SchedulePlan] = [:]
  var fires: [Identifier: ActiveFire] = [:]
  /// Schedules that follow others.
  var chains = ChainGraph()
  /// Those of them that cannot be part of a chain because of others, and how they stand once they can.
  var setAside: [Identifier: (standing: ScheduleDefinition.Standing, reason: Reason?)] = [:]
  /// One for each mutex that was ever named in this life.
  var mutexes: [String: TurnLine] = [:]
  var gate: DispatchGate
  var gateTimer: TimerEntry?
  var wheel = TimerWheel<SchedulerWake>()
  /// Fires that are to be taken up when a batch is durable.
  var writing: [Int: [ActiveFire]] = [:]
  /// Schedules that are gone.
  var retired: [Identifier: RetiredSchedule] = [:]
  /// Nil until the schedules are known.
  var openedAt: Instant?
  /// Up to where an earlier life has answered for all that was to come; nil: there was none.
  package internal(set) var earlierCoverage: Instant?
  /// What was missed before the start waits for the source, and so does what follows an end.
  var holdsCatchUp = true
  var catchUp = CatchUpLine()
  /// Fires that were under way at the start, and of which nothing has been heard yet.
  var unheard: Set<Identifier> = []
  /// Nothing more is sent.
  var isStopping = false
  /// The last try to write what is claimed has failed.
  var ledgerFails = false
  var lastTexts: DueTexts?
  let wakesPerTurn: Int
  private var nextBatch = 1
  private var announcedWake: Instant?

  /// - Parameter wakesPerTurn: so many timers, and schedules that have missed something, are taken up at a time. Of a herd the first ones are on their way while the
  ///   others are being written down; and other events come in between.
  package init(limits: DispatchLimits = DispatchLimits(), wakesPerTurn: Int = .max) {
    gate = DispatchGate(limits: limits)
    self.wakesPerTurn = wakesPerTurn
  }

  package mutating func handle(_ event: SchedulerEvent, at now: Instant) -> [SchedulerEffect] {
    handle(CollectionOfOne(event), at: now)
  }

  /// Events of one moment, in order. What they write is one batch.
  package mutating func handle(_ events: some Sequence<SchedulerEvent>, at now: Instant) -> [SchedulerEffect] {
    var turn = Turn(now: now, batch: nextBatch)
    for event in events {
      take(event, &turn)
      applyPauses(&turn)
    }
    settleMissed(&turn)
    applyPauses(&turn)
    sendReady(&turn)
    applyPauses(&turn)
    return conclude(turn)
  }

  private mutating func take(_ event: SchedulerEvent, _ turn: inout Turn) {
    switch event {
    case .restored(let schedules, let unfinished, let retired): restore(schedules, unfinished, retired, turn)
    case .schedulesChanged(let changes): apply(changes, &turn)
    case .schedulesRemoved(let ids): remove(ids, &turn)
    case .opened: open(&turn)
    case .catchUpReleased: releaseCatchUp(&turn)
    case .clockAdvanced: advanceClock(&turn)
    case .clockStepped(let step): stepClock(by: step, &turn)
    case .zonesReplaced(let schedules): replaceZones(schedules, &turn)
    case .committed(let batch, let refused): committed(batch, refused: refused, &turn)
    case .triggerRequested(let schedule, let fire): trigger(schedule, as: fire, &turn)
    case .replayRequested(let row, let fire): replay(row, as: fire, &turn)
    case .backfillRequested(let schedule, let backfill): request(backfill, of: schedule, &turn)
    case .cancelRequested(let fire, let force): cancel(fire, force: force, &turn)
    case .pauseRequested(let ids, let pause): for id in ids { self.pause(id, pause, &turn) }
    case .resumeRequested(let ids, let replay): for id in ids { resume(id, replay: replay, &turn) }
    case .attemptEnded(let fire, let result): attemptEnded(fire, result, &turn)
    case .lookedUp(let fire, let result): lookedUp(fire, result, &turn)
    case .stopAnswered(let fire, let result): stopAnswered(fire, result, &turn)
    case .runUnreachable(let fire, let reason): runUnreachable(fire, reason, &turn)
    case .runChanged(let fire, let observation): runChanged(fire, observation, &turn)
    case .stopping: isStopping = true
    case .ledgerFails(let fails): ledgerFails = fails
    }
  }

  private mutating func conclude(_ turn: consuming Turn) -> [SchedulerEffect] {
    var effects: [SchedulerEffect] = []
    if !turn.batch.isEmpty {
      effects.append(.commit(turn.batch))
      let taken = turn.newAttempts.isEmpty ? turn.claimed : turn.claimed + turn.newAttempts
      if !taken.isEmpty { writing[turn.batch.id] = taken }
      nextBatch += 1
    }
    if effects.isEmpty { effects = turn.effects } else { effects += turn.effects }
    let hasMoreToSettle = !catchUp.ready.isEmpty && !isStopping
    let wake = hasMoreToSettle ? turn.now : wheel.nextDeadline().map { Instant(millisecondsSinceEpoch: Int64($0)) }
    // A wake-up that lies in the past has been used up: ask again even for the same time.
    if wake != announcedWake || wake.map({ $0 <= turn.now }) == true { effects.append(.wake(at: wake)) }
    announcedWake = wake
    return effects
  }
}

/// A due instant as ids and run names hold it.
struct DueTexts {
  let due: Instant
  /// `Fire.idName`
  let idName: String
  let compact: String
}

/// One call of `handle` in progress.
struct Turn {
  let now: Instant
  var batch: LedgerBatch
  /// Fires whose next attempt is written with this batch.
  var newAttempts: [ActiveFire] = []
  /// Fires that are claimed with this batch.
  var claimed: [ActiveFire] = []
  /// Schedules that the batch reports on.
  var reported: Set<Identifier> = []
  /// Fires that have come to the gate.
  var gated: [ActiveFire] = []
  /// Schedules that are to be paused: they settle what is due, which must not begin while that is being done.
  var pauses: [(schedule: Identifier, pause: Pause)] = []
  var effects: [SchedulerEffect] = []
  /// How many timers, and how many schedules that have missed something, were taken up.
  var taken = 0

  init(now: Instant, batch: Int) {
    self.now = now
    self.batch = LedgerBatch(id: batch)
  }
}
