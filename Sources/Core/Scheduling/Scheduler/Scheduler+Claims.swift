import CivilTime

/// How fires come into being.
extension Scheduler {
  static let turnReason = Reason("turn", "another fire comes first")

  /// Writes down that a due instant is to be started, and takes it up once that is durable.
  /// - Parameter isBacklog: it is one of several that were missed; they keep their order, and give way to what is due now.
  mutating func claim(
    _ due: Instant, of id: Identifier, missed: MissedSpan?, _ deferral: Deferral?, isBacklog: Bool = false, _ turn: inout Turn
  ) -> Identifier {
    let fireID = Fire.id(schedule: id, due: due)
    guard let plan = plans[id] else { return fireID }
    plans[id]?.openRange = nil
    var details = FireDetails()
    if plan.jitter > .zero { details.jitterMilliseconds = plan.jitter.microseconds / 1000 }
    details.missed = missed
    let isOfEarlierLife = holdsCatchUp && openedAt.map { due <= $0 } ?? false
    if isMissed(due, of: id, turn) || isBacklog || isOfEarlierLife { details.isCatchUp = true }
    let notBefore = max(due.advanced(by: plan.jitter), deferral?.until ?? .distantPast)
    if notBefore > turn.now { details.notBefore = notBefore }
    claim(fireID, .scheduled, due: due, of: id, details, heldBy: deferral?.calendar, &turn)
    return fireID
  }

  mutating func trigger(_ id: Identifier, as fireID: Identifier, _ turn: inout Turn) {
    if let reason = refusalOfTrigger(id) { return turn.effects.append(.declined(fire: fireID, reason)) }
    endOthers(of: id, &turn)
    claim(fireID, .manual, due: turn.now.roundedDownToSecond, of: id, FireDetails(), &turn)
  }

  mutating func replay(_ row: LedgerRow, as fireID: Identifier, _ turn: inout Turn) {
    if let reason = refusalOfTrigger(row.scheduleID) { return turn.effects.append(.declined(fire: fireID, reason)) }
    endOthers(of: row.scheduleID, &turn)
    var details = FireDetails()
    details.replayOf = row.id
    claim(fireID, .manual, due: row.due, of: row.scheduleID, details, &turn)
  }

  /// Somebody who asks for a fire has no use for one that waits: what overlaps is declined, unless the policy buffers and
  /// has room, or ends the other.
  func refusalOfTrigger(_ id: Identifier) -> Reason? {
    guard let plan = plans[id] else { return Reason("not_found", "there is no schedule \(id)") }
    guard plan.definition.trigger != nil else {
      return plan.definition.reason ?? Reason("no_binding", "nothing says what to start")
    }
    if let limit = plan.policy.overlap.bufferLimit { return bufferIsFull(plan) ? Self.bufferFullReason(limit) : nil }
    guard plan.policy.overlap == .skip || plan.policy.overlap == .allow, let group = plan.group,
      let blocker = groups[group]?.lazy.compactMap({ fires[$0] }).first
    else { return nil }
    if blocker.row.scheduleID != id { return Self.mutexReason(blocker.row) }
    return Reason(
      "overlap_skip", "fire \(blocker.id) is still under way, and the schedule's overlap policy is \(plan.policy.overlap.rawValue)")
  }

  /// A manual fire ends the other as a scheduled one would, but takes the place of none that still waits.
  mutating func endOthers(of id: Identifier, _ turn: inout Turn) {
    guard let plan = plans[id], let group = plan.group else { return }
    guard plan.policy.overlap == .cancelOther || plan.policy.overlap == .terminateOther else { return }
    for other in groups[group] ?? [] where fires[other]?.isCertainlyNotStarted == false {
      replace(other, by: turn.now.roundedDownToSecond, force: plan.policy.overlap == .terminateOther, &turn)
    }
  }

  mutating func claim(
    _ fireID: Identifier, _ kind: LedgerRow.Kind, due: Instant, of id: Identifier, _ details: FireDetails, heldBy calendar: String? = nil,
    _ turn: inout Turn
  ) {
    guard let plan = plans[id], let trigger = plan.definition.trigger?.action, fires[fireID] == nil else { return }
    let fire = Fire(
      id: fireID, kind: kind, scheduleID: id, scheduleName: plan.schedule.name, due: due,
      runName: Fire.runName(schedule: plan.schedule.name, due: due, id: fireID), claimedAt: turn.now, trigger: trigger, details: details)
    let row = LedgerRow(
      id: fireID, kind: kind, scheduleID: id, scheduleName: fire.scheduleName, revision: plan.revision, due: due,
      outcome: .claimed, claimedAt: turn.now, attempt: fire.attempt, runName: fire.runName, trigger: plan.schedule.triggerWithoutSecrets,
      details: details)
    var active = ActiveFire(
      fire: fire, row: row, phase: .writing, group: plan.group(for: kind),
      entry: DispatchGate.Entry(tag: plan.tag, target: plan.schedule.target ?? TargetName(of: trigger)))
    active.isCatchUp = details.isCatchUp == true
    fires[fireID] = active
    join(active.group, fireID)
    plans[id]?.underWay.append(fireID)
    takePlace(fireID, heldBy: calendar, turn)
    if let row = fires[fireID]?.row { turn.batch.claims.append(row) }
    plans[id]?.lastOutcome = fires[fireID]?.row.outcome
  }

  /// Decides whether a new fire waits for a time, for its turn, or for nothing but its own row.
  private mutating func takePlace(_ id: Identifier, heldBy calendar: String?, _ turn: Turn) {
    guard let fire = fires[id]?.fire else { return }
    if let notBefore = fire.details.notBefore {
      fires[id]?.phase = .held
      let reason =
        calendar.map { Reason("calendar", "calendar '\($0)' puts it off until \(notBefore.iso8601)") }
        ?? Reason("jitter", "jitter puts it off until \(notBefore.iso8601)")
      setWaiting(id, reason)
      setTimer(.step, of: id, at: notBefore)
    } else if isGroupBusy(for: id) {
      queue(id, turn)
    }
  }

  private mutating func setWaiting(_ id: Identifier, _ reason: Reason) {
    fires[id]?.row.outcome = .waiting
    fires[id]?.row.reason = reason
  }

  private mutating func queue(_ id: Identifier, _ turn: Turn) {
    fires[id]?.phase = .queued
    setWaiting(id, Self.turnReason)
    setStartDeadline(of: id, turn)
  }

  /// Takes a fire one step further: to its turn, to the gate.
  mutating func proceed(_ id: Identifier, _ turn: inout Turn) {
    guard let active = fires[id] else { return }
    guard active.isDurable else {
      fires[id]?.phase = .writing
      return
    }
    if !active.isCatchUp { stepAside(for: id, &turn) }
    let givesWay = active.isCatchUp && !active.isInDoubt && liveFireIsQueued(in: active.group)
    guard !givesWay, !isGroupBusy(for: id) else {
      queue(id, turn)
      if fires[id]?.row != active.row { record(id, .waiting, &turn) }
      if givesWay, let group = active.group { startQueued(of: group, &turn) }
      return
    }
    fires[id]?.phase = .gated
    turn.gated.append(id)
    gate.enqueue(id, active.entry, isCatchUp: active.isCatchUp)
  }

  mutating func committed(_ batch: Int, refused: Set<Identifier>, _ turn: inout Turn) {
    for id in writing.removeValue(forKey: batch) ?? [] {
      guard !refused.contains(id) else {
        forget(id, &turn)
        continue
      }
      fires[id]?.isDurable = true
      if let end = fires[id]?.endWhenWritten {
        finish(id, end.outcome, end.reason, &turn)
        continue
      }
      switch fires[id]?.phase {
      case .writing: proceed(id, &turn)
      case .announcing: send(id, &turn)
      default: break
      }
    }
  }

  /// Drops a fire that the ledger knew already: its first claim decides. The rest of its backfill goes on.
  private mutating func forget(_ id: Identifier, _ turn: inout Turn) {
    guard let row = release(id, &turn) else { return }
    continueBackfill(of: row.scheduleID, row.details.backfill, &turn)
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

  /// Set when a fire first has to wait. What makes up for missed instants, or was asked for as a backfill, has none; nor
  /// has what may have been started already.
  mutating func setStartDeadline(of id: Identifier, _ turn: Turn) {
    guard let active = fires[id], active.timers[.startDeadline] == nil, active.fire.attempt == 1, !active.isCatchUp, !active.outlivedOutage,
      !active.isInDoubt, active.row.kind != .backfill, let plan = plans[active.row.scheduleID]
    else { return }
    setTimer(.startDeadline, of: id, at: max(turn.now, active.start.advanced(by: plan.startDeadline(for: active.fire))))
  }

  mutating func missDeadline(_ id: Identifier, _ turn: inout Turn) {
    guard let active = fires[id], active.awaitsFirstStart, let plan = plans[active.row.scheduleID] else { return }
    guard !gate.isAway(active.entry.target) else { return outliveOutage(active, plan, &turn) }
    let limit = plan.startDeadline(for: active.fire)
    let cause = active.row.reason.map { " (\($0.sentence))" } ?? ""
    let reason = Reason("start_deadline", "it could not be started within \(limit.iso8601) of its time\(cause)")
    finish(id, .skippedMissedDeadline, reason, &turn)
  }

  /// An outage is not a delay: how it is made up for, the misfire policy says.
  private mutating func outliveOutage(_ active: ActiveFire, _ plan: SchedulePlan, _ turn: inout Turn) {
    guard plan.policy.misfire == .skip else {
      fires[active.id]?.outlivedOutage = true
      fires[active.id]?.isCatchUp = true
      return
    }
    let missed = active.start.advanced(by: Self.misfireThreshold + .milliseconds(1))
    guard missed > turn.now else { return finish(active.id, .skippedMisfire, Self.outageSkipReason, &turn) }
    setTimer(.startDeadline, of: active.id, at: missed)
  }
}

extension ActiveFire {
  /// When it was to be started: its due instant with jitter, the end of a deferral, or when somebody asked for it.
  var start: Instant {
    let due = row.kind == .scheduled ? fire.due : fire.claimedAt
    return max(due.advanced(by: .milliseconds(fire.details.jitterMilliseconds ?? 0)), fire.details.notBefore ?? due)
  }
}

extension SchedulePlan {
  fileprivate func startDeadline(for fire: Fire) -> Duration {
    if let limit = policy.startDeadline { return limit }
    let gap = fire.kind == .scheduled ? schedule.due?.next(after: fire.due).map { fire.due.duration(to: $0) } : nil
    return Scheduler.startDeadlineDefault(gap: gap)
  }
}
