import CivilTime

/// Fires that a calendar or jitter puts off. They meet others when their time has come, and not before: until then they end nothing,
/// take no turn, and nothing is skipped for them but what is put off until the same time.
extension Scheduler {
  /// Lets in what was put off until now, in the order of due instants.
  mutating func admitPutOff(of plan: SchedulePlan, _ turn: inout Turn) {
    guard openedAt != nil else { return }
    for id in plan.underWay {
      guard let fire = fires[id], fire.phase == .held, fire.awaitsItsTime, !isLeftForCatchUp(fire, turn),
        let start = fire.row.details.notBefore, start <= turn.now
      else { continue }
      admitAtItsTime(fire, &turn)
    }
  }

  /// A fire that was put off meets the others as if it were due now: it ends them, is not started for them, or takes the place of what
  /// waits.
  mutating func admitAtItsTime(_ fire: ActiveFire, _ turn: inout Turn) {
    guard let plan = fire.plan else { return }
    clearTimer(.step, of: fire)
    let isMissed = fire.isMissed(at: turn.now)
    if isMissed { (fire.isCatchUp, fire.outlivedOutage) = (true, true) }
    if let (outcome, reason) = refusal(of: fire, turn) { return finish(fire, outcome, reason, &turn) }
    if let (outcome, reason) = refusalBesideOthers(of: fire, plan, isMissed: isMissed, &turn) {
      return finish(fire, outcome, reason, &turn)
    }
    fire.awaitsItsTime = false
    switch fire.row.kind {
    case .scheduled: if plan.policy.misfire == .last { supersedeWaiting(of: plan, by: fire.id, &turn) }
    case .chained: if waitsForSource(fire, turn) { fire.isCatchUp = true } else { endOthers(of: plan, &turn) }
    case .manual, .backfill: break
    }
    proceed(fire, &turn)
    if isMissed, plan.policy.misfire == .all { limitWaiting(of: plan, &turn) }
  }

  /// What was missed is taken up with all that was, when the source has been asked.
  func isLeftForCatchUp(_ fire: ActiveFire, _ turn: Turn) -> Bool { holdsCatchUp && fire.isMissed(at: turn.now) }

  private mutating func refusalBesideOthers(
    of fire: ActiveFire, _ plan: SchedulePlan, isMissed: Bool, _ turn: inout Turn
  ) -> (Outcome, Reason)? {
    if fire.row.kind == .chained { return refusalBesideOthers(ofFollower: plan) }
    // As of other missed instants, each has its turn.
    if isMissed, plan.policy.misfire == .all { return nil }
    return overlapRefusal(of: fire.row.due, plan, isLive: !isMissed, wasPutOff: true, &turn)
  }

  /// Why a fire is not kept that would be put off until `start`; nil when it is. Those that are put off until the same time meet there,
  /// so that what the policy makes of them is known before: no more of them are kept than can be started or buffered then.
  mutating func refusalAmongPutOff(
    _ kind: LedgerRow.Kind, due: Instant, _ plan: SchedulePlan, until start: Instant, _ turn: inout Turn
  ) -> Reason? {
    let others = putOff(of: plan, until: start)
    guard let first = others.first else { return nil }
    switch plan.policy.overlap {
    case .allow: return nil
    case .skip:
      // Under `misfire: last` the newest stands for the others once it is claimed.
      if kind == .scheduled, plan.keepsNewestPutOff { return nil }
      return Reason("overlap_skip", "the fire of \(first.row.due.iso8601) is put off until the same time, and comes first")
    case .bufferOne, .bufferAll:
      // One of them runs then.
      guard let limit = plan.policy.overlap.bufferLimit, others.count > limit else { return nil }
      return Reason("buffer_full", "\(others.count) fires are put off until the same time already")
    case .cancelOther, .terminateOther:
      guard kind == .scheduled, plan.policy.misfire != .last else { return nil }
      for other in others { replace(other, by: due, force: plan.policy.overlap == .terminateOther, &turn) }
      return nil
    }
  }

  /// How many fires leave their places among the runs that a schedule may have to instants that are put off until the same time.
  func placesTaken(by span: DueSpan, _ deferral: Deferral?, of plan: SchedulePlan, at now: Instant) -> Int {
    guard plan.isAhead(span, deferral, at: now), plan.keepsNewestPutOff else { return 0 }
    return putOff(of: plan, until: plan.plannedStart(of: span.last, deferral)).count
  }

  private func putOff(of plan: SchedulePlan, until start: Instant) -> [ActiveFire] {
    plan.underWay.compactMap { fires[$0] }.filter { $0.awaitsItsTime && $0.row.details.notBefore == start }
  }
}

extension SchedulePlan {
  /// Whether of scheduled fires that are put off until one time the newest alone is kept.
  var keepsNewestPutOff: Bool {
    switch policy.overlap {
    case .skip: policy.misfire == .last
    case .cancelOther, .terminateOther: true
    case .allow, .bufferOne, .bufferAll: false
    }
  }
}
