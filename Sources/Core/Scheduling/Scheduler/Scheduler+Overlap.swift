import CivilTime

/// Fires that take turns: those of one schedule, or of all schedules that share a mutex.
extension Scheduler {
  /// False when the span is not to be started, which is written down then: overlap or mutex.
  mutating func admitOverlap(_ id: Identifier, _ span: DueSpan, _ turn: inout Turn) -> Bool {
    guard let plan = plans[id], let group = plan.group else { return true }
    let others = (groups[group] ?? []).filter { blocks($0, plan) }
    guard let blocker = others.first else { return true }
    switch plan.policy.overlap {
    case .allow, .skip:
      skip(span, of: id, blockedBy: blocker, &turn)
      return false
    case .bufferOne, .bufferAll:
      let queued = plan.underWay.count { fires[$0]?.phase == .queued }
      guard let limit = plan.policy.overlap.bufferLimit, queued >= limit else { return true }
      let reason = Reason("buffer_full", "\(limit == 1 ? "a fire waits" : "\(limit) fires wait") for the one under way already")
      addRange(span, of: id, .skippedOverlap, reason, &turn)
      return false
    case .cancelOther, .terminateOther:
      for other in others { replace(other, by: span.last, force: plan.policy.overlap == .terminateOther, &turn) }
      return true
    }
  }

  private mutating func skip(_ span: DueSpan, of id: Identifier, blockedBy blocker: Identifier, _ turn: inout Turn) {
    guard let row = fires[blocker]?.row else { return }
    if row.scheduleID == id {
      addRange(span, of: id, .skippedOverlap, Reason("overlap_skip", "the fire of \(row.due.iso8601) was still under way"), &turn)
    } else {
      let reason = Reason("mutex_held", "the fire of \(row.due.iso8601) of '\(row.scheduleName)' held the mutex")
      addRange(span, of: id, .skippedMutex, reason, &turn)
    }
  }

  /// Whether a fire under way keeps a new one of `plan` from being started. Under `misfire: last` a fire of the schedule
  /// itself that only waits for its target gives way to the newer one; a backfill takes turns with itself only.
  private func blocks(_ fire: Identifier, _ plan: SchedulePlan) -> Bool {
    guard let active = fires[fire] else { return false }
    if active.row.scheduleID != plan.schedule.id { return active.holdsGroup || active.phase == .queued }
    if plan.policy.misfire == .last, active.givesWay { return false }
    return true
  }

  /// A newer fire stands for those that no target has taken, and that do not wait for their turn by policy.
  mutating func supersedeWaiting(of id: Identifier, by carrier: Identifier, _ turn: inout Turn) {
    guard let plan = plans[id], plan.policy.overlap != .allow, let due = fires[carrier]?.row.due else { return }
    let keepsQueue = plan.policy.overlap.bufferLimit != nil
    for fire in plan.underWay where fire != carrier {
      guard let active = fires[fire], active.givesWay, !(keepsQueue && active.phase == .queued) else { continue }
      fires[fire]?.row.carriedBy = carrier
      finish(fire, .coalesced, Self.coalescedReason(into: due), &turn)
    }
  }

  /// True while another fire of the group may be under way.
  func isGroupBusy(for fire: Identifier) -> Bool {
    guard let group = fires[fire]?.group else { return false }
    return (groups[group] ?? []).contains { $0 != fire && fires[$0]?.holdsGroup == true }
  }

  /// Sends the oldest fire of a group that waits for its turn.
  mutating func startQueued(of group: ExclusionGroup, _ turn: inout Turn) {
    guard let members = groups[group], let next = members.first(where: { fires[$0]?.phase == .queued }) else { return }
    guard !members.contains(where: { fires[$0]?.holdsGroup == true }) else { return }
    proceed(next, &turn)
  }

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
  fileprivate var givesWay: Bool { awaitsFirstStart && row.kind == .scheduled }
}
