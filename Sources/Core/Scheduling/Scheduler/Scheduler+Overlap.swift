import CivilTime

/// Fires that take turns: those of one schedule, or of all schedules that share a mutex.
extension Scheduler {
  /// False when the span is not to be started, which is written down then: overlap or mutex.
  mutating func admitOverlap(_ plan: SchedulePlan, _ span: DueSpan, _ turn: inout Turn) -> Bool {
    guard let members = plan.line?.members, !members.isEmpty else { return true }
    let isLive = !plan.isMissed(span.last, at: turn.now)
    guard let blocker = members.first(where: { blocks($0, plan, isLive: isLive) }) else { return true }
    switch plan.policy.overlap {
    case .allow, .skip:
      if !isLive, !isUnderWay(plan) { return true }
      skip(span, of: plan, blockedBy: blocker, &turn)
      return false
    case .bufferOne, .bufferAll:
      guard let limit = plan.policy.overlap.bufferLimit, bufferIsFull(plan) else { return true }
      addRange(span, of: plan, .skippedOverlap, Self.bufferFullReason(limit), &turn)
      return false
    case .cancelOther, .terminateOther:
      for id in members where blocks(id, plan, isLive: isLive) {
        guard let other = fires[id] else { continue }
        replace(other, by: span.last, force: plan.policy.overlap == .terminateOther, &turn)
      }
      return true
    }
  }

  /// What was under way when a fire was claimed that still waits is to end, should the policy say so. No row says that an earlier
  /// life has asked for that. Its claim is the older one; where the clock was set back in between, it is only waited for.
  mutating func endOthersClaimed(before fire: ActiveFire, _ turn: inout Turn) {
    guard let overlap = fire.plan?.policy.overlap, overlap.endsOthers, let line = fire.line else { return }
    for id in line.members {
      guard let other = fires[id], !other.isCertainlyNotStarted, other.row.claimedAt < fire.row.claimedAt else { continue }
      replace(other, by: fire.row.due, force: overlap == .terminateOther, &turn)
    }
  }

  /// An outage brings together what is due at times of its own: what makes up for it waits for the fires of other schedules.
  private func isUnderWay(_ plan: SchedulePlan) -> Bool {
    plan.underWay.contains { fires[$0]?.line === plan.line && blocks($0, plan, isLive: false) }
  }

  private mutating func skip(_ span: DueSpan, of plan: SchedulePlan, blockedBy blocker: Identifier, _ turn: inout Turn) {
    guard let row = fires[blocker]?.row else { return }
    if row.scheduleID == plan.id {
      addRange(span, of: plan, .skippedOverlap, Reason("overlap_skip", "the fire of \(row.due.iso8601) was still under way"), &turn)
    } else {
      addRange(span, of: plan, .skippedMutex, Self.mutexReason(row), &turn)
    }
  }

  static let mutexHeldCode = "mutex_held"

  static func mutexReason(_ holder: LedgerRow) -> Reason {
    Reason(mutexHeldCode, "the fire of \(holder.due.iso8601) of '\(holder.scheduleName)' held the mutex")
  }

  /// What makes up for missed instants stands behind the buffer, not in it.
  func bufferIsFull(_ plan: SchedulePlan) -> Bool {
    guard let limit = plan.policy.overlap.bufferLimit else { return false }
    return plan.underWay.count { fires[$0]?.isBuffered ?? false } >= limit
  }

  static func bufferFullReason(_ limit: Int) -> Reason {
    Reason("buffer_full", "\(limit == 1 ? "a fire waits" : "\(limit) fires wait") for the one under way already")
  }

  /// Whether a fire under way keeps a new one of `plan` from being started. Under `misfire: last` a fire of the schedule
  /// itself that only waits for its target gives way to the newer one, and catch-up that was not sent to all that is live.
  private func blocks(_ fire: Identifier, _ plan: SchedulePlan, isLive: Bool) -> Bool {
    guard let active = fires[fire] else { return false }
    if isLive, active.yieldsToLive { return false }
    if active.row.scheduleID != plan.schedule.id { return active.holdsTurn || active.phase == .queued }
    if plan.policy.misfire == .last, active.givesWay { return false }
    return true
  }

  /// A newer fire stands for those that no target has taken, and that do not wait for their turn by policy. Where overlap
  /// is allowed, it stands for those whose target is away.
  mutating func supersedeWaiting(of plan: SchedulePlan, by carrier: Identifier, _ turn: inout Turn) {
    guard plan.underWay.count > 1, let due = fires[carrier]?.row.due else { return }
    let keepsQueue = plan.policy.overlap.bufferLimit != nil
    var missed = fires[carrier]?.row.details.missed
    for id in plan.underWay where id != carrier {
      guard let fire = fires[id], fire.givesWay, !(keepsQueue && fire.phase == .queued) else { continue }
      if plan.policy.overlap == .allow, !waitsForTarget(fire) { continue }
      fire.row.carriedBy = carrier
      missed = MissedSpan(fire.row.due, and: [fire.row.details.missed, missed])
      finish(fire, .coalesced, Self.supersededReason(by: due), &turn)
    }
    // It is told what it stands for; its row is not written yet.
    guard let missed else { return }
    fires[carrier]?.row.details.missed = missed
    if let index = turn.batch.claims.lastIndex(where: { $0.id == carrier }) { turn.batch.claims[index].details.missed = missed }
  }

  /// Of the fires that wait for the end of an outage, as many are kept as the misfire policy would start behind one.
  mutating func limitWaiting(of plan: SchedulePlan, _ turn: inout Turn) {
    let waiting = plan.underWay.compactMap { fires[$0] }.filter { $0.givesWay && waitsForTarget($0) }
    for fire in waiting.dropLast(plan.policy.misfireLimit) {
      finish(fire, .skippedMisfire, Self.limitReason(plan.policy.misfireLimit), &turn)
    }
  }

  private func waitsForTarget(_ fire: ActiveFire) -> Bool {
    (fire.phase == .gated || fire.phase == .waiting) && (fire.outlivedOutage || fire.entry.isAway)
  }

  /// What makes up for missed instants and was not sent leaves its turn to what is due now.
  mutating func stepAside(for fire: ActiveFire, _ turn: inout Turn) {
    guard let members = fire.line?.members, members.count > 1 else { return }
    for id in members where id != fire.id {
      guard let other = fires[id], other.phase == .gated, other.yieldsToLive else { continue }
      takeBack(other, &turn)
    }
  }

  /// From the gate back to its line.
  mutating func takeBack(_ fire: ActiveFire, _ turn: inout Turn) {
    gate.leave(fire, at: turn.now)
    fire.phase = .queued
    fire.row.reason = Self.turnReason
    record(fire, .waiting, &turn)
  }

  /// Fires under way take turns as the schedule's policy of now says.
  mutating func regroup(_ plan: SchedulePlan, _ turn: inout Turn) {
    var moved: [(fire: ActiveFire, from: TurnLine?)] = []
    for id in plan.underWay {
      guard let fire = fires[id], case let line = plan.line(for: fire.row.kind), line !== fire.line else { continue }
      moved.append((fire, from: fire.line))
      fire.line?.members.removeAll { $0 == id }
      fire.line = line
      line?.members.append(id)
    }
    // Nobody takes a turn before all have moved: one that is left behind has no turn there any more.
    for (fire, old) in moved {
      if let old { startQueued(of: old, &turn) }
      if fire.phase != .ended, let new = fire.line { keepOneAtGate(of: new, &turn) }
      if fire.phase == .queued { proceed(fire, &turn) }
    }
  }

  /// Fires that had the way free alone may find others beside them, or one that runs already.
  private mutating func keepOneAtGate(of line: TurnLine, _ turn: inout Turn) {
    var isHeld = line.members.contains { fires[$0].map { $0.holdsTurn && $0.phase != .gated } ?? false }
    for id in line.members {
      guard let fire = fires[id], fire.phase == .gated else { continue }
      if isHeld { takeBack(fire, &turn) }
      isHeld = true
    }
  }

  /// True while another fire of its line may be under way, or goes before this one.
  func isLineBusy(for fire: ActiveFire) -> Bool {
    guard let members = fire.line?.members else { return false }
    return members.contains { other in
      guard other != fire.id, let other = fires[other], other.holdsTurn else { return false }
      return fire.isCatchUp || !other.yieldsToLive
    }
  }

  /// Sends the oldest fire of a line that waits for its turn.
  mutating func startQueued(of line: TurnLine, _ turn: inout Turn) {
    let members = line.members
    guard !members.isEmpty, !members.contains(where: { fires[$0]?.holdsTurn == true }) else { return }
    let next = oldestQueued(members) { $0.keepsTurn } ?? oldestQueued(members) { !$0.isCatchUp } ?? oldestQueued(members) { _ in true }
    if let next { proceed(next, &turn) }
  }

  private func oldestQueued(_ members: [Identifier], _ isMeant: (ActiveFire) -> Bool) -> ActiveFire? {
    for id in members {
      if let fire = fires[id], fire.phase == .queued, isMeant(fire) { return fire }
    }
    return nil
  }

  func liveFireIsQueued(in line: TurnLine?) -> Bool {
    line?.members.contains { fires[$0].map { $0.phase == .queued && !$0.isCatchUp } ?? false } ?? false
  }

  /// Who the fires of a plan take turns with from now on, which may be others than so far.
  mutating func line(of plan: SchedulePlan) -> TurnLine? {
    guard let mutex = plan.policy.mutex else {
      guard plan.policy.overlap != .allow else { return nil }
      return plan.line?.mutex == nil ? plan.line ?? TurnLine() : TurnLine()
    }
    return line(ofMutex: mutex)
  }

  mutating func line(ofMutex mutex: String) -> TurnLine {
    if let line = mutexes[mutex] { return line }
    let line = TurnLine(mutex: mutex)
    mutexes[mutex] = line
    return line
  }
}

extension ActiveFire {
  /// An earlier life has left it waiting, and had asked what was under way to end, should the policy say so: those that came
  /// one by one have, not several that were missed, which take turns, nor what waits for its target.
  var hasAskedOthersToEnd: Bool {
    guard outlivedOutage, phase == .held, row.attempt == 1, let plan else { return false }
    switch row.kind {
    case .scheduled:
      if plan.policy.misfire == .all, row.details.isCatchUp == true { return false }
      return row.reason == Scheduler.turnReason || row.reason?.code == "calendar"
    case .manual: return row.reason == Scheduler.turnReason
    case .chained: return row.reason == Scheduler.turnReason && row.details.isCatchUp != true
    case .backfill: return false
    }
  }

  /// It waits for its turn, or, of a chain, for the time from which on it does.
  fileprivate var isBuffered: Bool {
    phase == .queued && (!isCatchUp || keepsTurn || row.kind == .chained) || phase == .held && row.kind == .chained && row.attempt == 1
  }

  /// A newer fire of the schedule may stand for it.
  fileprivate var givesWay: Bool { awaitsFirstStart && !isInDoubt && row.kind == .scheduled && (!keepsTurn || entry.isAway) }
}
