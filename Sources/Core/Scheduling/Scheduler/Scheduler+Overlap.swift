import CivilTime

/// Fires that take turns: those of one schedule, or of all schedules that share a mutex.
extension Scheduler {
  /// False when the span is not to be started, which is written down then: overlap or mutex.
  mutating func admitOverlap(_ id: Identifier, _ span: DueSpan, _ turn: inout Turn) -> Bool {
    guard let plan = plans[id], let group = plan.group else { return true }
    let isLive = !isMissed(span.last, of: id, turn)
    guard let blocker = groups[group]?.first(where: { blocks($0, plan, isLive: isLive) }) else { return true }
    switch plan.policy.overlap {
    case .allow, .skip:
      skip(span, of: id, blockedBy: blocker, &turn)
      return false
    case .bufferOne, .bufferAll:
      guard let limit = plan.policy.overlap.bufferLimit, bufferIsFull(plan) else { return true }
      addRange(span, of: id, .skippedOverlap, Self.bufferFullReason(limit), &turn)
      return false
    case .cancelOther, .terminateOther:
      for other in groups[group] ?? [] where blocks(other, plan, isLive: isLive) {
        replace(other, by: span.last, force: plan.policy.overlap == .terminateOther, &turn)
      }
      return true
    }
  }

  private mutating func skip(_ span: DueSpan, of id: Identifier, blockedBy blocker: Identifier, _ turn: inout Turn) {
    guard let row = fires[blocker]?.row else { return }
    if row.scheduleID == id {
      addRange(span, of: id, .skippedOverlap, Reason("overlap_skip", "the fire of \(row.due.iso8601) was still under way"), &turn)
    } else {
      addRange(span, of: id, .skippedMutex, Self.mutexReason(row), &turn)
    }
  }

  static let mutexHeldCode = "mutex_held"

  static func mutexReason(_ holder: LedgerRow) -> Reason {
    Reason(mutexHeldCode, "the fire of \(holder.due.iso8601) of '\(holder.scheduleName)' held the mutex")
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
  mutating func supersedeWaiting(of id: Identifier, by carrier: Identifier, _ turn: inout Turn) {
    guard let plan = plans[id], let due = fires[carrier]?.row.due else { return }
    let keepsQueue = plan.policy.overlap.bufferLimit != nil
    for fire in plan.underWay where fire != carrier {
      guard let active = fires[fire], active.givesWay, !(keepsQueue && active.phase == .queued) else { continue }
      if plan.policy.overlap == .allow, !waitsForTarget(active) { continue }
      fires[fire]?.row.carriedBy = carrier
      finish(fire, .coalesced, Self.coalescedReason(into: due), &turn)
    }
  }

  /// Of the fires that wait for the end of an outage, as many are kept as the misfire policy would start behind one.
  mutating func limitWaiting(of id: Identifier, _ turn: inout Turn) {
    guard let plan = plans[id] else { return }
    let waiting = plan.underWay.filter { fires[$0].map { $0.givesWay && waitsForTarget($0) } ?? false }
    for fire in waiting.dropLast(plan.policy.misfireLimit) {
      finish(fire, .skippedMisfire, Self.limitReason(plan.policy.misfireLimit), &turn)
    }
  }

  private func waitsForTarget(_ active: ActiveFire) -> Bool {
    (active.phase == .gated || active.phase == .waiting) && (active.outlivedOutage || gate.isAway(active.entry.target))
  }

  /// What makes up for missed instants and was not sent leaves its turn to what is due now.
  mutating func stepAside(for id: Identifier, _ turn: inout Turn) {
    guard let group = fires[id]?.group, let members = groups[group], members.count > 1 else { return }
    for other in members where other != id {
      guard let active = fires[other], active.phase == .gated, active.yieldsToLive else { continue }
      takeBack(other, &turn)
    }
  }

  /// From the gate to the line of its group.
  private mutating func takeBack(_ id: Identifier, _ turn: inout Turn) {
    gate.leave(id, at: turn.now)
    fires[id]?.phase = .queued
    fires[id]?.row.reason = Self.turnReason
    record(id, .waiting, &turn)
  }

  /// Fires under way take turns as the schedule's policy of now says.
  mutating func regroup(_ id: Identifier, _ turn: inout Turn) {
    guard let plan = plans[id] else { return }
    var moved: [ActiveFire] = []
    for fire in plan.underWay {
      guard let active = fires[fire], case let group = plan.group(for: active.row.kind), group != active.group else { continue }
      leave(active.group, fire)
      fires[fire]?.group = group
      join(group, fire)
      moved.append(active)
    }
    // Nobody takes a turn before all have moved: one that is left behind has no turn there any more.
    for active in moved {
      if let old = active.group { startQueued(of: old, &turn) }
      if let new = fires[active.id]?.group { keepOneAtGate(of: new, &turn) }
      if fires[active.id]?.phase == .queued { proceed(active.id, &turn) }
    }
  }

  /// Fires that had the way free alone may find others beside them, or one that runs already.
  private mutating func keepOneAtGate(of group: ExclusionGroup, _ turn: inout Turn) {
    let members = groups[group] ?? []
    var isHeld = members.contains { fires[$0].map { $0.holdsGroup && $0.phase != .gated } ?? false }
    for id in members where fires[id]?.phase == .gated {
      if isHeld { takeBack(id, &turn) }
      isHeld = true
    }
  }

  /// True while another fire of the group may be under way, or goes before this one.
  func isGroupBusy(for id: Identifier) -> Bool {
    guard let fire = fires[id], let group = fire.group else { return false }
    return (groups[group] ?? []).contains { other in
      guard other != id, let other = fires[other], other.holdsGroup else { return false }
      return fire.isCatchUp || !other.yieldsToLive
    }
  }

  /// Sends the oldest fire of a group that waits for its turn.
  mutating func startQueued(of group: ExclusionGroup, _ turn: inout Turn) {
    guard let members = groups[group], !members.contains(where: { fires[$0]?.holdsGroup == true }) else { return }
    guard let next = members.first(where: isQueuedLive) ?? members.first(where: { fires[$0]?.phase == .queued }) else { return }
    proceed(next, &turn)
  }

  func liveFireIsQueued(in group: ExclusionGroup?) -> Bool { group.flatMap { groups[$0] }?.contains(where: isQueuedLive) ?? false }

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
