import CivilTime

/// Fires that share a mutex with other schedules, and whose target is down: a mutex is for what runs. They leave their turn to the
/// others, as one does whose target did not take it, and come forward one by one to see whether the target is back, and all of them
/// when it is.
extension Scheduler {
  /// A fire whose turn has come, and whose target is down, leaves its turn to others. An outage is no delay: no deadline ends it.
  /// - Returns: False when it keeps its turn.
  mutating func standBack(_ fire: ActiveFire, until: Instant, _ turn: inout Turn) -> Bool {
    guard !isStopping, fire.mayStandBack else { return false }
    gate.leave(fire, at: turn.now)
    fire.phase = .waiting
    fire.standsBack = true
    // Who runs when it comes forward was not there when it was due.
    if fire.plan?.policy.overlap.endsOthers == true { fire.noteThatItAskedNobody() }
    let before = fire.row
    fire.row.reason = fire.awayReason
    if before.outcome != .waiting || fire.row != before { record(fire, .waiting, &turn) }
    setTimer(.step, of: fire, at: until)
    fire.outlivedOutage = true
    setEndOfOutage(of: fire, turn)
    return true
  }

  /// Under `misfire: skip` it is missed as soon as it would be more than late, wherever it waits then.
  mutating func setEndOfOutage(of fire: ActiveFire, _ turn: Turn) {
    clearTimer(.startDeadline, of: fire)
    guard fire.plan?.policy.misfire == .skip, fire.row.kind.isAutomatic, fire.row.attempt == 1 else { return }
    let missed = fire.row.plannedStart.advanced(by: fire.clockShift + Self.misfireThreshold + .milliseconds(1))
    setTimer(.startDeadline, of: fire, at: max(missed, turn.now))
  }

  /// Those that wait for their turn behind a fire that has just stood back, and go where it goes.
  ///
  /// - Complexity: O(fires of the line)
  mutating func standBack(allWith fire: ActiveFire, in members: [Identifier], _ turn: inout Turn) {
    guard let until = fire.entry.closed(at: turn.now) else { return }
    for id in members {
      guard let other = fires[id], other.phase == .queued, other.isDurable, other.entry.target === fire.entry.target else { continue }
      if standBack(other, until: until, &turn) { other.wasBuffered = true }
    }
  }

  /// It came to the gate before it shared a mutex, or before its target was down.
  mutating func standBackAtGate(_ fire: ActiveFire, _ turn: inout Turn) -> Bool {
    guard fire.phase == .gated, let line = fire.line else { return false }
    guard standBack(fire, until: timeToTry(fire, turn), &turn) else { return false }
    startQueued(of: line, &turn)
    return true
  }

  /// Who is at the gate of a line for a target that is down, while another waits for its turn who could be sent.
  mutating func standBackForOthers(in line: TurnLine, _ turn: inout Turn) {
    guard line.mutex != nil else { return }
    for id in line.members {
      guard let fire = fires[id], fire.phase == .gated, isWaitedFor(fire) else { continue }
      _ = standBack(fire, until: timeToTry(fire, turn), &turn)
    }
  }

  func timeToTry(_ fire: ActiveFire, _ turn: Turn) -> Instant {
    fire.entry.closed(at: turn.now) ?? turn.now.advanced(by: CircuitBreaker.probeLength)
  }

  /// Whether a fire waits for its turn that could be sent.
  func isWaitedFor(_ fire: ActiveFire) -> Bool {
    guard fire.mayStandBack, let line = fire.line else { return false }
    return line.members.contains { fires[$0].map { $0.phase == .queued && fire.leavesTurn(to: $0) } ?? false }
  }

  /// Where all of a schedule's fires go that are claimed now; nil when nothing says what to start.
  mutating func entry(of plan: SchedulePlan) -> DispatchGate.Entry? {
    if let entry = plan.entry { return entry }
    guard let trigger = plan.schedule.action else { return nil }
    plan.entry = gate.entry(tags: plan.tags, target: plan.schedule.target ?? TargetName(of: trigger))
    return plan.entry
  }

  /// False of a fire of another schedule that runs, or is to, while this schedule's target is down: nothing could take its place.
  mutating func mayEnd(_ other: ActiveFire, _ plan: SchedulePlan, at now: Instant) -> Bool {
    guard other.row.scheduleID != plan.id, plan.line?.mutex != nil else { return true }
    return !(entry(of: plan)?.isKnownToBeAway(at: now) ?? false)
  }

  /// The target of a fire that stands back may be tried. Of those that share line and target one tries it: what is due or asked for now
  /// before what makes up for something, and backfills last.
  mutating func comeForward(_ fire: ActiveFire, _ turn: inout Turn) {
    guard let line = fire.line else { return proceed(fire, &turn) }
    if let until = fire.entry.closed(at: turn.now) { return setTimer(.step, of: fire, at: until) }
    let later = turn.now.advanced(by: CircuitBreaker.probeLength)
    if let id = line.scouts[fire.entry.name], id != fire.id, let scout = fires[id], scout.line === line, scout.isOnItsWayToSee {
      return setTimer(.step, of: fire, at: later)
    }
    let better = fire.forwardRank > 0 ? line.members.first { fires[$0]?.goesBefore(fire) ?? false } : nil
    let scout = better.flatMap { fires[$0] } ?? fire
    if scout !== fire { setTimer(.step, of: fire, at: later) }
    line.scouts[fire.entry.name] = scout.id
    proceed(scout, &turn)
  }

  /// A target is taken to be down from now on, or is back.
  ///
  /// - Complexity: O(fires under way)
  mutating func noteOutage(of entry: DispatchGate.Entry, _ turn: inout Turn) {
    let concerned = fires.values.filter { $0.entry.target === entry.target && $0.isConcerned(byOutage: entry.isAway) }
      .sorted { ($0.row.due, $0.id) < ($1.row.due, $1.id) }
    guard !entry.isAway else {
      for fire in concerned { _ = standBackAtGate(fire, &turn) }
      return
    }
    for fire in concerned where fire.standsBack { returnToLine(fire, &turn) }
    var lines: Set<ObjectIdentifier> = []
    for fire in concerned where fire.phase == .queued {
      guard let line = fire.line else {
        proceed(fire, &turn)
        continue
      }
      if lines.insert(ObjectIdentifier(line)).inserted { startQueued(of: line, &turn) }
    }
  }

  /// It waits for its turn again.
  private mutating func returnToLine(_ fire: ActiveFire, _ turn: inout Turn) {
    fire.standsBack = false
    clearTimer(.step, of: fire)
    fire.outliveOutageIfMissed(at: turn.now)
    let before = fire.row
    queue(fire, turn)
    if fire.row != before { record(fire, .waiting, &turn) }
  }
}

extension ActiveFire {
  /// Whether it leaves its turn at a mutex to fires of other schedules, as it could not be sent.
  var mayStandBack: Bool {
    switch phase {
    case .writing, .queued, .gated: !isInDoubt && line?.mutex != nil && entry.isAway
    // Where its turn has not come, it has none to leave.
    case .held, .announcing, .sending, .waiting, .asking, .running, .ended: false
    }
  }

  /// It keeps fires of other schedules from the mutex that it shares with them: it has its turn, or is next.
  var isAtMutex: Bool { (holdsTurn || phase == .queued) && !mayStandBack }

  /// It has come forward, and what its target says is not known yet.
  fileprivate var isOnItsWayToSee: Bool {
    switch phase {
    case .queued, .gated, .announcing, .sending, .asking: true
    case .writing, .held, .waiting, .running, .ended: false
    }
  }

  /// At the gate it is to stand back; what stands back, or waits for its turn, may go when the target has answered.
  fileprivate func isConcerned(byOutage isAway: Bool) -> Bool {
    isAway ? phase == .gated : standsBack || phase == .queued && line?.mutex != nil
  }

  /// Who stands back at the same target and has a lower one comes forward first.
  fileprivate var forwardRank: Int { row.kind == .backfill ? 2 : isCatchUp ? 1 : 0 }

  fileprivate func goesBefore(_ other: ActiveFire) -> Bool {
    standsBack && forwardRank < other.forwardRank && entry.target === other.entry.target
  }

  /// At the gate for a target that is down, it is in the way of none that could be sent to another.
  func leavesTurn(to other: ActiveFire) -> Bool {
    phase == .gated && mayStandBack && row.scheduleID != other.row.scheduleID && !other.entry.isAway
  }

  /// When it meets the others: one whose target is down asks nobody to end.
  func noteWhetherItCouldEndOthers(at now: Instant) {
    guard plan?.policy.overlap.endsOthers == true, line?.mutex != nil, entry.isKnownToBeAway(at: now) else { return }
    noteThatItAskedNobody()
  }

  func noteThatItAskedNobody() { (hasAskedNobody, hasStoodBack) = (true, true) }

  /// An earlier life has written down that it stood back, and asked nobody to end. Whoever waits for anything but its turn has had that,
  /// and has nobody left to end.
  var hasStoodBackBefore: Bool {
    guard let policy = plan?.policy, policy.overlap.endsOthers, policy.mutex != nil else { return false }
    return row.reason != Scheduler.turnReason && row.reason != Scheduler.quietTurnReason
  }

  /// What it waits for while another fire has its turn.
  var turnReason: Reason {
    hasStoodBack ? Scheduler.standBackTurnReason : hasAskedNobody ? Scheduler.quietTurnReason : Scheduler.turnReason
  }

  /// What was missed by the time that its target is back goes behind what is due now.
  func outliveOutageIfMissed(at now: Instant) {
    if !isCatchUp, isMissed(at: now) { outliveOutage() }
  }
}
