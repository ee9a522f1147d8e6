import CivilTime
import Scheduling

/// Requests on their way, and what the targets answer.
extension World {
  func send(_ fire: Fire, life: Int) {
    fireCount += 1
    daemon?.sending += 1
    let fate = fate(of: fire)
    let patience = chance.duration(.seconds(1), .seconds(60))
    let travel = chance.duration(.milliseconds(1), .milliseconds(200))
    switch fate {
    case .connectionRefused:
      answer(.attemptEnded(fire: fire.id, .unavailable(Reason("no_connection", "connection refused"))), life: life, after: travel)
    case .requestLost: giveUp(on: fire, life: life, after: patience)
    case .arrives, .declined, .refused:
      agenda.add(.requestArrives(fire, life: life, fate: fate, sentAt: now), at: trueTime.advanced(by: travel))
    case .replyLost:
      agenda.add(.requestArrives(fire, life: life, fate: fate, sentAt: now), at: trueTime.advanced(by: travel))
      giveUp(on: fire, life: life, after: patience)
    case .arrivesLate:
      referee.ghosts.insert(fire.id)
      agenda.add(
        .requestArrives(fire, life: life, fate: fate, sentAt: now),
        at: trueTime.advanced(by: patience + chance.duration(.milliseconds(1), .seconds(90))))
      giveUp(on: fire, life: life, after: patience)
    }
  }

  private func giveUp(on fire: Fire, life: Int, after patience: Duration) {
    answer(.attemptEnded(fire: fire.id, .unclear(Reason("timeout", "no answer within \(patience)"))), life: life, after: patience)
  }

  private func answer(_ event: SchedulerEvent, life: Int, after delay: Duration) {
    agenda.add(.tell(life: life, event), at: trueTime.advanced(by: delay))
  }

  private func fate(of fire: Fire) -> RequestFate {
    if let outage = targets.outages[TargetName(of: fire.trigger)], outage.until > trueTime { return outage.fate }
    guard hasFaults, chance.chance(faults.mishaps) else { return .arrives }
    switch chance.number(0...8) {
    case 0, 1: return .connectionRefused
    case 2: return .requestLost
    case 3, 4: return .replyLost
    case 5: if case .command = TargetNature(fire.trigger) { return .replyLost } else { return .arrivesLate }
    case 6, 7: return .declined(retryAfter: chance.chance(0.5) ? chance.duration(.seconds(1), period * 2 + .seconds(1)) : nil)
    default: return .refused
    }
  }

  func receive(_ fire: Fire, life: Int, _ fate: RequestFate, sentAt: Instant) {
    let delay =
      hasFaults && chance.chance(0.05)
      ? chance.duration(.seconds(1), .seconds(30)) : chance.duration(.microseconds(500), .milliseconds(300))
    switch fate {
    case .declined(let retryAfter):
      answer(
        .attemptEnded(fire: fire.id, .retryable(Reason("http_429", "too many requests"), retryAfter: retryAfter, sentAt: sentAt)),
        life: life, after: delay)
    case .refused:
      answer(
        .attemptEnded(fire: fire.id, .refused(chance.pick([.rejected, .failed]), Reason("http_400", "bad request"), sentAt: sentAt)),
        life: life, after: delay)
    default:
      let result = accept(fire, sentAt: sentAt)
      if fate == .arrives { answer(.attemptEnded(fire: fire.id, result), life: life, after: delay) }
    }
  }

  /// Starts a run, or recognises the attempt.
  private func accept(_ fire: Fire, sentAt: Instant) -> AttemptResult {
    let nature = TargetNature(fire.trigger)
    if let index = targets.run(of: fire) {
      let run = targets.runs[index]
      switch nature {
      case .http: return .finished(run.observation, sentAt: sentAt)
      case .command: return .unclear(Reason("mark_exists", "this attempt has been started before"))
      case .deployment:
        return chance.chance(0.5) ? .started(runID: run.runID, sentAt: sentAt) : .unclear(Reason("duplicate", "a run of this name exists"))
      }
    }
    let index = startRun(fire, nature)
    let run = targets.runs[index]
    if case .http = nature { return .finished(run.observation, sentAt: sentAt) }
    return .started(runID: run.runID, sentAt: sentAt)
  }

  private func startRun(_ fire: Fire, _ nature: TargetNature) -> Int {
    let isBad = hasFaults && chance.chance(faults.badRuns)
    let length =
      hasFaults
      ? chance.duration(.milliseconds(200), min(period * 3, .seconds(20_000)))
      : chance.duration(.milliseconds(200), min(period, .seconds(600)))
    let run = SimulatedRun(
      fire: fire.id, attempt: fire.attempt, nature: nature, runID: "run-\(targets.runs.count + 1)", endsAt: trueTime.advanced(by: length),
      outcome: isBad ? .failed : .succeeded, exitCode: isBad ? chance.number(1...3) : 0,
      ignoresStop: hasFaults && chance.chance(faults.badRuns))
    let index = targets.add(run, for: fire)
    transcript.note(.runStarted(fire.id, fire.attempt, run.runID), at: trueTime, now)
    referee.runStarted(of: fire, nature, targets: targets)
    if case .http = nature { targets.change(index) { $0.hasEnded = true } } else { agenda.add(.runEnds(index, version: 0), at: run.endsAt) }
    if isBad, chance.chance(0.2) { targets.change(index) { $0.hiddenUntil = later(.seconds(10), .seconds(200_000)) } }
    return index
  }

  func lookUp(_ fire: Fire, life: Int) {
    answer(.lookedUp(fire: fire.id, lookUpResult(fire)), life: life, after: chance.duration(.milliseconds(1), .seconds(2)))
  }

  private func lookUpResult(_ fire: Fire) -> LookUpResult {
    let nature = TargetNature(fire.trigger)
    if case .http = nature { return .cannotBeAsked }
    let isAway = targets.outages[TargetName(of: fire.trigger)].map { $0.until > trueTime } ?? false
    if isAway || (hasFaults && chance.chance(faults.mishaps)) { return .unavailable(Reason("no_connection", "connection refused")) }
    guard let index = targets.run(of: fire) else { return .notStarted }
    let run = targets.runs[index]
    if run.hasVanished { return .settled(.lost, Reason("run_vanished", "a mark without an exit record")) }
    return run.hasEnded ? .finished(run.observation) : .running(runID: run.runID, sentAt: nil)
  }
}
