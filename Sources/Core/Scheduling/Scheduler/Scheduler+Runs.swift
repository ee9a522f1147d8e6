import CivilTime

/// How runs are followed to their end, and what is told of it.
extension Scheduler {
  mutating func runChanged(_ id: Identifier, _ observation: RunObservation, _ turn: inout Turn) {
    guard fires[id]?.phase == .running else { return }
    clearTimer(.patience, of: id)
    observe(id, observation, &turn)
  }

  mutating func observe(_ id: Identifier, _ observation: RunObservation, _ turn: inout Turn) {
    guard let active = fires[id] else { return }
    if let runID = observation.runID {
      fires[id]?.row.runID = runID
      fires[id]?.fire.runID = runID
    }
    fires[id]?.row.runStatus = observation.status
    if let outcome = observation.outcome {
      fires[id]?.row.finishedAt = observation.finishedAt
      runEnded(id, outcome, observation, &turn)
    } else {
      if active.row.reason?.code == Self.unreachableCode { fires[id]?.row.reason = nil }
      if fires[id]?.row != active.row { record(id, active.row.outcome, &turn) }
    }
  }

  private mutating func runEnded(_ id: Identifier, _ outcome: Outcome, _ observation: RunObservation, _ turn: inout Turn) {
    guard let active = fires[id] else { return }
    let (outcome, reason) = active.stopCause?.meaning(of: outcome, observation.reason) ?? (outcome, observation.reason)
    guard active.stopCause.map({ !$0.isFinal }) ?? true, let delay = delayOfNextAttempt(after: active, outcome, observation, turn) else {
      return finish(id, outcome, reason, &turn)
    }
    beginAttempt(after: active, outcome, reason, delay: delay, &turn)
  }

  /// Nil when the fire's run was its last.
  private func delayOfNextAttempt(
    after active: ActiveFire, _ outcome: Outcome, _ observation: RunObservation, _ turn: Turn
  ) -> Duration? {
    guard let plan = plans[active.row.scheduleID], outcome == .failed || outcome == .timedOut else { return nil }
    let retry = plan.policy.retry
    guard active.fire.attempt < retry.attempts, observation.exitCode.map(retry.retries) ?? true else { return nil }
    if active.row.kind.isAutomatic, !plan.isArmed { return nil }
    let delay = retry.delay(afterFailure: active.fire.attempt, of: active.id)
    let begun = active.row.sentAt ?? active.fire.claimedAt
    if let budget = retry.budget, begun.duration(to: turn.now) + delay > budget { return nil }
    return delay
  }

  /// The same fire once more, under a name and a key of its own, which are on the disk before they are sent.
  mutating func beginAttempt(after active: ActiveFire, _ outcome: Outcome, _ reason: Reason?, delay: Duration, _ turn: inout Turn) {
    let (id, number) = (active.id, active.fire.attempt + 1)
    gate.leave(id, at: turn.now)
    clearRunTimers(of: id)
    let first = Fire.runName(schedule: active.fire.scheduleName, due: active.fire.due, id: id)
    fires[id]?.fire.attempt = number
    fires[id]?.fire.runName = Fire.runName(first, attempt: number)
    fires[id]?.fire.runID = nil
    fires[id]?.row.attempt = number
    fires[id]?.row.runName = Fire.runName(first, attempt: number)
    fires[id]?.row.runID = nil
    fires[id]?.row.finishedAt = nil
    fires[id]?.row.reason = Reason("retry", "attempt \(number - 1) ended as \(outcome.rawValue)\(reason.map { ": \($0.sentence)" } ?? "")")
    fires[id]?.failures = 0
    fires[id]?.declines = 0
    fires[id]?.isInDoubt = false
    fires[id]?.stopCause = nil
    fires[id]?.isDurable = false
    fires[id]?.phase = .held
    record(id, .waiting, &turn)
    turn.newAttempts.append(id)
    setTimer(.step, of: id, at: turn.now.advanced(by: delay))
    if let group = active.group { startQueued(of: group, &turn) }
  }

  /// Writes a fire's row as it stands now.
  mutating func record(_ id: Identifier, _ outcome: Outcome, _ turn: inout Turn) {
    // What may have been started is asked about by the next life, whatever it waits for now.
    let outcome = outcome == .waiting && fires[id]?.isInDoubt == true ? .unknown : outcome
    fires[id]?.row.outcome = outcome
    guard let row = fires[id]?.row else { return }
    turn.batch.updates.append(row)
    plans[row.scheduleID]?.lastOutcome = outcome
  }

  /// The end of a fire: nothing touches it afterwards.
  mutating func finish(_ id: Identifier, _ outcome: Outcome, _ reason: Reason?, _ turn: inout Turn) {
    precondition(outcome.isFinal, "a fire ends in a final outcome, not \(outcome)")
    guard let active = fires[id] else { return }
    guard active.isDurable || active.row.kind == .scheduled || active.fire.attempt > 1 else {
      fires[id]?.endWhenWritten = (outcome, reason)
      return
    }
    let (outcome, reason) = active.truth(of: outcome, reason)
    fires[id]?.row.reason = reason
    if fires[id]?.row.finishedAt == nil { fires[id]?.row.finishedAt = turn.now }
    record(id, outcome, &turn)
    guard let row = release(id, &turn) else { return }
    noteResult(of: row, &turn)
    report(row, &turn)
    startFollowers(of: row, &turn)
    continueBackfill(of: row.scheduleID, row.details.backfill, &turn)
  }

  /// Takes a fire out of every list, and lets the next of its group go on.
  mutating func release(_ id: Identifier, _ turn: inout Turn) -> LedgerRow? {
    for timer in FireTimer.allCases { clearTimer(timer, of: id) }
    gate.leave(id, at: turn.now)
    guard let active = fires.removeValue(forKey: id) else { return nil }
    plans[active.row.scheduleID]?.underWay.removeAll { $0 == id }
    leave(active.group, id)
    if let group = active.group { startQueued(of: group, &turn) }
    return active.row
  }

  /// Tells the source: the run always, the schedule when the outcome is news of a scheduled fire.
  mutating func report(_ row: LedgerRow, _ turn: inout Turn) {
    let plan = plans[row.scheduleID]
    let nextDue = plan?.nextOwed(after: row.dueLast)
    if case .deployment = row.trigger, let runID = row.runID {
      turn.batch.reports.append(Report(row, about: .run(runID), nextDue: nextDue))
    }
    guard row.kind.isAutomatic, row.outcome.reportClass != nil, plan?.definition.record.source == .zenml else { return }
    // Looked for only where there is one: ten thousand schedules may be due at once.
    if !turn.reported.insert(row.scheduleID).inserted { turn.batch.reports.removeAll { $0.subject == .schedule(row.scheduleID) } }
    turn.batch.reports.append(Report(row, about: .schedule(row.scheduleID), nextDue: nextDue))
  }
}

extension ActiveFire {
  /// What an end means that says "never started", for a fire of which that is not certain.
  fileprivate func truth(of outcome: Outcome, _ reason: Reason?) -> (Outcome, Reason?) {
    guard outcome.saysNeverStarted else { return (outcome, reason) }
    let why = reason.map { ": \($0.sentence)" } ?? ""
    if fire.attempt > 1 { return (.failed, Reason("no_further_attempt", "an attempt ended badly, and there is no further one\(why)")) }
    return isInDoubt ? (.lost, Reason("in_doubt", "whether it was started cannot be learned\(why)")) : (outcome, reason)
  }
}

extension SchedulePlan {
  /// The next instant that will be started; nil unless the schedule is armed.
  func nextOwed(after instant: Instant) -> Instant? {
    guard isArmed else { return nil }
    return schedule.due?.next(after: max(instant, coveredUntil))
  }
}
