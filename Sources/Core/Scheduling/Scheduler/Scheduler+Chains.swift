import CivilTime

/// Schedules that come after others.
extension Scheduler {
  /// How far a chain may reach: one that is longer is a circle, or a workflow that belongs into a pipeline.
  package static let chainDepthLimit = 16

  /// What cannot be part of a chain is set aside until it can.
  mutating func admitted(_ change: ScheduleChange) -> ScheduleChange {
    let schedule = change.schedule
    guard schedule.standing != .invalid, let problem = chains.problem(with: schedule.definition) else {
      if !setAside.isEmpty { setAside[schedule.id] = nil }
      return change
    }
    setAside[schedule.id] = (standing: schedule.standing, reason: schedule.definition.reason)
    return ScheduleChange(schedule.quarantined(problem), owedFrom: change.owedFrom)
  }

  /// What was set aside comes in as soon as no other schedule keeps it out, as a new revision.
  mutating func readmit(_ turn: inout Turn) {
    for id in setAside.keys.sorted() {
      guard let plan = plans[id], let wanted = setAside[id], ChainGraph.isOfOthers(plan.definition.reason) else { continue }
      if let problem = chains.problem(with: plan.definition) {
        guard problem != plan.definition.reason else { continue }
        plan.schedule = plan.schedule.quarantined(problem)
        chains.insert(plan.definition)
      } else {
        setAside[id] = nil
        let schedule = plan.schedule.readmitted(wanted.standing, wanted.reason)
        replace(plan, by: ScheduleChange(schedule, owedFrom: turn.now), &turn)
      }
    }
  }

  /// Claims what follows the end of a fire, in the transaction that writes this end: neither is ever without the other.
  /// A backfill makes up for the past, and sets nothing off. Until the source has been asked, what follows waits as what was
  /// missed does: its schedule may be gone there, or paused.
  mutating func startFollowers(of row: LedgerRow, _ turn: inout Turn) {
    guard !chains.isEmpty, row.kind != .backfill else { return }
    for id in chains.followers(of: row.scheduleID, name: row.scheduleName) { follow(row, by: id, &turn) }
  }

  private mutating func follow(_ upstream: LedgerRow, by id: Identifier, _ turn: inout Turn) {
    guard let plan = plans[id], plan.schedule.owes, let chain = plan.definition.trigger?.chain,
      chain.condition.accepts(upstream.outcome)
    else { return }
    let fireID = Identifier.version5(namespace: id, name: "chain/\(upstream.id)")
    var details = FireDetails()
    details.follows = upstream.id
    details.chainDepth = (upstream.details.chainDepth ?? 0) + 1
    let due = turn.now.roundedDownToSecond
    let exclusion = plan.schedule.exclusions?.exclusion(of: due)
    let notBefore = max(plan.withJitter(turn.now), exclusion?.deferredUntil ?? .distantPast)
    let refused = refusal(ofFollower: plan, details, notBefore, turn) ?? exclusion?.refusal
    if let (outcome, reason) = refused ?? refusalAmongPutOff(ofFollower: plan, until: notBefore, &turn) {
      return refuse(fireID, of: plan, outcome, reason, details, turn: &turn)
    }
    if plan.jitter > .zero { details.jitterMilliseconds = plan.jitter.microseconds / 1000 }
    if notBefore > turn.now {
      details.notBefore = notBefore
    } else if holdsCatchUp {
      details.isCatchUp = true
    } else {
      endOthers(of: plan, for: due, &turn)
    }
    claim(fireID, .chained, due: due, of: plan, details, heldBy: exclusion?.calendar, &turn)
  }

  /// Nil when it may come.
  private func refusal(
    ofFollower plan: SchedulePlan, _ details: FireDetails, _ notBefore: Instant, _ turn: Turn
  ) -> (Outcome, Reason)? {
    if !plan.isArmed { return unarmedEnd(of: plan) }
    if let depth = details.chainDepth, depth > Self.chainDepthLimit {
      return (
        .rejected,
        Reason("chain_too_deep", "it is fire \(depth + 1) of its chain, which may have \(Self.chainDepthLimit) that follow the first")
      )
    }
    if let room = room(for: plan), room <= 0 { return (.skippedMaxRuns, Self.usedUpReason(plan)) }
    return notBefore > turn.now ? nil : refusalBesideOthers(ofFollower: plan, at: turn.now)
  }

  private mutating func refusalAmongPutOff(
    ofFollower plan: SchedulePlan, until start: Instant, _ turn: inout Turn
  ) -> (Outcome, Reason)? {
    guard start > turn.now else { return nil }
    return refusalAmongPutOff(.chained, due: turn.now.roundedDownToSecond, plan, until: start, &turn).map { (.skippedOverlap, $0) }
  }

  /// Why one whose time has come is not started beside others.
  func refusalBesideOthers(ofFollower plan: SchedulePlan, at now: Instant) -> (Outcome, Reason)? {
    refusalOfTrigger(of: plan, at: now).map { ($0.code == Self.mutexHeldCode ? .skippedMutex : .skippedOverlap, $0) }
  }

  private mutating func refuse(
    _ fireID: Identifier, of plan: SchedulePlan, _ outcome: Outcome, _ reason: Reason, _ details: FireDetails, turn: inout Turn
  ) {
    let due = turn.now.roundedDownToSecond
    let row = LedgerRow(
      id: fireID, kind: .chained, scheduleID: plan.id, scheduleName: plan.schedule.name, revision: plan.revision, due: due,
      outcome: outcome, reason: reason, claimedAt: turn.now, finishedAt: turn.now, trigger: plan.schedule.triggerWithoutSecrets,
      details: details)
    turn.batch.claims.append(row)
    plan.lastOutcome = outcome
    report(row, of: plan, &turn)
  }
}

extension ExclusionRules.Exclusion {
  /// Nil when it only puts off.
  fileprivate var refusal: (Outcome, Reason)? {
    deferredUntil == nil ? (.skippedCalendar, Reason("calendar", "calendar '\(calendar)' excludes it")) : nil
  }
}
