import CivilTime
import Timers

/// How fires are sent, and what their targets answer.
extension Scheduler {
  /// Sends what the gate lets through now.
  mutating func sendReady(_ turn: inout Turn) {
    guard !gate.isEmpty else { return setGateTimer(nil) }
    // What is given up after all makes room for others.
    repeat {
      while !isStopping, case let open = gate.open(at: turn.now, includingCatchUp: !holdsCatchUp), !open.isEmpty {
        for fire in open { send(fire, &turn) }
      }
      let gated = turn.gated
      turn.gated = []
      for fire in gated where fire.phase == .gated { noteGated(fire, &turn) }
      // Who stands back lets others come.
    } while !turn.gated.isEmpty
    setGateTimer(isStopping ? nil : gate.wake)
  }

  private mutating func setGateTimer(_ instant: Instant?) {
    guard gateTimer?.at != instant else { return }
    if let old = gateTimer { wheel.cancel(old.handle) }
    gateTimer = instant.map { TimerEntry(at: $0, handle: insertTimer(.gate, at: $0)) }
  }

  /// A fire has to wait for limits or for its target. The ledger keeps saying `claimed`, except where that would not do:
  /// a fire that must not be repeated when in doubt is in doubt only once it is sent.
  private mutating func noteGated(_ fire: ActiveFire, _ turn: inout Turn) {
    // Limits are in the way of the one that would be sent to see whether its target is back. It keeps its place before them while nobody
    // waits for its turn who could run.
    if isWaitedFor(fire), standBackAtGate(fire, &turn) { return }
    setStartDeadline(of: fire, turn)
    fire.row.reason = reasonAtGate(of: fire, turn)
    if !fire.entry.isAway { gate.noteHold(of: fire, at: turn.now) }
    guard fire.entry.isAway || fire.plan?.policy.retryUnknown == false else { return }
    record(fire, .waiting, &turn)
  }

  /// Why the gate does not let it through.
  mutating func reasonAtGate(of fire: ActiveFire, _ turn: Turn) -> Reason {
    if isStopping { return Self.stopReason }
    return fire.entry.isAway ? fire.awayReason : gate.limitReason(for: fire, at: turn.now) ?? Self.limitsReason
  }

  /// The row of a fire without a final outcome. What it waits for at the gate may be another thing than when it came there.
  package func activeRow(_ id: Identifier) -> LedgerRow? {
    guard let fire = fires[id] else { return nil }
    guard fire.phase == .gated || fire.standsBack, !isStopping else { return fire.row }
    var row = fire.row
    if fire.entry.isAway {
      row.reason = fire.awayReason
    } else if row.reason?.code == ActiveFire.awayCode {
      row.reason = Self.limitsReason
    }
    return row
  }

  /// Since when the answer of a fire's target is awaited; nil: it is not. The ledger knows only when that answer has come: a request
  /// that is the run may take hours.
  package func askedSince(_ id: Identifier) -> Instant? { fires[id]?.askedSince }

  /// Sends a fire that the gate has let through, unless the ledger has to be told first.
  mutating func send(_ fire: ActiveFire, _ turn: inout Turn) {
    guard fire.phase != .ended else { return }
    if let (outcome, reason) = refusal(of: fire, turn) { return finish(fire, outcome, reason, &turn) }
    clearTimer(.startDeadline, of: fire)
    (fire.keepsTurn, fire.wasBuffered) = (false, false)
    guard fire.row.outcome != .waiting else { return announce(fire, &turn) }
    fire.phase = .sending
    fire.noteSending(at: turn.now)
    turn.effects.append(.start(fire.fire))
  }

  /// A fire that waits was certainly not sent: the next life counts on that, so the row has to say more before it is.
  private mutating func announce(_ fire: ActiveFire, _ turn: inout Turn) {
    fire.phase = .announcing
    fire.row.reason = nil
    record(fire, .claimed, &turn)
    turn.newAttempts.append(fire)
  }

  /// What was announced is not sent after all: the next life counts on that.
  mutating func withdraw(_ fire: ActiveFire, _ turn: inout Turn) {
    gate.leave(fire, at: turn.now)
    fire.phase = .held
    fire.row.reason = Self.stopReason
    record(fire, .waiting, &turn)
  }

  /// Of what makes up for missed fires while all of that is held back, and of what has waited for a target that is back.
  private static let limitsReason = Reason("limits", "limits on what is sent at a time let it wait")
  private static let stopReason = Reason("daemon_stops", "the daemon was told to stop before it was sent")

  /// Why a fire whose turn has come is not started after all.
  func refusal(of fire: ActiveFire, _ turn: Turn) -> (Outcome, Reason?)? {
    if fire.trigger.lacksSecrets { return (.lost, Reason("secrets_gone", "its trigger's \(fire.trigger.wordsForMissingSecrets)")) }
    if let cause = fire.stopCause { return cause.meaning(of: .cancelled, nil) }
    guard let plan = fire.plan else { return (.removed, Self.removedReason) }
    if hasNoTimeLeft(for: fire, plan, turn) { return (.failed, Self.budgetReason) }
    guard fire.row.kind.isAutomatic else { return nil }
    if !plan.isArmed { return unarmedEnd(of: plan) }
    if hasNoRunLeft(for: fire, plan) { return (.skippedMaxRuns, Self.usedUpReason(plan)) }
    return fire.outlivedOutage && fire.row.attempt == 1 && !fire.isInDoubt ? misfire(of: fire, plan, turn) : nil
  }

  /// True when an attempt was planned within its budget, and its turn has come long after that.
  private func hasNoTimeLeft(for fire: ActiveFire, _ plan: SchedulePlan, _ turn: Turn) -> Bool {
    guard fire.row.attempt > 1, !fire.isInDoubt, let budget = plan.policy.retry.budget, fire.row.sentAt != nil else { return false }
    return fire.timeSinceSend(at: turn.now) > budget + Self.misfireThreshold
  }

  private static let budgetReason = Reason(
    "no_further_attempt", "an attempt ended badly, and the time for further ones (retry.budget) was over before the next could be sent")

  /// Why a fire whose target was away, or the daemon down, is not made up for.
  private func misfire(of fire: ActiveFire, _ plan: SchedulePlan, _ turn: Turn) -> (Outcome, Reason)? {
    let lateness = fire.row.plannedStart.duration(to: turn.now)
    if plan.policy.misfire == .skip, lateness > Self.misfireThreshold { return (.skippedMisfire, Self.outageSkipReason) }
    guard let window = plan.policy.misfireWindow, lateness > window else { return nil }
    let reason = Reason("misfire_window", "it could not be sent within the schedule's misfire window of \(window.inWords)")
    return (.skippedMisfire, reason)
  }

  static let outageSkipReason = Reason(
    "misfire_skip", "it could not be sent at its time, and the schedule's misfire policy is skip")

  // MARK: Answers

  mutating func attemptEnded(_ id: Identifier, _ result: AttemptResult, _ turn: inout Turn) {
    guard let fire = fires[id], fire.phase == .sending else { return }
    noteTarget(of: fire, result, &turn)
    switch result {
    case .started(let runID, let sentAt): started(fire, runID: runID, sentAt: sentAt, &turn)
    case .finished(let observation, let sentAt):
      noteSent(fire, at: sentAt)
      noteStart(fire, &turn)
      observe(fire, observation, &turn)
    case .refused(let outcome, let reason, let sentAt):
      // It may have been refused because an earlier send was taken; and what came of that one, no refusal says.
      if fire.isInDoubt { return finish(fire, .lost, ActiveFire.doubt(reason), &turn) }
      if let first = fire.firstDeclinedAt ?? sentAt { noteSent(fire, at: first) }
      finish(fire, outcome, reason, &turn)
    case .unavailable(let reason):
      // Nothing was declined: it waits for the end of an outage, which is no delay.
      fire.outlivedOutage = true
      clearTimer(.startDeadline, of: fire)
      if fire.entry.isAway { fire.outliveOutage() }
      wait(fire, reason, retryAfter: nil, &turn)
    case .retryable(let reason, let retryAfter, let sentAt, _):
      if fire.firstDeclinedAt == nil { fire.firstDeclinedAt = sentAt }
      retry(fire, reason, retryAfter: retryAfter, &turn)
    case .full(let reason, let retryAfter): wait(fire, reason, retryAfter: retryAfter, &turn)
    case .unclear(let reason): ask(fire, reason, &turn)
    }
  }

  /// This daemon has as many requests on their way there as it may: nothing is known of the target.
  private static let queueCode = "no_free_connection"
  /// What the trigger needs cannot be had: its target was not asked.
  private static let secretCode = "secret_unavailable"
  /// The start of another command hangs, and no further one has its turn: it may be long until one does.
  private static let startCode = "start_hangs"

  private mutating func noteTarget(of fire: ActiveFire, _ result: AttemptResult, _ turn: inout Turn) {
    let wasAway = fire.entry.isAway
    switch result {
    case .full(let reason, _) where reason.code == Self.queueCode: break
    case .unavailable(let reason) where reason.code == Self.secretCode || reason.code == Self.startCode:
      gate.hindered(fire, reason, at: turn.now)
    case .started, .finished, .refused, .full, .retryable(_, _, _, isThere: true): gate.answered(fire)
    // Not able to take it is as good a reason to stay away as not being there.
    case .unavailable(let reason), .retryable(let reason, _, _, isThere: false), .unclear(let reason):
      gate.failed(fire, reason, at: turn.now)
    }
    if fire.entry.isAway != wasAway { noteOutage(of: fire.entry, &turn) }
  }

  mutating func started(_ fire: ActiveFire, runID: String?, sentAt: Instant?, _ turn: inout Turn) {
    fire.phase = .running
    fire.row.runID = runID
    fire.row.reason = nil
    if let sentAt { noteSent(fire, at: sentAt) }
    fire.attemptSentAt = sentAt
    noteStart(fire, &turn)
    record(fire, .started, &turn)
    turn.effects.append(.follow(fire.fire))
    watch(fire, turn)
    stopIfWanted(fire, &turn)
  }

  /// The first byte of the first send counts.
  private func noteSent(_ fire: ActiveFire, at sentAt: Instant) {
    if fire.row.sentAt == nil { fire.row.sentAt = sentAt }
  }

  private mutating func retry(_ fire: ActiveFire, _ reason: Reason, retryAfter: Duration?, _ turn: inout Turn) {
    guard fire.earlierDeclines + fire.declines + 1 < retryPolicy(of: fire).sends else {
      if fire.isInDoubt { return finish(fire, .lost, ActiveFire.doubt(reason), &turn) }
      if let first = fire.firstDeclinedAt { noteSent(fire, at: first) }
      return finish(fire, .failed, reason, &turn)
    }
    fire.declines += 1
    wait(fire, reason, retryAfter: retryAfter, tellsTime: true, &turn)
  }

  /// - Parameter tellsTime: the row says when it is sent again, so that a restart makes the wait no shorter.
  private mutating func wait(
    _ fire: ActiveFire, _ reason: Reason, retryAfter: Duration?, tellsTime: Bool = false, _ turn: inout Turn
  ) {
    guard fire.stopCause == nil else { return finish(fire, .cancelled, fire.cancelReason, &turn) }
    gate.leave(fire, at: turn.now)
    fire.failures += 1
    fire.phase = .waiting
    let delay = max(retryAfter ?? .zero, retryPolicy(of: fire).delay(afterFailure: fire.failures, of: fire.id))
    let start = turn.now.advanced(by: delay)
    fire.row.reason = tellsTime ? reason.sentAgain(at: start) : reason
    record(fire, .waiting, &turn)
    setTimer(.step, of: fire, at: start)
    setStartDeadline(of: fire, turn)
    if let line = fire.line { startQueued(of: line, &turn) }
  }

  func retryPolicy(of fire: ActiveFire) -> RetryPolicy { fire.plan?.policy.retry ?? RetryPolicy() }

  private mutating func ask(_ fire: ActiveFire, _ reason: Reason, _ turn: inout Turn) {
    fire.failures += 1
    fire.phase = .asking
    fire.isInDoubt = true
    fire.row.reason = reason
    record(fire, .unknown, &turn)
    askTarget(of: fire, &turn)
  }

  /// The timer of a fire's next step has gone off.
  mutating func takeNextStep(_ fire: ActiveFire, _ turn: inout Turn) {
    switch fire.phase {
    case .held:
      if fire.awaitsItsTime, let plan = fire.plan { return admitPutOff(of: plan, &turn) }
      fire.awaitsItsTime = false
      proceed(fire, &turn)
    case .waiting: fire.standsBack ? comeForward(fire, &turn) : proceed(fire, &turn)
    case .asking: askTarget(of: fire, &turn)
    case .writing, .queued, .gated, .announcing, .sending, .running, .ended: break
    }
  }

  mutating func lookedUp(_ id: Identifier, _ result: LookUpResult, _ turn: inout Turn) {
    guard let fire = fires[id], fire.phase == .asking else { return }
    noteAnswer(result, of: fire)
    switch result {
    case .notStarted: sendAfterLookUp(fire, &turn)
    case .cannotBeAsked: sendUnlessOnce(fire, &turn)
    case .running(let runID, let sentAt): started(fire, runID: runID, sentAt: sentAt, &turn)
    case .finished(let observation, let sentAt):
      if let sentAt { noteSent(fire, at: sentAt) }
      noteStart(fire, &turn)
      observe(fire, observation, &turn)
    case .settled(.lost, let reason): settleLost(fire, reason, &turn)
    case .settled(let outcome, let reason): finish(fire, outcome, reason, &turn)
    case .unavailable(let reason):
      fire.vainQuestions += 1
      // For how long it is not to be sent again, nothing else says.
      let resend = fire.row.reason?.startOfResend.flatMap { $0 > turn.now ? $0 : nil }
      fire.row.reason = resend.map { reason.sentAgain(at: $0) } ?? reason
      record(fire, .unknown, &turn)
      setTimer(.step, of: fire, at: turn.now.advanced(by: RetryRule.delay(afterFailure: fire.vainQuestions)))
      bePatient(fire, turn)
    }
  }

  /// Its target could be asked: from here on, it is not out of sight.
  private mutating func noteAnswer(_ result: LookUpResult, of fire: ActiveFire) {
    if case .unavailable = result { return }
    noteNews(of: fire)
    clearTimer(.patience, of: fire)
    fire.vainQuestions = 0
    switch result {
    case .notStarted:
      fire.isInDoubt = false
      fire.forgetEarlierLife()
    case .running(_, _?), .finished(_, _?): fire.forgetEarlierLife()
    case .running, .finished, .cannotBeAsked, .settled, .unavailable: break
    }
  }

  /// A target that cannot be asked gets the fire again under the same key, unless the schedule would rather lose it.
  private mutating func sendUnlessOnce(_ fire: ActiveFire, _ turn: inout Turn) {
    guard fire.stopCause == nil, fire.plan?.policy.retryUnknown == false else { return sendAfterLookUp(fire, &turn) }
    let cause = fire.row.reason.map { " (\($0.withoutResend.sentence))" } ?? ""
    let reason = Reason("retry_unknown", "whether it was started cannot be learned\(cause), and retry_unknown is false")
    finish(fire, .lost, reason, &turn)
  }

  /// What was started and cannot be found any more is not started again unless the schedule says so, as often as it says, and never once
  /// it was to end.
  /// It counts for `max_runs`: a run is over as well when it is lost.
  private mutating func settleLost(_ fire: ActiveFire, _ reason: Reason, _ turn: inout Turn) {
    noteStart(fire, &turn)
    if let (outcome, cause) = fire.stopCause?.meaning(of: .cancelled, nil) {
      return finish(fire, outcome, cause.map { Reason($0.code, "\($0.sentence); \(reason.sentence)") }, &turn)
    }
    guard fire.plan?.policy.retryUnknown == true, fire.mayBeLostAgain, let delay = delayOfNextAttempt(after: fire, turn) else {
      return finish(fire, .lost, reason, &turn)
    }
    beginAttempt(after: fire, .lost, reason, delay: delay, &turn)
  }

  /// A fire of an earlier life goes out at once, unless it follows another's end, or its target had declined it; one that has failed in
  /// this life keeps to its delays.
  private mutating func sendAfterLookUp(_ fire: ActiveFire, _ turn: inout Turn) {
    gate.leave(fire, at: turn.now)
    if let (outcome, reason) = fire.stopCause?.meaning(of: .cancelled, nil) {
      return finish(fire, outcome, reason.map { fire.addingDoubt(to: $0) }, &turn)
    }
    guard fire.failures > 0, let reason = fire.row.reason else {
      fire.phase = .held
      if fire.row.kind == .chained, waitsForSource(fire, turn) { fire.isCatchUp = true }
      guard waitOn(fire, turn) else { return proceed(fire, &turn) }
      if let line = fire.line { startQueued(of: line, &turn) }
      return
    }
    fire.failures -= 1
    retry(fire, reason, retryAfter: nil, &turn)
  }
}

extension ActiveFire {
  static let awayCode = "target_away"

  var awayReason: Reason {
    let lastTry = entry.lastFailure.map { ". The last try: \($0.sentence)" } ?? ""
    let probe = entry.probingSince.map { ". A further one is under way, sent at \($0.iso8601)" } ?? ""
    return Reason(Self.awayCode, "no fire gets through to \(entry.name); it is tried again from time to time\(lastTry)\(probe)")
  }
}
