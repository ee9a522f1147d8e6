import CivilTime

/// Fires that a calendar or jitter puts off. They meet others when their time has come, and not before: until then they end nothing,
/// take no turn, and nothing is skipped for them but what is put off until the same time.
extension Scheduler {
  /// Lets in what was put off until now, in the order of due instants.
  mutating func admitPutOff(of plan: SchedulePlan, _ turn: inout Turn) {
    guard openedAt != nil else { return }
    var newest: ActiveFire?
    for id in plan.underWay {
      guard let fire = fires[id], fire.phase == .held, fire.awaitsItsTime, !isLeftForCatchUp(fire, turn),
        let start = fire.row.details.notBefore, start <= turn.now
      else { continue }
      // A pause that ends before its time ends first, and lets it in.
      if let until = plan.state.pause?.until, until <= start { continue }
      admitAtItsTime(fire, plan, &turn)
      guard fire.phase != .ended, fire.row.kind == .scheduled else { continue }
      // Where overlap is allowed they may be many: the last of them stands for what each would stand for.
      if plan.policy.overlap == .allow { newest = fire } else { letOthersMakeRoom(for: fire, plan, &turn) }
    }
    if let newest { letOthersMakeRoom(for: newest, plan, &turn) }
  }

  /// A fire that was put off meets the others as if it were due now: it ends them, is not started for them, or takes the place of what
  /// waits.
  private mutating func admitAtItsTime(_ fire: ActiveFire, _ plan: SchedulePlan, _ turn: inout Turn) {
    clearTimer(.step, of: fire)
    let isMissed = fire.isMissed(at: turn.now)
    if isMissed { (fire.isCatchUp, fire.outlivedOutage) = (true, true) }
    if let (outcome, reason) = refusal(of: fire, turn) { return finish(fire, outcome, reason, &turn) }
    if let (outcome, reason) = refusalBesideOthers(of: fire, plan, isMissed: isMissed, &turn) {
      return finish(fire, outcome, reason, &turn)
    }
    fire.awaitsItsTime = false
    fire.noteWhetherItCouldEndOthers(at: turn.now)
    if fire.row.kind == .chained {
      if waitsForSource(fire, turn) { waitForTurn(fire) } else { endOthers(of: plan, for: fire.row.due, &turn) }
    } else if isMissed, plan.policy.misfire == .all {
      waitForTurn(fire)
    }
    if fire.row.kind == .scheduled, plan.policy.misfire == .last, plan.policy.overlap != .allow {
      supersedeWaiting(of: plan, by: fire.id, &turn)
    }
    proceed(fire, &turn)
  }

  private func waitForTurn(_ fire: ActiveFire) { (fire.isCatchUp, fire.hasAskedNobody) = (true, true) }

  /// A fire that was let in stands for those that wait for a target, as far as the policy says so.
  private mutating func letOthersMakeRoom(for fire: ActiveFire, _ plan: SchedulePlan, _ turn: inout Turn) {
    switch plan.policy.misfire {
    case .last: if plan.policy.overlap == .allow { supersedeWaiting(of: plan, by: fire.id, &turn) }
    case .all: if fire.outlivedOutage { limitWaiting(of: plan, &turn) }
    case .skip: break
    }
  }

  /// What was missed is taken up with all that was, when the source has been asked.
  private func isLeftForCatchUp(_ fire: ActiveFire, _ turn: Turn) -> Bool { holdsCatchUp(of: fire.plan) && fire.isMissed(at: turn.now) }

  private mutating func refusalBesideOthers(
    of fire: ActiveFire, _ plan: SchedulePlan, isMissed: Bool, _ turn: inout Turn
  ) -> (Outcome, Reason)? {
    if fire.row.kind == .chained { return refusalBesideOthers(ofFollower: plan, at: turn.now) }
    // As of other missed instants, each has its turn.
    if isMissed, plan.policy.misfire == .all { return nil }
    return overlapRefusal(of: fire.row.due, plan, isLive: !isMissed, putOffUntil: fire.row.details.notBefore, &turn)
  }

  /// Why a fire is not kept that would be put off until `start`; nil when it is. Those that are put off until the same time meet there,
  /// so that what the policy makes of them is known before: no more of them are kept than can be started or buffered then.
  mutating func refusalAmongPutOff(
    _ kind: LedgerRow.Kind, due: Instant, _ plan: SchedulePlan, until start: Instant, _ turn: inout Turn
  ) -> Reason? {
    guard plan.policy.overlap != .allow else { return nil }
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
      // Under `misfire: last` a scheduled one stands for the others once it is claimed; nothing stands for what follows.
      guard kind == .chained || plan.policy.misfire != .last else { return nil }
      for other in others { replace(other, by: due, force: plan.policy.overlap == .terminateOther, &turn) }
      return nil
    }
  }

  /// How many fires would leave their places, among the runs that a schedule may have, to a due instant: those that are put off until the
  /// same time, or that an outage has let wait.
  func placesTaken(by span: DueSpan, _ deferral: Deferral?, of plan: SchedulePlan, at now: Instant) -> Int {
    guard plan.policy.maxRuns != nil else { return 0 }
    let isAhead = plan.isAhead(span, deferral, at: now)
    switch plan.policy.misfire {
    case _ where isAhead: return plan.keepsNewestPutOff ? putOff(of: plan, until: plan.plannedStart(of: span.last, deferral)).count : 0
    case .last:
      let notBefore = deferral.map { _ in plan.plannedStart(of: span.last, deferral) }
      return plan.underWay.count { fires[$0].map { isStoodFor($0, by: span.last, until: notBefore, plan, at: now) } ?? false }
    case .skip where !plan.isMissed(span.last, deferral, at: now):
      return plan.underWay.count { fires[$0].map { isSkipped($0, plan, at: now) } ?? false }
    case .skip, .all: return 0
    }
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
