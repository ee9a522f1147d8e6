import CivilTime

/// How fires come into being.
extension Scheduler {
  static let turnReason = Reason("turn", "another fire comes first")
  /// Of one that has not asked the other to end, whatever its policy says. The next life knows by it.
  static let quietTurnReason = Reason("turn", "another fire comes first, and was not asked to end for this one")
  /// Of one that would have asked, and could not have run then.
  static let standBackTurnReason = Reason(
    "turn", "another fire comes first, and was not asked to end for this one, which could not be sent before")

  /// Writes down that a due instant is to be started, and takes it up once that is durable.
  /// - Parameter isBacklog: it is one of several that were missed; they keep their order, and give way to what is due now.
  mutating func claim(
    _ due: Instant, of plan: SchedulePlan, missed: MissedSpan?, _ deferral: Deferral?, isBacklog: Bool = false, _ turn: inout Turn
  ) -> Identifier {
    let fireID = Identifier.version5(namespace: plan.id, name: texts(of: due).idName)
    plan.openRange = nil
    var details = FireDetails()
    if plan.jitter > .zero { details.jitterMilliseconds = plan.jitter.microseconds / 1000 }
    if missed != nil { details.missed = missed }
    let start = plan.plannedStart(of: due, deferral)
    // Also where a calendar's end has been meanwhile: deadlines and lateness count from there.
    if deferral != nil || start > turn.now { details.notBefore = start }
    let isOfEarlierLife = holdsCatchUp(of: plan) && openedAt.map { due <= $0 } ?? false
    // Nothing is missed before its time.
    if start <= turn.now, plan.isMissed(due, deferral, at: turn.now) || isBacklog || isOfEarlierLife { details.isCatchUp = true }
    claim(fireID, .scheduled, due: due, of: plan, details, heldBy: deferral?.calendar, &turn)
    return fireID
  }

  mutating func trigger(_ id: Identifier, as fireID: Identifier, _ turn: inout Turn) {
    guard let plan = planToTrigger(id, as: fireID, &turn) else { return }
    let due = turn.now.roundedDownToSecond
    endOthers(of: plan, for: due, &turn)
    claim(fireID, .manual, due: due, of: plan, FireDetails(), &turn)
  }

  mutating func replay(_ row: LedgerRow, as fireID: Identifier, _ turn: inout Turn) {
    guard let plan = planToTrigger(row.scheduleID, as: fireID, &turn) else { return }
    var details = FireDetails()
    details.replayOf = row.id
    if isReplayed(plan) {
      // Somebody wants all of them: as of several that were missed none ends another.
      details.isCatchUp = true
    } else {
      endOthers(of: plan, for: row.due, &turn)
    }
    claim(fireID, .manual, due: row.due, of: plan, details, &turn)
  }

  /// The plan of a schedule that may be fired by hand now; the request is declined otherwise.
  private mutating func planToTrigger(_ id: Identifier, as fireID: Identifier, _ turn: inout Turn) -> SchedulePlan? {
    guard let plan = plans[id] else {
      turn.effects.append(.declined(fire: fireID, Reason("not_found", "there is no schedule \(id)")))
      return nil
    }
    if let reason = refusalOfTrigger(of: plan, at: turn.now) {
      turn.effects.append(.declined(fire: fireID, reason))
      return nil
    }
    return plan
  }

  /// True while a replay is under way that a further one would end.
  private func isReplayed(_ plan: SchedulePlan) -> Bool {
    guard plan.policy.overlap.endsOthers, let line = plan.line else { return false }
    return line.members.contains { fires[$0]?.row.details.replayOf != nil }
  }

  /// Somebody who asks for a fire has no use for one that waits: what overlaps is declined, unless the policy buffers and
  /// has room, or ends the other.
  func refusalOfTrigger(of plan: SchedulePlan, at now: Instant) -> Reason? {
    guard plan.definition.trigger != nil else {
      return plan.definition.reason ?? Reason("no_binding", "nothing says what to start")
    }
    if let limit = plan.policy.overlap.bufferLimit { return bufferIsFull(plan, at: now) ? Self.bufferFullReason(limit) : nil }
    guard plan.policy.overlap == .skip || plan.policy.overlap == .allow, let blocker = blocker(of: plan)
    else { return nil }
    if blocker.row.scheduleID != plan.id { return Self.mutexReason(blocker.row) }
    return Reason(
      "overlap_skip", "fire \(blocker.id) is still under way, and the schedule's overlap policy is \(plan.policy.overlap.rawValue)")
  }

  /// What is under way, or waits for its turn; of other schedules nothing that waits for something else, and nothing that is put off.
  private func blocker(of plan: SchedulePlan) -> ActiveFire? {
    plan.line?.members.lazy.compactMap { fires[$0] }.first {
      !$0.awaitsItsTime && ($0.row.scheduleID == plan.id || $0.isAtMutex)
    }
  }

  /// A manual fire ends the other as a scheduled one would, also between two attempts, but takes the place of none that still waits
  /// for its first.
  mutating func endOthers(of plan: SchedulePlan, for due: Instant, _ turn: inout Turn) {
    guard plan.policy.overlap.endsOthers, let line = plan.line else { return }
    for id in line.members {
      guard let other = fires[id], !other.isCertainlyNotStarted || other.row.attempt > 1 && other.row.scheduleID == plan.id,
        mayEnd(other, plan, at: turn.now)
      else { continue }
      replace(other, by: due, force: plan.policy.overlap == .terminateOther, &turn)
    }
  }

  mutating func claim(
    _ fireID: Identifier, _ kind: LedgerRow.Kind, due: Instant, of plan: SchedulePlan, _ details: FireDetails,
    heldBy calendar: String? = nil, _ turn: inout Turn
  ) {
    let schedule = plan.schedule
    guard let trigger = schedule.action, fires[fireID] == nil else { return }
    let row = LedgerRow(
      id: fireID, kind: kind, scheduleID: schedule.id, scheduleName: schedule.name, revision: plan.revision, due: due, outcome: .claimed,
      claimedAt: turn.now, runName: Fire.runName(prefix: schedule.runNamePrefix, dueText: texts(of: due).compact, id: fireID),
      trigger: schedule.triggerWithoutSecrets, details: details)
    guard let entry = self.entry(of: plan) else { return }
    let active = ActiveFire(row, trigger: trigger, phase: .writing, of: plan, entry)
    if active.row.details.notBefore.map({ $0 <= turn.now }) ?? true { active.noteWhetherItCouldEndOthers(at: turn.now) }
    fires[fireID] = active
    active.line?.members.append(fireID)
    plan.underWay.append(fireID)
    takePlace(active, heldBy: calendar, turn)
    turn.batch.claims.append(active.row)
    turn.claimed.append(active)
    plan.lastOutcome = active.row.outcome
  }

  /// The words for an instant that most fires of a herd share.
  private mutating func texts(of due: Instant) -> DueTexts {
    if let lastTexts, lastTexts.due == due { return lastTexts }
    let texts = DueTexts(due: due, idName: Fire.idName(due: due), compact: due.compactISO8601)
    lastTexts = texts
    return texts
  }

  /// Decides whether a new fire waits for a time, for its turn, or for nothing but its own row.
  private mutating func takePlace(_ fire: ActiveFire, heldBy calendar: String?, _ turn: Turn) {
    if let notBefore = fire.row.details.notBefore, notBefore > turn.now {
      fire.phase = .held
      fire.awaitsItsTime = true
      let reason =
        calendar.map { Reason("calendar", "calendar '\($0)' puts it off until \(notBefore.iso8601)") }
        ?? Reason("jitter", "jitter puts it off until \(notBefore.iso8601)")
      wait(fire, reason)
      setTimer(.step, of: fire, at: notBefore)
    } else if isLineBusy(for: fire) {
      queue(fire, turn)
    }
  }

  private func wait(_ fire: ActiveFire, _ reason: Reason) {
    fire.row.outcome = .waiting
    fire.row.reason = reason
  }

  mutating func queue(_ fire: ActiveFire, _ turn: Turn) {
    fire.phase = .queued
    wait(fire, fire.turnReason)
    setStartDeadline(of: fire, turn)
  }

  /// Takes a fire one step further: to its turn, to the gate.
  mutating func proceed(_ fire: ActiveFire, _ turn: inout Turn) {
    advance(fire, &turn)
    if fire.standsBack, let line = fire.line { startQueued(of: line, &turn) }
  }

  /// The same; should it stand back, whoever calls lets the next of its line go on.
  mutating func advance(_ fire: ActiveFire, _ turn: inout Turn) {
    guard fire.phase != .ended else { return }
    if fire.standsBack {
      fire.standsBack = false
      clearTimer(.step, of: fire)
      fire.outliveOutageIfMissed(at: turn.now)
    }
    guard fire.isDurable else {
      fire.phase = .writing
      return
    }
    stepAside(for: fire, &turn)
    let givesWay = fire.isCatchUp && !fire.isInDoubt && !fire.keepsTurn && liveFireIsQueued(in: fire.line)
    guard !givesWay, !isLineBusy(for: fire) else {
      let before = fire.row
      queue(fire, turn)
      if fire.row != before { record(fire, .waiting, &turn) }
      if givesWay, let line = fire.line { startQueued(of: line, &turn) }
      return
    }
    fire.phase = .gated
    if let until = fire.entry.closed(at: turn.now), standBack(fire, until: until, &turn) { return }
    turn.gated.append(fire)
    gate.enqueue(fire)
  }

  mutating func committed(_ batch: Int, refused: Set<Identifier>, _ turn: inout Turn) {
    for fire in writing.removeValue(forKey: batch) ?? [] where fire.phase != .ended {
      guard !refused.contains(fire.id) else {
        forget(fire, &turn)
        continue
      }
      if fire.isUnwritten { noteLateWrite(of: fire, &turn) }
      fire.isDurable = true
      if let end = fire.endWhenWritten {
        finish(fire, end.outcome, end.reason, &turn)
        continue
      }
      switch fire.phase {
      case .writing: proceed(fire, &turn)
      case .announcing: isStopping ? withdraw(fire, &turn) : send(fire, &turn)
      default: break
      }
    }
  }

  /// What could be written only when its time was past has outlived an outage, as if the daemon had been down.
  private mutating func noteLateWrite(of fire: ActiveFire, _ turn: inout Turn) {
    guard !fire.isCatchUp, !fire.awaitsItsTime, fire.isMissed(at: turn.now) else { return }
    clearTimer(.startDeadline, of: fire)
    fire.outliveOutage()
    guard fire.phase == .queued, fire.hasAskedNobody else { return }
    fire.row.reason = Self.quietTurnReason
    record(fire, .waiting, &turn)
  }

  /// Drops a fire that the ledger knew already: its first claim decides. The rest of its backfill goes on.
  private mutating func forget(_ fire: ActiveFire, _ turn: inout Turn) {
    let plan = fire.plan
    release(fire, &turn)
    continueBackfill(of: plan, fire.row.details.backfill, &turn)
  }

  // MARK: Deadlines

  /// Longest wait for a start where the schedule does not say: half the gap to the next due instant, since what starts
  /// later competes with that one; but never so short that a restart of the target takes the fire away, nor so long that
  /// a night's run starts at noon.
  package static let startDeadlineShortest: Duration = .seconds(60)
  package static let startDeadlineLongest: Duration = .seconds(3600)

  package static func startDeadlineDefault(gap: Duration?) -> Duration {
    guard let gap else { return startDeadlineLongest }
    return max(startDeadlineShortest, min(gap / 2, startDeadlineLongest))
  }

  /// By so much a deadline that ends with the next instant comes behind it.
  private static let patienceForNext: Duration = .milliseconds(1)

  /// Set when a fire first has to wait. What makes up for missed instants, or was asked for as a backfill, has none; nor
  /// has what may have been started already.
  mutating func setStartDeadline(of fire: ActiveFire, _ turn: Turn) {
    guard fire.timers[.startDeadline] == nil, fire.row.attempt == 1, !fire.isCatchUp, !fire.outlivedOutage,
      !fire.isInDoubt, fire.row.kind != .backfill, let plan = fire.plan
    else { return }
    let (limit, endsWithNext) = plan.startDeadline(for: fire.row)
    // Where the next instant comes just then, and stands for it, that one goes first.
    let patience = endsWithNext && plan.policy.misfire == .last ? Self.patienceForNext : .zero
    setTimer(.startDeadline, of: fire, at: max(turn.now, fire.row.plannedStart.advanced(by: fire.clockShift + limit + patience)))
  }

  /// When the next instant comes, those whose deadline comes with it leave it their place, but those that it stands for.
  ///
  /// - Complexity: O(fires of the schedule under way)
  mutating func missDeadlinesThatHaveCome(of plan: SchedulePlan, _ turn: inout Turn) {
    let isCarried = plan.policy.misfire == .last
    let end = isCarried ? turn.now.advanced(by: Self.patienceForNext) : turn.now
    for id in plan.underWay {
      guard let fire = fires[id], fire.timers[.startDeadline].map({ $0.at <= end }) ?? false, canMissDeadline(fire) else { continue }
      if isCarried, isStoodFor(fire, by: .distantFuture, until: nil, plan, at: turn.now) { continue }
      missDeadline(fire, &turn)
    }
  }

  /// An outage is no delay.
  private func canMissDeadline(_ fire: ActiveFire) -> Bool {
    fire.awaitsFirstStart && fire.isDurable && !fire.entry.isAway && !fire.outlivedOutage
  }

  mutating func missDeadline(_ fire: ActiveFire, _ turn: inout Turn) {
    guard fire.awaitsFirstStart, let plan = fire.plan else { return }
    guard canMissDeadline(fire) else { return outliveOutage(fire, plan, &turn) }
    let limit = plan.startDeadline(for: fire.row).limit
    if fire.phase == .gated { fire.row.reason = reasonAtGate(of: fire, turn) }
    let cause = fire.row.reason.map { " (\($0.sentence))" } ?? ""
    let reason = Reason("start_deadline", "it could not be started within \(limit.inWords) of its time\(cause)")
    finish(fire, .skippedMissedDeadline, reason, &turn)
  }

  /// An outage is not a delay: how it is made up for, the misfire policy says.
  private mutating func outliveOutage(_ fire: ActiveFire, _ plan: SchedulePlan, _ turn: inout Turn) {
    guard plan.policy.misfire == .skip else { return fire.outliveOutage() }
    let missed = fire.row.plannedStart.advanced(by: fire.clockShift + Self.misfireThreshold + .milliseconds(1))
    guard missed > turn.now else { return finish(fire, .skippedMisfire, Self.outageSkipReason, &turn) }
    setTimer(.startDeadline, of: fire, at: missed)
  }
}

extension SchedulePlan {
  /// How long it may wait, and whether that is over when the next instant is due.
  fileprivate func startDeadline(for row: LedgerRow) -> (limit: Duration, endsWithNext: Bool) {
    let gap = row.kind == .scheduled ? nextInstant(after: row.due).map { row.due.duration(to: $0) } : nil
    let limit = policy.startDeadline ?? Scheduler.startDeadlineDefault(gap: gap)
    return (limit, gap == limit)
  }
}
