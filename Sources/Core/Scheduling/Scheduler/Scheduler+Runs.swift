import CivilTime

/// How runs are followed to their end, and what is told of it.
extension Scheduler {
  mutating func runChanged(_ id: Identifier, _ observation: RunObservation, _ turn: inout Turn) {
    guard let fire = fires[id], fire.phase == .running else { return }
    noteNews(of: fire)
    clearTimer(.patience, of: fire)
    observe(fire, observation, &turn)
  }

  mutating func observe(_ fire: ActiveFire, _ observation: RunObservation, _ turn: inout Turn) {
    guard let outcome = observation.outcome else { return noteProgress(of: fire, observation, &turn) }
    if let runID = observation.runID { fire.row.runID = runID }
    fire.row.runStatus = observation.status
    if fire.row.finishedAt != observation.finishedAt { fire.row.finishedAt = observation.finishedAt }
    runEnded(fire, outcome, observation, &turn)
  }

  private mutating func noteProgress(of fire: ActiveFire, _ observation: RunObservation, _ turn: inout Turn) {
    let before = fire.row
    if let runID = observation.runID { fire.row.runID = runID }
    fire.row.runStatus = observation.status
    if fire.row.reason?.code == Self.unreachableCode { fire.row.reason = nil }
    if fire.row != before { record(fire, fire.row.outcome, &turn) }
    // What could not be stopped as it was may be ready for that now.
    if fire.stopIsUntold, fire.row.runStatus != before.runStatus { stopIfWanted(fire, &turn) }
  }

  private mutating func runEnded(_ fire: ActiveFire, _ outcome: Outcome, _ observation: RunObservation, _ turn: inout Turn) {
    let (outcome, reason) = fire.meaning(of: outcome, observation)
    guard fire.stopCause.map({ !$0.isFinal }) ?? true, let delay = delayOfNextAttempt(after: fire, outcome, observation, turn) else {
      return finish(fire, outcome, reason, &turn)
    }
    beginAttempt(after: fire, outcome, reason, delay: delay, &turn)
  }

  /// Nil when the fire's run was its last.
  private func delayOfNextAttempt(
    after fire: ActiveFire, _ outcome: Outcome, _ observation: RunObservation, _ turn: Turn
  ) -> Duration? {
    guard let plan = fire.plan, fire.isRepeated(after: outcome, observation, plan.policy) else { return nil }
    return delayOfNextAttempt(after: fire, turn)
  }

  /// Nil while its schedule is not armed, and when the budget is used up.
  func delayOfNextAttempt(after fire: ActiveFire, _ turn: Turn) -> Duration? {
    guard let plan = fire.plan else { return nil }
    if fire.row.kind.isAutomatic, !plan.isArmed { return nil }
    let retry = plan.policy.retry
    let delay = retry.delay(afterFailure: fire.row.attempt, of: fire.id)
    if let budget = retry.budget, fire.timeSinceSend(at: turn.now) + delay > budget { return nil }
    return delay
  }

  /// The same fire once more, under a name and a key of its own, which are on the disk before they are sent.
  mutating func beginAttempt(after fire: ActiveFire, _ outcome: Outcome, _ reason: Reason?, delay: Duration, _ turn: inout Turn) {
    let number = fire.row.attempt + 1
    let start = turn.now.advanced(by: delay)
    gate.leave(fire, at: turn.now)
    clearRunTimers(of: fire)
    let first = Fire.runName(schedule: fire.row.scheduleName, due: fire.row.due, id: fire.id)
    fire.row.attempt = number
    fire.row.runName = Fire.runName(first, attempt: number)
    fire.row.runID = nil
    fire.row.finishedAt = nil
    fire.row.reason = .retry(after: outcome, reason, attempt: number, notBefore: start > turn.now ? start : nil)
    fire.failures = 0
    fire.declines = 0
    fire.isInDoubt = false
    fire.stopCause = nil
    fire.stopsByForce = false
    fire.overdueSince = nil
    fire.attemptSentAt = nil
    fire.vainStops = 0
    fire.isDurable = false
    fire.phase = .held
    record(fire, .waiting, &turn)
    turn.newAttempts.append(fire)
    setTimer(.step, of: fire, at: start)
    if let line = fire.line { startQueued(of: line, &turn) }
  }

  /// Writes a fire's row as it stands now.
  mutating func record(_ fire: ActiveFire, _ outcome: Outcome, _ turn: inout Turn) {
    // What may have been started is asked about by the next life, whatever it waits for now.
    let outcome = outcome == .waiting && fire.isInDoubt ? .unknown : outcome
    if fire.row.outcome != outcome { fire.row.outcome = outcome }
    turn.batch.updates.append(fire.row)
    fire.plan?.lastOutcome = outcome
  }

  /// The end of a fire: nothing touches it afterwards.
  mutating func finish(_ fire: ActiveFire, _ outcome: Outcome, _ reason: Reason?, _ turn: inout Turn) {
    precondition(outcome.isFinal, "a fire ends in a final outcome, not \(outcome)")
    guard fire.phase != .ended else { return }
    guard fire.isDurable || fire.row.kind == .scheduled || fire.row.attempt > 1 else {
      fire.endWhenWritten = (outcome, reason)
      return
    }
    let (outcome, reason) = fire.truth(of: outcome, reason)
    if fire.row.reason != reason { fire.row.reason = reason }
    if fire.row.finishedAt == nil { fire.row.finishedAt = turn.now }
    record(fire, outcome, &turn)
    if outcome == .coalesced { noteWait(of: fire) }
    release(fire, &turn)
    noteResult(of: fire.row, fire.plan, &turn)
    noteEndByPause(fire.row, fire.plan, &turn)
    report(fire.row, of: fire.plan, &turn)
    startFollowers(of: fire.row, &turn)
    continueBackfill(of: fire.plan, fire.row.details.backfill, &turn)
  }

  /// Who stands for a fire that has waited in vain is waited for since then. What makes up for something is late by nature, and nobody
  /// waited before this life.
  private func noteWait(of fire: ActiveFire) {
    guard fire.row.details.isCatchUp != true, let carrier = fire.row.carriedBy.flatMap({ fires[$0] }) else { return }
    let since = max(fire.row.details.waitedForSince ?? fire.row.plannedStart, openedAt ?? .distantPast)
    if since < carrier.row.details.waitedForSince ?? carrier.row.plannedStart { carrier.row.details.waitedForSince = since }
  }

  /// Takes a fire out of every list, and lets the next of its line go on.
  mutating func release(_ fire: ActiveFire, _ turn: inout Turn) {
    if !fire.timers.isEmpty { for timer in FireTimer.allCases { clearTimer(timer, of: fire) } }
    gate.leave(fire, at: turn.now)
    fire.phase = .ended
    fires[fire.id] = nil
    noteNews(of: fire)
    fire.plan?.underWay.removeAll { $0 == fire.id }
    guard let line = fire.line else { return }
    line.members.removeAll { $0 == fire.id }
    startQueued(of: line, &turn)
  }

  /// Tells the source: the run always, the schedule when the outcome is news of a scheduled fire.
  mutating func report(_ row: LedgerRow, of plan: SchedulePlan?, _ turn: inout Turn) {
    if row.trigger?.kind.needsZenML == true, let runID = row.runID {
      turn.batch.reports.append(Report(row, about: .run(runID), nextDue: plan?.nextOwed(after: row.dueLast)))
    }
    guard row.kind.isAutomatic, let plan, plan.schedule.isOfServer, row.outcome.reportClass != nil else { return }
    // Looked for only where there is one: ten thousand schedules may be due at once.
    if !turn.reported.insert(row.scheduleID).inserted { turn.batch.reports.removeAll { $0.subject == .schedule(row.scheduleID) } }
    turn.batch.reports.append(Report(row, about: .schedule(row.scheduleID), nextDue: plan.nextOwed(after: row.dueLast)))
  }
}

extension ActiveFire {
  /// Whether the policy wants another run after one that ended so.
  fileprivate func isRepeated(after outcome: Outcome, _ observation: RunObservation, _ policy: Policy) -> Bool {
    if outcome == .lost { return policy.retryUnknown == true && isLostCommand(observation) && mayBeLostAgain }
    guard outcome == .failed || outcome == .timedOut, row.attempt < policy.retry.attempts else { return false }
    return observation.exitCode.map(policy.retry.retries) ?? true
  }

  /// False when it has had as many attempts as one that is lost may have: what takes its machine down each time has to end.
  var mayBeLostAgain: Bool {
    row.attempt < max(plan?.policy.retry.attempts ?? RetryPolicy.attemptsDefault, RetryPolicy.attemptsWhenLost)
  }

  /// A command of which nobody knows when it ended. One that ended well, and whose run on the server is gone, is none.
  private func isLostCommand(_ observation: RunObservation) -> Bool {
    trigger.action.kind == .command && observation.finishedAt == nil
  }

  /// What an end means that says "never started", for a fire of which that is not certain.
  fileprivate func truth(of outcome: Outcome, _ reason: Reason?) -> (Outcome, Reason?) {
    guard outcome.saysNeverStarted else { return (outcome, reason) }
    if row.attempt > 1 {
      return (.failed, Reason("no_further_attempt", "an attempt ended badly, and there is no further one\(Self.because(reason))"))
    }
    return isInDoubt ? (.lost, Self.doubt(reason)) : (outcome, reason)
  }

  /// Why a fire is lost that may have been started.
  static func doubt(_ reason: Reason?) -> Reason { Reason("in_doubt", "whether it was started cannot be learned\(because(reason))") }

  private static func because(_ reason: Reason?) -> String { reason.map { ": \($0.sentence)" } ?? "" }
}

extension SchedulePlan {
  /// The next instant that will be started; nil unless the schedule is armed.
  func nextOwed(after instant: Instant) -> Instant? {
    guard isArmed else { return nil }
    return nextInstant(after: max(instant, coveredUntil))
  }
}
