import CivilTime

/// How runs are ended before their time, and what is given up on.
extension Scheduler {
  /// How long what was asked to end may take before it is ended by force, and again before it is given up on.
  package static let stopGrace: Duration = .seconds(60)
  /// How long a run without a timeout of its own may be out of sight: nothing blocks for ever.
  package static let patience: Duration = .seconds(86_400)
  static let unreachableCode = "run_unreachable"

  /// Sets the limit on how long a run may take.
  mutating func watch(_ id: Identifier, _ turn: Turn) {
    guard let active = fires[id], let timeout = plans[active.row.scheduleID]?.policy.timeout else { return }
    setTimer(.timeout, of: id, at: max(turn.now, (active.row.sentAt ?? turn.now).advanced(by: timeout)))
  }

  mutating func clearRunTimers(of id: Identifier) {
    for timer in [FireTimer.timeout, .patience, .stopGrace] { clearTimer(timer, of: id) }
  }

  mutating func timeOut(_ id: Identifier, _ turn: inout Turn) {
    guard fires[id]?.phase == .running, fires[id]?.stopCause == nil else { return }
    fires[id]?.stopCause = .timeout
    askToStop(id, force: false, &turn)
  }

  mutating func cancel(_ id: Identifier, force: Bool, _ turn: inout Turn) {
    guard let active = fires[id] else {
      return turn.effects.append(.declined(fire: id, Reason("not_under_way", "fire \(id) is not under way")))
    }
    if active.isCertainlyNotStarted || (active.phase == .writing && active.fire.attempt == 1) {
      return finish(id, .cancelled, Reason("cancelled", "it was cancelled before it was started"), &turn)
    }
    fires[id]?.stopCause = .request
    fires[id]?.stopsByForce = force
    if active.phase == .running { askToStop(id, force: force, &turn) }
  }

  /// Makes room for a newer fire.
  mutating func replace(_ id: Identifier, by due: Instant, force: Bool, _ turn: inout Turn) {
    guard let active = fires[id] else { return }
    if active.isCertainlyNotStarted {
      return finish(id, .cancelled, Reason("overlap_cancel", "the fire of \(due.iso8601) took its place"), &turn)
    }
    guard active.stopCause == nil || force else { return }
    fires[id]?.stopCause = .replaced(by: due)
    fires[id]?.stopsByForce = force
    if active.phase == .running { askToStop(id, force: force, &turn) }
  }

  /// A fire that was to be stopped before it ran, runs now.
  mutating func stopIfWanted(_ id: Identifier, _ turn: inout Turn) {
    guard let active = fires[id], active.phase == .running, active.stopCause != nil else { return }
    askToStop(id, force: active.stopsByForce, &turn)
  }

  private mutating func askToStop(_ id: Identifier, force: Bool, _ turn: inout Turn) {
    guard let fire = fires[id]?.fire else { return }
    turn.effects.append(.stop(fire, force: force))
    setTimer(.stopGrace, of: id, at: turn.now.advanced(by: Self.stopGrace))
    fires[id]?.stopsByForce = force
  }

  /// What was asked to end is still there.
  mutating func stopHarder(_ id: Identifier, _ turn: inout Turn) {
    guard let active = fires[id], active.phase == .running, let cause = active.stopCause else { return }
    guard active.stopsByForce else { return askToStop(id, force: true, &turn) }
    guard case .timeout = cause else { return }
    finish(id, .timedOut, Reason("timeout", "it ran longer than it may, and did not end when it was told to"), &turn)
  }

  mutating func stopAnswered(_ id: Identifier, _ result: StopResult, _ turn: inout Turn) {
    guard let active = fires[id], active.phase == .running, let cause = active.stopCause else { return }
    switch result {
    case .asked, .unavailable: break
    case .impossible(let reason):
      clearTimer(.stopGrace, of: id)
      if case .timeout = cause {
        return finish(id, .timedOut, Reason("timeout", "it ran longer than it may, and cannot be ended: \(reason.sentence)"), &turn)
      }
      fires[id]?.stopCause = nil
      fires[id]?.row.reason = Reason("cannot_be_stopped", "it cannot be ended: \(reason.sentence)")
      record(id, active.row.outcome, &turn)
    }
  }

  // MARK: Out of sight

  mutating func runUnreachable(_ id: Identifier, _ reason: Reason, _ turn: inout Turn) {
    guard let active = fires[id], active.phase == .running else { return }
    fires[id]?.row.reason = Reason(Self.unreachableCode, "how its run stands cannot be learned now: \(reason.sentence)")
    if fires[id]?.row != active.row { record(id, active.row.outcome, &turn) }
    bePatient(id, turn)
  }

  /// Starts to count how long a fire has been out of sight, unless that goes on already.
  mutating func bePatient(_ id: Identifier, _ turn: Turn) {
    guard let active = fires[id], active.timers[.patience] == nil else { return }
    let limit = plans[active.row.scheduleID]?.policy.timeout ?? Self.patience
    setTimer(.patience, of: id, at: turn.now.advanced(by: limit))
  }

  mutating func losePatience(_ id: Identifier, _ turn: inout Turn) {
    guard let active = fires[id], active.phase == .running || active.phase == .asking else { return }
    let cause = active.row.reason.map { ": \($0.sentence)" } ?? ""
    finish(id, .lost, Reason("out_of_sight", "what became of it could not be learned in time\(cause)"), &turn)
  }
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
