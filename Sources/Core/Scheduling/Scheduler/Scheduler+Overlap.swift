import CivilTime

/// Fires that take turns: those of one schedule, or of all schedules that share a mutex.
extension Scheduler {
  /// False when the span is not to be started, which is written down then: overlap or mutex.
  mutating func admitOverlap(_ plan: SchedulePlan, _ span: DueSpan, _ deferral: Deferral?, _ turn: inout Turn) -> Bool {
    guard let (outcome, reason) = refusal(of: span, deferral, plan, &turn) else { return true }
    addRange(span, of: plan, outcome, reason, &turn)
    return false
  }

  private mutating func refusal(
    of span: DueSpan, _ deferral: Deferral?, _ plan: SchedulePlan, _ turn: inout Turn
  ) -> (Outcome, Reason)? {
    let start = plan.plannedStart(of: span.last, deferral)
    guard plan.isAhead(span, deferral, at: turn.now) else {
      let isLive = !plan.isMissed(span.last, deferral, at: turn.now)
      return overlapRefusal(of: span.last, plan, isLive: isLive, putOffUntil: deferral.map { _ in start }, &turn)
    }
    return refusalAmongPutOff(.scheduled, due: span.last, plan, until: start, &turn).map { (.skippedOverlap, $0) }
  }

  /// Why a due instant, or a fire that was put off until now, is not started beside others; nil when it may come. What the policy
  /// ends is told to end.
  /// - Parameter start: until when it was put off; nil: it was not.
  mutating func overlapRefusal(
    of due: Instant, _ plan: SchedulePlan, isLive: Bool, putOffUntil start: Instant?, _ turn: inout Turn
  ) -> (Outcome, Reason)? {
    guard let members = plan.line?.members, !members.isEmpty else { return nil }
    // Of those that a calendar's end brings together the first makes way in what is older; none of them has outlived an outage for another.
    if plan.policy.misfire == .all, !plan.underWay.contains(where: { fires[$0]?.hasCome(with: start) ?? false }) {
      outliveOutage(of: plan, &turn)
    }
    let now = turn.now
    guard let blocker = members.first(where: { blocks($0, plan, isLive: isLive, putOffUntil: start, at: now) }) else { return nil }
    switch plan.policy.overlap {
    case .allow, .skip:
      if !isLive, !isUnderWay(plan, at: now) { return nil }
      return fires[blocker].map { Self.skipReason(plan, blockedBy: $0.row) }
    case .bufferOne, .bufferAll:
      guard let limit = plan.policy.overlap.bufferLimit, bufferIsFull(plan, at: now) else { return nil }
      return (.skippedOverlap, Self.bufferFullReason(limit))
    case .cancelOther, .terminateOther:
      for id in members where blocks(id, plan, isLive: isLive, putOffUntil: start, at: now) {
        guard let other = fires[id], mayEnd(other, plan, at: now) else { continue }
        replace(other, by: due, force: plan.policy.overlap == .terminateOther, &turn)
      }
      return nil
    }
  }

  /// What was under way when a fire that still waits met the others is to end, should the policy say so. No row says that an
  /// earlier life has asked for that. Its claim and its first send are older than that; where the clock was set back in between, it is
  /// only waited for. One that stood back has asked none but its own schedule's.
  mutating func endOthersClaimed(before fire: ActiveFire, _ turn: inout Turn) {
    guard let plan = fire.plan, case let overlap = plan.policy.overlap, overlap.endsOthers, let line = fire.line else { return }
    let met = max(fire.row.claimedAt, fire.row.details.notBefore ?? fire.row.claimedAt)
    for id in line.members {
      guard let other = fires[id], !other.isCertainlyNotStarted, other.wasUnderWay(before: met), mayEnd(other, plan, at: turn.now),
        !fire.hasStoodBack || other.row.scheduleID == plan.id
      else { continue }
      replace(other, by: fire.row.due, force: overlap == .terminateOther, &turn)
    }
  }

  /// An outage brings together what is due at times of its own: what makes up for it waits for the fires of other schedules.
  private func isUnderWay(_ plan: SchedulePlan, at now: Instant) -> Bool {
    plan.underWay.contains { fires[$0]?.line === plan.line && blocks($0, plan, isLive: false, putOffUntil: nil, at: now) }
  }

  private static func skipReason(_ plan: SchedulePlan, blockedBy row: LedgerRow) -> (Outcome, Reason) {
    guard row.scheduleID == plan.id else { return (.skippedMutex, mutexReason(row)) }
    return (.skippedOverlap, Reason("overlap_skip", "the fire of \(row.due.iso8601) was still under way"))
  }

  static let mutexHeldCode = "mutex_held"

  static func mutexReason(_ holder: LedgerRow) -> Reason {
    Reason(mutexHeldCode, "the fire of \(holder.due.iso8601) of '\(holder.scheduleName)' held the mutex")
  }

  /// What makes up for missed instants stands behind the buffer, not in it.
  func bufferIsFull(_ plan: SchedulePlan, at now: Instant) -> Bool {
    guard let limit = plan.policy.overlap.bufferLimit else { return false }
    var (waiting, standingBack, isOneAtWork) = (0, 0, false)
    for fire in plan.underWay.lazy.compactMap({ fires[$0] }) {
      if isBuffered(fire, plan, at: now) { waiting += 1 }
      if fire.standsBack, fire.row.kind != .backfill, !(plan.policy.misfire == .all && fire.isCatchUp) { standingBack += 1 }
      if fire.holdsTurn, !fire.isUnwritten { isOneAtWork = true }
    }
    // The first of those that stand back has its turn, as soon as its target is there.
    if standingBack > 0, !isOneAtWork { standingBack -= 1 }
    return waiting + standingBack >= limit
  }

  private func isBuffered(_ fire: ActiveFire, _ plan: SchedulePlan, at now: Instant) -> Bool {
    fire.isBuffered && !(plan.policy.misfire == .skip && isMissedForDisk(fire, at: now))
  }

  static func bufferFullReason(_ limit: Int) -> Reason {
    Reason("buffer_full", "\(limit == 1 ? "a fire waits" : "\(limit) fires wait") for the one under way already")
  }

  /// Whether a fire under way keeps a new one of `plan` from being started. A fire of the schedule itself that only waits to be sent
  /// gives way to the newer one, as the misfire policy says, and catch-up that was not sent to all that is live.
  private func blocks(
    _ fire: Identifier, _ plan: SchedulePlan, isLive: Bool, putOffUntil start: Instant?, at now: Instant
  ) -> Bool {
    guard let active = fires[fire], !active.awaitsItsTime else { return false }
    if isLive, active.yieldsToLive { return false }
    if active.row.scheduleID != plan.schedule.id {
      return active.isAtMutex && !isMissedForDisk(active, at: now)
    }
    switch plan.policy.misfire {
    case .last: return !givesWay(active, plan, at: now)
    // What waits for its target makes up for something by now; what waits for the disk has its turn when it is written.
    case .all: return active.hasCome(with: start) || plan.policy.overlap.endsOthers || !isMissedForDisk(active, at: now)
    case .skip: return start != nil || !isSkipped(active, plan, at: now)
    }
  }

  /// Under `misfire: last`. Where fires are to wait in a buffer none stands for another, but after an outage.
  private func givesWay(_ fire: ActiveFire, _ plan: SchedulePlan, at now: Instant) -> Bool {
    guard fire.givesWay else { return isMissedForDisk(fire, at: now) }
    return plan.policy.overlap.bufferLimit == nil || waitsForTarget(fire) || isMissedForDisk(fire, at: now)
  }

  /// A newer fire stands for those that no target has taken, and that do not wait for their turn by policy. Where overlap
  /// is allowed, it stands for those whose target is away.
  mutating func supersedeWaiting(of plan: SchedulePlan, by carrier: Identifier, _ turn: inout Turn) {
    guard plan.underWay.count > 1, let newer = fires[carrier] else { return }
    let before = newer.row.details.missed
    var missed = before
    for id in plan.underWay where id != carrier {
      guard let fire = fires[id], isStoodFor(fire, by: newer, plan, at: turn.now) else { continue }
      fire.row.carriedBy = carrier
      missed = MissedSpan(fire.row.due, and: [fire.row.details.missed, missed])
      if !fire.entry.isAway { newer.earlierDeclines = max(newer.earlierDeclines, fire.earlierDeclines + fire.declines) }
      gate.hand(placeOf: fire, to: newer)
      finish(fire, .coalesced, Self.supersededReason(by: newer.row.due), &turn)
    }
    // It is told what it stands for; its row may not be written yet.
    guard let missed, missed != before else { return }
    newer.row.details.missed = missed
    if let index = turn.batch.claims.lastIndex(where: { $0.id == carrier }) {
      turn.batch.claims[index].details.missed = missed
    } else {
      record(newer, newer.row.outcome, &turn)
    }
  }

  private func isStoodFor(_ fire: ActiveFire, by newer: ActiveFire, _ plan: SchedulePlan, at now: Instant) -> Bool {
    let start = newer.row.details.notBefore
    guard newer.awaitsItsTime else { return isStoodFor(fire, by: newer.row.due, until: start, plan, at: now) }
    guard fire.row.due < newer.row.due, fire.awaitsItsTime else { return false }
    return fire.givesWay && plan.keepsNewestPutOff && fire.row.details.notBefore == start
  }

  /// - Parameter start: until when the newer one was put off; nil: it was not.
  func isStoodFor(_ fire: ActiveFire, by due: Instant, until start: Instant?, _ plan: SchedulePlan, at now: Instant) -> Bool {
    guard fire.row.due < due, !fire.awaitsItsTime, givesWay(fire, plan, at: now) else { return false }
    switch plan.policy.overlap {
    case .allow: return waitsForTarget(fire) || isMissedForDisk(fire, at: now)
    case .bufferOne, .bufferAll: return fire.phase != .queued && !fire.wasBuffered
    case .skip, .cancelOther, .terminateOther: return true
    }
  }

  /// Under `misfire: all` what waits for its target has outlived an outage as soon as a newer instant has come: it makes up for its own,
  /// in its turn, and stands in nobody's way.
  private mutating func outliveOutage(of plan: SchedulePlan, _ turn: inout Turn) {
    for id in plan.underWay {
      guard let fire = fires[id], !fire.isCatchUp, isMissedForTarget(fire) else { continue }
      clearTimer(.startDeadline, of: fire)
      fire.outliveOutage()
      fire.keepsTurn = false
    }
  }

  /// Under `misfire: skip` a newer fire is started in the place of those that wait for the end of an outage: of what that brings together
  /// none but the newest is merely late.
  mutating func skipWaiting(of plan: SchedulePlan, for carrier: Identifier, _ turn: inout Turn) {
    guard plan.underWay.count > 1, let newer = fires[carrier], !newer.awaitsItsTime else { return }
    for id in plan.underWay where id != carrier {
      guard let fire = fires[id], isSkipped(fire, plan, at: turn.now) else { continue }
      gate.hand(placeOf: fire, to: newer)
      finish(fire, .skippedMisfire, Self.outageSkipReason, &turn)
    }
  }

  /// Under `misfire: skip`, when a newer instant of the schedule comes. A buffer keeps what waits for its target.
  func isSkipped(_ fire: ActiveFire, _ plan: SchedulePlan, at now: Instant) -> Bool {
    switch plan.policy.overlap {
    case .skip, .cancelOther, .terminateOther: isMissedForTarget(fire) || isMissedForDisk(fire, at: now)
    case .bufferOne, .bufferAll: isMissedForDisk(fire, at: now)
    case .allow: false
    }
  }

  /// When a newer instant of the schedule comes: nobody was there to take it in this life, which is an outage and no overlap.
  private func isMissedForTarget(_ fire: ActiveFire) -> Bool {
    fire.givesWay && waitsForTarget(fire) && (fire.failures > 0 || fire.entry.isAway)
  }

  /// The same where the disk does not take its claim. One that is slow, but takes it in time, lets nobody miss anything.
  private func isMissedForDisk(_ fire: ActiveFire, at now: Instant) -> Bool {
    guard fire.isUnwritten, fire.row.kind == .scheduled, !fire.awaitsItsTime, fire.endWhenWritten == nil else { return false }
    return ledgerFails || fire.row.plannedStart.advanced(by: fire.clockShift + Self.misfireThreshold) <= now
  }

  /// Of the fires that wait for the end of an outage, as many are kept as the misfire policy would start behind one.
  mutating func limitWaiting(of plan: SchedulePlan, _ turn: inout Turn) {
    let now = turn.now
    let waiting = plan.underWay.compactMap { fires[$0] }.filter {
      $0.givesWay && waitsForTarget($0) || isMissedForDisk($0, at: now) || isBehindOutage($0)
    }
    for fire in waiting.dropLast(plan.policy.misfireLimit) {
      finish(fire, .skippedMisfire, Self.limitReason(plan.policy.misfireLimit), &turn)
    }
  }

  /// It has waited for its target, which is still away, and has left its place to a newer one.
  private func isBehindOutage(_ fire: ActiveFire) -> Bool {
    fire.phase == .queued && fire.givesWay && fire.outlivedOutage && fire.entry.isAway
  }

  private func waitsForTarget(_ fire: ActiveFire) -> Bool {
    (fire.phase == .gated || fire.phase == .waiting) && (fire.outlivedOutage || fire.entry.isAway)
  }

  /// What makes up for missed instants and was not sent leaves its turn to what is due now, and what cannot be sent to what can.
  mutating func stepAside(for fire: ActiveFire, _ turn: inout Turn) {
    guard let members = fire.line?.members, members.count > 1 else { return }
    for id in members where id != fire.id {
      guard let other = fires[id], other.phase == .gated else { continue }
      if other.leavesTurn(to: fire) {
        _ = standBack(other, until: timeToTry(other, turn), &turn)
      } else if !fire.isCatchUp, other.yieldsToLive {
        takeBack(other, &turn)
      }
    }
  }

  /// From the gate back to its line.
  mutating func takeBack(_ fire: ActiveFire, _ turn: inout Turn) {
    gate.leave(fire, at: turn.now)
    fire.phase = .queued
    fire.row.reason = fire.turnReason
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
      if fire.phase != .ended, let new = fire.line {
        if !standBackAtGate(fire, &turn) { keepOneAtGate(of: new, &turn) }
      }
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
      guard other != fire.id, let other = fires[other], other.holdsTurn, !other.leavesTurn(to: fire) else { return false }
      return fire.isCatchUp || !other.yieldsToLive
    }
  }

  /// Sends the oldest fire of a line that waits for its turn: of a backfill none before what was due or asked for now.
  mutating func startQueued(of line: TurnLine, _ turn: inout Turn) {
    standBackForOthers(in: line, &turn)
    let members = line.members
    guard !members.isEmpty, !members.contains(where: { fires[$0]?.holdsTurn == true }) else { return }
    while let next = nextQueued(members) {
      advance(next, &turn)
      guard next.standsBack else { return }
      standBack(allWith: next, in: members, &turn)
    }
  }

  private func nextQueued(_ members: [Identifier]) -> ActiveFire? {
    oldestQueued(members) { $0.keepsTurn && $0.row.kind != .backfill }
      ?? oldestQueued(members) { !$0.isCatchUp && $0.row.kind != .backfill }
      ?? oldestQueued(members) { !$0.isCatchUp } ?? oldestQueued(members) { _ in true }
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
  /// one by one have, not several that were missed, which take turns, nor what waits for its time or its target.
  var hasAskedOthersToEnd: Bool {
    guard outlivedOutage, phase == .held, row.attempt == 1, !awaitsItsTime, let plan,
      row.reason == Scheduler.turnReason || row.reason == Scheduler.standBackTurnReason
    else { return false }
    switch row.kind {
    case .scheduled: return plan.policy.misfire != .all || row.details.isCatchUp != true
    // Of several replays the later ones have not.
    case .manual, .chained: return row.details.isCatchUp != true
    case .backfill: return false
    }
  }

  /// What waited for its turn then was not, though it was claimed.
  fileprivate func wasUnderWay(before instant: Instant) -> Bool { max(row.claimedAt, row.sentAt ?? row.claimedAt) < instant }

  /// It waits for its turn. What is put off does not yet; a backfill takes no place of what is due.
  fileprivate var isBuffered: Bool {
    phase == .queued && row.kind != .backfill && (!isCatchUp || keepsTurn || row.kind == .chained)
  }

  /// Put off until `start` as well, it has met the others.
  fileprivate func hasCome(with start: Instant?) -> Bool { start != nil && !awaitsItsTime && row.details.notBefore == start }

  /// A newer fire of the schedule may stand for it. Not for what its target has declined and may yet take: the newer one would be sent at
  /// once, and of the refusals none would ever be the last. Where no deadline ends it, as it has outlived an outage, the refusals of both are
  /// counted.
  fileprivate var givesWay: Bool {
    guard awaitsFirstStart, !isInDoubt, row.kind == .scheduled else { return false }
    return entry.isAway || (!keepsTurn && (declines == 0 || outlivedOutage))
  }
}
