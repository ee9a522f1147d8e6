import CivilTime

/// How runs are ended before their time, and what is given up on.
extension Scheduler {
  /// How long what was asked to end may take before it is ended by force, and again before it is given up on.
  package static let stopGrace: Duration = .seconds(60)
  /// How often a target that cannot be told is told again that a run has to end, a grace apart: for an hour.
  package static let vainStopLimit = 60
  /// How long a run without a timeout of its own may be out of sight: nothing blocks for ever.
  package static let patience: Duration = .seconds(86_400)
  static let unreachableCode = "run_unreachable"

  /// Sets the limit on how long a run may take, counted from when it was first sent. The ledger says that of a fire's first
  /// attempt only: the time of a further one begins anew with the daemon.
  mutating func watch(_ fire: ActiveFire, _ turn: Turn) {
    fire.runBegan = fire.attemptSentAt ?? (fire.row.attempt == 1 ? fire.row.sentAt : nil) ?? turn.now
    setTimeout(of: fire, turn)
  }

  /// An edit of the limit holds for what runs, and for what is out of sight, counted from the same time. What is being ended for its
  /// time stays so.
  mutating func watchAnew(_ plan: SchedulePlan, wasLimitedTo before: Duration?, _ turn: Turn) {
    guard plan.policy.timeout != before else { return }
    for id in plan.underWay {
      guard let fire = fires[id], !fire.isOverdue else { continue }
      if fire.phase == .running {
        clearTimer(.timeout, of: fire)
        setTimeout(of: fire, turn)
      }
      // After the other, which tells a run to end: where both are over, it is told first.
      if fire.timers[.patience] != nil { setPatience(of: fire, turn) }
    }
  }

  private mutating func setTimeout(of fire: ActiveFire, _ turn: Turn) {
    guard let begun = fire.runBegan, let timeout = timeout(of: fire) else { return }
    setTimer(.timeout, of: fire, at: max(turn.now, begun.advanced(by: timeout)))
  }

  /// How long its run may take. That its schedule was removed changes nothing.
  private func timeout(of fire: ActiveFire) -> Duration? {
    guard let plan = fire.plan else { return retired[fire.row.scheduleID]?.timeout }
    return plan.policy.timeout
  }

  mutating func clearRunTimers(of fire: ActiveFire) {
    for timer in [FireTimer.timeout, .patience, .stopGrace] { clearTimer(timer, of: fire) }
  }

  mutating func timeOut(_ fire: ActiveFire, _ turn: inout Turn) {
    guard fire.phase == .running, !fire.isOverdue else { return }
    fire.overdueSince = turn.now
    if fire.stopCause == nil { fire.stopCause = .timeout }
    askToStop(fire, force: fire.stopsByForce, &turn)
  }

  mutating func cancel(_ id: Identifier, force: Bool, _ turn: inout Turn) {
    guard let fire = fires[id] else {
      return turn.effects.append(.declined(fire: id, Reason("not_under_way", "fire \(id) is not under way")))
    }
    if fire.isCertainlyNotStarted || (fire.phase == .writing && fire.row.attempt == 1) {
      return finish(fire, .cancelled, fire.cancelReason, &turn)
    }
    fire.stopCause = .request
    fire.stopsByForce = force
    if fire.phase == .running { askToStop(fire, force: force, &turn) }
  }

  /// Makes room for a newer fire.
  mutating func replace(_ fire: ActiveFire, by due: Instant, force: Bool, _ turn: inout Turn) {
    if fire.isCertainlyNotStarted {
      let reason = Reason("overlap_cancel", "the fire of \(due.iso8601) took its place")
      return finish(fire, .cancelled, fire.addingDoubt(to: reason), &turn)
    }
    guard fire.stopCause == nil || force else { return }
    fire.stopCause = .replaced(by: due)
    fire.stopsByForce = force
    if fire.phase == .running { askToStop(fire, force: force, &turn) }
  }

  /// A fire that was to be stopped before it ran, runs now.
  mutating func stopIfWanted(_ fire: ActiveFire, _ turn: inout Turn) {
    guard fire.phase == .running, fire.stopCause != nil else { return }
    askToStop(fire, force: fire.stopsByForce, &turn)
  }

  private mutating func askToStop(_ fire: ActiveFire, force: Bool, _ turn: inout Turn) {
    turn.effects.append(.stop(fire.fire, force: force))
    setTimer(.stopGrace, of: fire, at: turn.now.advanced(by: Self.stopGrace))
    fire.stopsByForce = force
    fire.stopIsUntold = false
  }

  /// What was asked to end is still there.
  mutating func stopHarder(_ fire: ActiveFire, _ turn: inout Turn) {
    guard fire.phase == .running, fire.stopCause != nil else { return }
    if fire.stopIsUntold { return stopAgain(fire, &turn) }
    guard fire.stopsByForce else { return askToStop(fire, force: true, &turn) }
    // Without a limit on its time it may take as long as it likes to end.
    guard fire.isOverdue else { return }
    giveUp(fire, .timedOut, Reason("timeout", "it ran longer than it may, and did not end when it was told to"), &turn)
  }

  /// As hard as before, for nobody has heard of it.
  private mutating func stopAgain(_ fire: ActiveFire, _ turn: inout Turn) {
    fire.vainStops += 1
    guard fire.isOverdue, fire.vainStops >= Self.vainStopLimit else {
      return askToStop(fire, force: fire.stopsByForce, &turn)
    }
    giveUp(fire, .timedOut, Reason("timeout", "it ran longer than it may, and for an hour nobody could be told to end it"), &turn)
  }

  mutating func stopAnswered(_ id: Identifier, _ result: StopResult, _ turn: inout Turn) {
    guard let fire = fires[id], fire.phase == .running, fire.stopCause != nil else { return }
    switch result {
    case .asked: break
    // Nobody was told: it is told again, no harder than before, when the run moves on or the grace is over.
    case .unavailable: fire.stopIsUntold = true
    case .impossible(let reason):
      clearTimer(.stopGrace, of: fire)
      if fire.isOverdue {
        return giveUp(fire, .timedOut, Reason("timeout", "it ran longer than it may, and cannot be ended: \(reason.sentence)"), &turn)
      }
      fire.stopCause = nil
      fire.row.reason = Reason("cannot_be_stopped", "it cannot be ended: \(reason.sentence)")
      record(fire, fire.row.outcome, &turn)
    }
  }

  /// An end that its target has not told, and for which nobody need go on asking there.
  private mutating func giveUp(_ fire: ActiveFire, _ outcome: Outcome, _ reason: Reason, _ turn: inout Turn) {
    let wasFollowed = fire.phase == .running
    finish(fire, outcome, reason, &turn)
    if wasFollowed { turn.effects.append(.unfollow(fire: fire.id)) }
  }

  // MARK: Out of sight

  mutating func runUnreachable(_ id: Identifier, _ reason: Reason, _ turn: inout Turn) {
    guard let fire = fires[id], fire.phase == .running else { return }
    let news = Reason(Self.unreachableCode, "how its run stands cannot be learned now: \(reason.sentence)")
    if fire.row.reason != news {
      fire.row.reason = news
      record(fire, fire.row.outcome, &turn)
    }
    bePatient(fire, turn)
  }

  /// Starts to count how long a fire has been out of sight, unless that goes on already.
  mutating func bePatient(_ fire: ActiveFire, _ turn: Turn) {
    guard fire.timers[.patience] == nil else { return }
    fire.outOfSightSince = turn.now
    setPatience(of: fire, turn)
  }

  private mutating func setPatience(of fire: ActiveFire, _ turn: Turn) {
    guard let since = fire.outOfSightSince else { return }
    setTimer(.patience, of: fire, at: max(turn.now, since.advanced(by: timeout(of: fire) ?? Self.patience)))
  }

  mutating func losePatience(_ fire: ActiveFire, _ turn: inout Turn) {
    guard fire.phase == .running || fire.phase == .asking else { return }
    let cause = fire.row.reason.map { ": \($0.withoutResend.sentence)" } ?? ""
    giveUp(fire, .lost, Reason("out_of_sight", "what became of it could not be learned in time\(cause)"), &turn)
  }
}

extension ActiveFire {
  /// Why one is cancelled that waits on this side.
  var cancelReason: Reason { .cancelledWhileWaiting(inDoubt: isInDoubt) }

  /// What is said of one that is not sent again, and may have been started.
  func addingDoubt(to reason: Reason) -> Reason { isInDoubt ? reason.withDoubt : reason }

  /// What the end of its run means.
  func meaning(of outcome: Outcome, _ observation: RunObservation) -> (Outcome, Reason?) {
    guard let stopCause, !hadFailedBefore(outcome, observation) else { return (outcome, observation.reason) }
    return stopCause.meaning(of: outcome, observation.reason)
  }

  /// True of a run that had failed by itself before it was asked to end for its time, and is seen only now: it was out of sight,
  /// the daemon was down, or the machine slept.
  private func hadFailedBefore(_ outcome: Outcome, _ observation: RunObservation) -> Bool {
    guard case .timeout? = stopCause, outcome == .failed, let end = observation.finishedAt, let overdueSince else { return false }
    return end < overdueSince
  }
}

extension Reason {
  /// Of a fire that is cancelled while it waits on this side.
  package static func cancelledWhileWaiting(inDoubt: Bool) -> Reason {
    inDoubt ? Reason("cancelled", "it was cancelled").withDoubt : Reason("cancelled", "it was cancelled before it was started")
  }

  fileprivate var withDoubt: Reason { Reason(code, "\(sentence); whether it was started before that cannot be learned") }
}

extension ActiveFire.StopCause {
  /// What the end of a run means that was asked to end. One that succeeded nevertheless has succeeded.
  func meaning(of outcome: Outcome, _ reason: Reason?) -> (Outcome, Reason?) {
    guard outcome != .succeeded else { return (outcome, reason) }
    switch self {
    case .timeout: return (.timedOut, Reason("timeout", "it ran longer than it may"))
    case .request: return (.cancelled, Reason("cancelled", "it was asked to end"))
    case .replaced(let due): return (.cancelled, Reason("overlap_cancel", "the fire of \(due.iso8601) took its place"))
    }
  }

  /// True when the end that it brings is wanted: no further attempt.
  var isFinal: Bool {
    switch self {
    case .timeout: false
    case .request, .replaced: true
    }
  }
}
