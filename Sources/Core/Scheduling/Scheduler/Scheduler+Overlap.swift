import CivilTime

/// Fires that take turns: those of one schedule, or of all schedules that share a mutex.
extension Scheduler {
  /// False when the span is not to be started, which is written down then: overlap or mutex.
  mutating func admitOverlap(_ plan: SchedulePlan, _ span: DueSpan, _ turn: inout Turn) -> Bool {
    guard let group = plan.group, let members = groups[group] else { return true }
    let isLive = !plan.isMissed(span.last, at: turn.now)
    guard let blocker = members.first(where: { blocks($0, plan, isLive: isLive) }) else { return true }
    switch plan.policy.overlap {
    case .allow, .skip:
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

  private mutating func skip(_ span: DueSpan, of plan: SchedulePlan, blockedBy blocker: Identifier, _ turn: inout Turn) {
    guard let row = fires[blocker]?.row else { return }
    if row.scheduleID == plan.id {
      addRange(span, of: plan, .skippedOverlap, Reason("overlap_skip", "the fire of \(row.due.iso8601) was still under way"), &turn)
    } else {
      addRange(span, of: plan, .skippedMutex, Self.mutexReason(row), &turn)
    }
  }

  static func mutexReason(_ holder: LedgerRow) -> Reason {
    Reason("mutex_held", "the fire of \(holder.due.iso8601) of '\(holder.scheduleName)' held the mutex")
  }

  /// What makes up for missed instants stands behind the buffer, not in it.
  func bufferIsFull(_ plan: SchedulePlan) -> Bool {
    guard let limit = plan.policy.overlap.bufferLimit else { return false }
    return plan.underWay.count { fires[$0].map { $0.phase == .queued && !$0.isCatchUp } ?? false } >= limit
  }

  static func bufferFullReason(_ limit: Int) -> Reason {
    Reason("buffer_full", "\(limit == 1 ? "a fire waits" : "\(limit) fires wait") for the one under way already")
  }

  /// Whether a fire under way keeps a new one of `plan` from being started. Under `misfire: last` a fire of the schedule
  /// itself that only waits for its target gives way to the newer one, and catch-up that was not sent to all that is live.
  private func blocks(_ fire: Identifier, _ plan: SchedulePlan, isLive: Bool) -> Bool {
    guard let active = fires[fire] else { return false }
    if isLive, active.yieldsToLive { return false }
    if active.row.scheduleID != plan.schedule.id { return active.holdsGroup || active.phase == .queued }
    if plan.policy.misfire == .last, active.givesWay { return false }
    return true
  }

  /// A newer fire stands for those that no target has taken, and that do not wait for their turn by policy. Where overlap
  /// is allowed, it stands for those whose target is away.
  mutating func supersedeWaiting(of plan: SchedulePlan, by carrier: Identifier, _ turn: inout Turn) {
    guard plan.underWay.count > 1, let due = fires[carrier]?.row.due else { return }
    let keepsQueue = plan.policy.overlap.bufferLimit != nil
    for id in plan.underWay where id != carrier {
      guard let fire = fires[id], fire.givesWay, !(keepsQueue && fire.phase == .queued) else { continue }
      if plan.policy.overlap == .allow, !waitsForTarget(fire) { continue }
      fire.row.carriedBy = carrier
      finish(fire, .coalesced, Self.coalescedReason(into: due), &turn)
    }
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
    guard let group = fire.group, let members = groups[group], members.count > 1 else { return }
    for id in members where id != fire.id {
      guard let other = fires[id], other.phase == .gated, other.yieldsToLive else { continue }
      takeBack(other, &turn)
    }
  }

  /// From the gate to the line of its group.
  private mutating func takeBack(_ fire: ActiveFire, _ turn: inout Turn) {
    gate.leave(fire, at: turn.now)
    fire.phase = .queued
    fire.row.reason = Self.turnReason
    record(fire, .waiting, &turn)
  }

  /// Fires under way take turns as the schedule's policy of now says.
  mutating func regroup(_ plan: SchedulePlan, _ turn: inout Turn) {
    var moved: [(fire: ActiveFire, from: ExclusionGroup?)] = []
    for id in plan.underWay {
      guard let fire = fires[id], case let group = plan.group(for: fire.row.kind), group != fire.group else { continue }
      moved.append((fire, from: fire.group))
      leave(fire.group, id)
      fire.group = group
      join(group, id)
    }
    // Nobody takes a turn before all have moved: one that is left behind has no turn there any more.
    for (fire, old) in moved {
      if let old { startQueued(of: old, &turn) }
      if fire.phase != .ended, let new = fire.group { keepOneAtGate(of: new, &turn) }
      if fire.phase == .queued { proceed(fire, &turn) }
    }
  }

  /// Fires that had the way free alone may find others beside them, or one that runs already.
  private mutating func keepOneAtGate(of group: ExclusionGroup, _ turn: inout Turn) {
    let members = groups[group] ?? []
    var isHeld = members.contains { fires[$0].map { $0.holdsGroup && $0.phase != .gated } ?? false }
    for id in members {
      guard let fire = fires[id], fire.phase == .gated else { continue }
      if isHeld { takeBack(fire, &turn) }
      isHeld = true
    }
  }

  /// True while another fire of the group may be under way, or goes before this one.
  func isGroupBusy(for fire: ActiveFire) -> Bool {
    guard let group = fire.group, let members = groups[group] else { return false }
    return members.contains { other in
      guard other != fire.id, let other = fires[other], other.holdsGroup else { return false }
      return fire.isCatchUp || !other.yieldsToLive
    }
  }

  /// Sends the oldest fire of a group that waits for its turn.
  mutating func startQueued(of group: ExclusionGroup, _ turn: inout Turn) {
    guard let members = groups[group], !members.contains(where: { fires[$0]?.holdsGroup == true }) else { return }
    guard let next = members.first(where: { isQueuedLive($0) }) ?? members.first(where: { fires[$0]?.phase == .queued }) else { return }
    if let fire = fires[next] { proceed(fire, &turn) }
  }

  func liveFireIsQueued(in group: ExclusionGroup?) -> Bool { group.flatMap { groups[$0] }?.contains { isQueuedLive($0) } ?? false }

  private func isQueuedLive(_ id: Identifier) -> Bool { fires[id].map { $0.phase == .queued && !$0.isCatchUp } ?? false }

  mutating func join(_ group: ExclusionGroup?, _ fire: Identifier) {
    guard let group else { return }
    groups[group, default: []].append(fire)
  }

  mutating func leave(_ group: ExclusionGroup?, _ fire: Identifier) {
    guard let group else { return }
    groups[group]?.removeAll { $0 == fire }
    if groups[group]?.isEmpty == true { groups[group] = nil }
  }
}

extension ActiveFire {
  /// A newer fire of the schedule may stand for it.
  fileprivate var givesWay: Bool { awaitsFirstStart && !isInDoubt && row.kind == .scheduled }
}
