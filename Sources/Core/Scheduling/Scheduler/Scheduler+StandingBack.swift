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
    if fire.plan?.policy.overlap.endsOthers == true { fire.hasAskedNobody = true }
    let before = fire.row
    fire.row.reason = fire.awayReason
    if before.outcome != .waiting || fire.row != before { record(fire, .waiting, &turn) }
    setTimer(.step, of: fire, at: until)
    if fire.plan?.policy.misfire == .skip {
      setStartDeadline(of: fire, turn)
    } else {
      fire.outlivedOutage = true
      clearTimer(.startDeadline, of: fire)
    }
    return true
  }

  /// Those that wait for their turn behind a fire that has just stood back, and go where it goes.
  ///
  /// - Complexity: O(fires of the line)
  mutating func standBack(allWith fire: ActiveFire, in members: [Identifier], _ turn: inout Turn) {
    guard let until = fire.entry.closed(at: turn.now) else { return }
    for id in members {
      guard let other = fires[id], other.phase == .queued, other.entry.target === fire.entry.target else { continue }
      _ = standBack(other, until: until, &turn)
    }
  }

  /// It came to the gate before it shared a mutex, or before its target was down.
  mutating func standBackAtGate(_ fire: ActiveFire, _ turn: inout Turn) -> Bool {
    guard fire.phase == .gated, let line = fire.line else { return false }
    let until = fire.entry.closed(at: turn.now) ?? turn.now.advanced(by: CircuitBreaker.probeLength)
    guard standBack(fire, until: until, &turn) else { return false }
    startQueued(of: line, &turn)
    return true
  }

  /// The target of a fire that stands back may be tried. Of those that share line and target one tries it, and no backfill before what
  /// was due or asked for.
  mutating func comeForward(_ fire: ActiveFire, _ turn: inout Turn) {
    guard let line = fire.line else { return proceed(fire, &turn) }
    let later = turn.now.advanced(by: CircuitBreaker.probeLength)
    if let id = line.scouts[fire.entry.name], id != fire.id, let scout = fires[id], scout.line === line, scout.isOnItsWayToSee {
      return setTimer(.step, of: fire, at: later)
    }
    let better = fire.row.kind == .backfill ? line.members.first { fires[$0]?.goesBefore(fire) ?? false } : nil
    let scout = better.flatMap { fires[$0] } ?? fire
    if scout !== fire { setTimer(.step, of: fire, at: later) }
    line.scouts[fire.entry.name] = scout.id
    proceed(scout, &turn)
  }

  /// A target is taken to be down from now on, or is back.
  ///
  /// - Complexity: O(fires under way)
  mutating func noteOutage(of entry: DispatchGate.Entry, _ turn: inout Turn) {
    let concerned = fires.values.filter { $0.entry.target === entry.target && (entry.isAway ? $0.phase == .gated : $0.standsBack) }
      .sorted { ($0.row.due, $0.id) < ($1.row.due, $1.id) }
    guard !entry.isAway else {
      for fire in concerned { _ = standBackAtGate(fire, &turn) }
      return
    }
    for fire in concerned { returnToLine(fire, &turn) }
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

  fileprivate func goesBefore(_ backfill: ActiveFire) -> Bool {
    standsBack && row.kind != .backfill && entry.target === backfill.entry.target
  }
}
