import CivilTime
import Timers

/// How fires are sent, and what their targets answer.
extension Scheduler {
  /// Sends what the gate lets through now.
  mutating func sendReady(_ turn: inout Turn) {
    guard !gate.isEmpty else { return setGateTimer(nil) }
    // What is given up after all makes room for others.
    while case let open = gate.open(at: turn.now, includingCatchUp: !holdsCatchUp), !open.isEmpty {
      for id in open { send(id, &turn) }
    }
    for id in turn.gated where fires[id]?.phase == .gated { noteGated(id, &turn) }
    setGateTimer(gate.wake)
  }

  private mutating func setGateTimer(_ instant: Instant?) {
    guard gateTimer?.at != instant else { return }
    if let old = gateTimer { wheel.cancel(old.handle) }
    gateTimer = instant.map { TimerEntry(at: $0, handle: insertTimer(.gate, at: $0)) }
  }

  /// A fire has to wait for limits or for its target. The ledger keeps saying `claimed`, except where that would not do:
  /// a fire that must not be repeated when in doubt is in doubt only once it is sent.
  private mutating func noteGated(_ id: Identifier, _ turn: inout Turn) {
    guard let active = fires[id] else { return }
    setStartDeadline(of: id, turn)
    let isAway = gate.isAway(active.entry.target)
    fires[id]?.row.reason =
      isAway
      ? Reason("target_away", "\(active.entry.target) does not answer; it is tried again from time to time")
      : Reason("limits", "limits on what is sent at a time let it wait")
    guard isAway || plans[active.row.scheduleID]?.policy.retryUnknown == false else { return }
    record(id, .waiting, &turn)
  }

  /// Sends a fire that the gate has let through, unless the ledger has to be told first.
  mutating func send(_ id: Identifier, _ turn: inout Turn) {
    guard let active = fires[id] else { return }
    if let (outcome, reason) = refusal(of: active, turn) { return finish(id, outcome, reason, &turn) }
    clearTimer(.startDeadline, of: id)
    guard active.row.outcome != .waiting else { return announce(id, &turn) }
    fires[id]?.phase = .sending
    turn.effects.append(.start(active.fire))
  }

  /// A fire that waits was certainly not sent: the next life counts on that, so the row has to say more before it is.
  private mutating func announce(_ id: Identifier, _ turn: inout Turn) {
    fires[id]?.phase = .announcing
    fires[id]?.row.reason = nil
    record(id, .claimed, &turn)
    turn.newAttempts.append(id)
  }

  /// Why a fire whose turn has come is not started after all.
  private func refusal(of active: ActiveFire, _ turn: Turn) -> (Outcome, Reason?)? {
    if active.fire.trigger.lacksSecrets {
      return (.lost, Reason("secrets_gone", "its trigger's secret values are not stored, and the schedule no longer has them"))
    }
    if let cause = active.stopCause { return cause.meaning(of: .cancelled, nil) }
    guard let plan = plans[active.row.scheduleID] else { return (.removed, Self.removedReason) }
    guard active.row.kind.isAutomatic else { return nil }
    if !plan.isArmed { return unarmedEnd(of: plan) }
    if hasNoRunLeft(for: active, plan) { return (.skippedMaxRuns, Self.usedUpReason(plan)) }
    return active.outlivedOutage && active.fire.attempt == 1 && !active.isInDoubt ? misfire(of: active, plan, turn) : nil
  }

  /// Why a fire whose target was away, or the daemon down, is not made up for.
  private func misfire(of active: ActiveFire, _ plan: SchedulePlan, _ turn: Turn) -> (Outcome, Reason)? {
    let lateness = active.start.duration(to: turn.now)
    if plan.policy.misfire == .skip, lateness > Self.misfireThreshold { return (.skippedMisfire, Self.outageSkipReason) }
    guard let window = plan.policy.misfireWindow, lateness > window else { return nil }
    let reason = Reason("misfire_window", "it could not be sent within the schedule's misfire window of \(window.iso8601)")
    return (.skippedMisfire, reason)
  }

  static let outageSkipReason = Reason(
    "misfire_skip", "it could not be sent at its time, and the schedule's misfire policy is skip")

  // MARK: Answers

  mutating func attemptEnded(_ id: Identifier, _ result: AttemptResult, _ turn: inout Turn) {
    guard let active = fires[id], active.phase == .sending else { return }
    noteHealth(of: active.entry.target, result, turn)
    switch result {
    case .started(let runID, let sentAt): started(id, runID: runID, sentAt: sentAt, &turn)
    case .finished(let observation, let sentAt):
      noteSent(id, at: sentAt)
      noteStart(id, &turn)
      observe(id, observation, &turn)
    case .refused(let outcome, let reason): finish(id, outcome, reason, &turn)
    case .unavailable(let reason):
      // Nothing was declined: it waits for the end of an outage, which is no delay.
      fires[id]?.outlivedOutage = true
      clearTimer(.startDeadline, of: id)
      if gate.isAway(active.entry.target) { fires[id]?.isCatchUp = true }
      wait(id, reason, retryAfter: nil, &turn)
    case .retryable(let reason, let retryAfter): retry(id, reason, retryAfter: retryAfter, &turn)
    case .unclear(let reason): ask(id, reason, &turn)
    }
  }

  private mutating func noteHealth(of target: TargetName, _ result: AttemptResult, _ turn: Turn) {
    switch result {
    case .started, .finished, .refused: gate.answered(target)
    // Too busy to take it is as good a reason to stay away as not being there.
    case .unavailable, .retryable, .unclear: gate.failed(target, at: turn.now)
    }
  }

  mutating func started(_ id: Identifier, runID: String?, sentAt: Instant?, _ turn: inout Turn) {
    fires[id]?.phase = .running
    fires[id]?.fire.runID = runID
    fires[id]?.row.runID = runID
    fires[id]?.row.reason = nil
    if let sentAt { noteSent(id, at: sentAt) }
    noteStart(id, &turn)
    record(id, .started, &turn)
    if let fire = fires[id]?.fire { turn.effects.append(.follow(fire)) }
    watch(id, turn)
    stopIfWanted(id, &turn)
  }

  /// The first byte of the first send counts.
  private mutating func noteSent(_ id: Identifier, at sentAt: Instant) {
    if fires[id]?.row.sentAt == nil { fires[id]?.row.sentAt = sentAt }
  }

  private mutating func retry(_ id: Identifier, _ reason: Reason, retryAfter: Duration?, _ turn: inout Turn) {
    guard let active = fires[id] else { return }
    if active.declines + 1 >= retryPolicy(of: active).sends { return finish(id, .failed, reason, &turn) }
    fires[id]?.declines = active.declines + 1
    wait(id, reason, retryAfter: retryAfter, &turn)
  }

  private mutating func wait(_ id: Identifier, _ reason: Reason, retryAfter: Duration?, _ turn: inout Turn) {
    guard let active = fires[id] else { return }
    guard active.stopCause == nil else {
      return finish(id, .cancelled, Reason("cancelled", "it was cancelled before it could be started"), &turn)
    }
    gate.leave(id, at: turn.now)
    fires[id]?.failures = active.failures + 1
    fires[id]?.phase = .waiting
    fires[id]?.row.reason = reason
    record(id, .waiting, &turn)
    let delay = max(retryAfter ?? .zero, retryPolicy(of: active).delay(afterFailure: active.failures + 1, of: id))
    setTimer(.step, of: id, at: turn.now.advanced(by: delay))
    setStartDeadline(of: id, turn)
    if let group = active.group { startQueued(of: group, &turn) }
  }

  func retryPolicy(of active: ActiveFire) -> RetryPolicy { plans[active.row.scheduleID]?.policy.retry ?? RetryPolicy() }

  private mutating func ask(_ id: Identifier, _ reason: Reason, _ turn: inout Turn) {
    fires[id]?.failures += 1
    fires[id]?.phase = .asking
    fires[id]?.isInDoubt = true
    fires[id]?.row.reason = reason
    record(id, .unknown, &turn)
    if let fire = fires[id]?.fire { turn.effects.append(.lookUp(fire)) }
  }

  /// The timer of a fire's next step has gone off.
  mutating func takeNextStep(_ id: Identifier, _ turn: inout Turn) {
    guard let active = fires[id] else { return }
    switch active.phase {
    case .held, .waiting: proceed(id, &turn)
    case .asking: turn.effects.append(.lookUp(active.fire))
    case .writing, .queued, .gated, .announcing, .sending, .running: break
    }
  }

  mutating func lookedUp(_ id: Identifier, _ result: LookUpResult, _ turn: inout Turn) {
    guard fires[id]?.phase == .asking else { return }
    noteAnswer(result, of: id)
    guard let active = fires[id] else { return }
    switch result {
    case .notStarted: sendAfterLookUp(active, &turn)
    case .cannotBeAsked: sendUnlessOnce(active, &turn)
    case .running(let runID, let sentAt): started(id, runID: runID, sentAt: sentAt, &turn)
    case .finished(let observation):
      noteStart(id, &turn)
      observe(id, observation, &turn)
    case .settled(.lost, let reason): settleLost(active, reason, &turn)
    case .settled(let outcome, let reason): finish(id, outcome, reason, &turn)
    case .unavailable(let reason):
      fires[id]?.vainQuestions += 1
      fires[id]?.row.reason = reason
      record(id, .unknown, &turn)
      setTimer(.step, of: id, at: turn.now.advanced(by: RetryRule.delay(afterFailure: active.vainQuestions + 1)))
      bePatient(id, turn)
    }
  }

  /// Its target could be asked: from here on, it is not out of sight.
  private mutating func noteAnswer(_ result: LookUpResult, of id: Identifier) {
    if case .unavailable = result { return }
    clearTimer(.patience, of: id)
    fires[id]?.vainQuestions = 0
    if case .notStarted = result { fires[id]?.isInDoubt = false }
  }

  /// A target that cannot be asked gets the fire again under the same key, unless the schedule would rather lose it.
  private mutating func sendUnlessOnce(_ active: ActiveFire, _ turn: inout Turn) {
    guard plans[active.row.scheduleID]?.policy.retryUnknown == false else { return sendAfterLookUp(active, &turn) }
    let reason = Reason(
      "retry_unknown",
      "whether it was started cannot be learned\(active.row.reason.map { " (\($0.sentence))" } ?? ""), and retry_unknown is false")
    finish(active.id, .lost, reason, &turn)
  }

  /// What was started and cannot be found any more is not started again unless the schedule says so.
  private mutating func settleLost(_ active: ActiveFire, _ reason: Reason, _ turn: inout Turn) {
    guard plans[active.row.scheduleID]?.policy.retryUnknown == true else { return finish(active.id, .lost, reason, &turn) }
    beginAttempt(after: active, .lost, reason, delay: .zero, &turn)
  }

  /// A fire of an earlier life goes out at once; one that has failed in this life keeps to its delays.
  private mutating func sendAfterLookUp(_ active: ActiveFire, _ turn: inout Turn) {
    gate.leave(active.id, at: turn.now)
    if let (outcome, reason) = active.stopCause?.meaning(of: .cancelled, nil) { return finish(active.id, outcome, reason, &turn) }
    guard active.failures > 0, let reason = active.row.reason else {
      fires[active.id]?.phase = .held
      return proceed(active.id, &turn)
    }
    fires[active.id]?.failures -= 1
    retry(active.id, reason, retryAfter: nil, &turn)
  }
}
