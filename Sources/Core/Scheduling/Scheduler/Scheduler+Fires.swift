import CivilTime

/// How fires are claimed, sent and sent again.
extension Scheduler {
  static let catchUpCode = "catch_up"

  /// Writes down that a due instant is to be started, and takes it up once that is durable.
  mutating func claim(_ due: Instant, of id: Identifier, _ turn: inout Turn) -> Identifier {
    let fireID = Fire.id(schedule: id, due: due)
    plans[id]?.openRange = nil
    claim(fireID, .scheduled, due: due, of: id, &turn)
    return fireID
  }

  mutating func trigger(_ id: Identifier, as fireID: Identifier, _ turn: inout Turn) {
    if let reason = refusalOfTrigger(id) { return turn.effects.append(.declined(fire: fireID, reason)) }
    claim(fireID, .manual, due: turn.now.roundedDownToSecond, of: id, &turn)
  }

  private func refusalOfTrigger(_ id: Identifier) -> Reason? {
    guard let plan = plans[id] else { return Reason("not_found", "there is no schedule \(id)") }
    guard plan.definition.trigger != nil else {
      return plan.definition.reason ?? Reason("no_binding", "nothing says what to start")
    }
    guard plan.definition.policy.overlap == .skip, let fire = plan.underWay.first else { return nil }
    return Reason("overlap_skip", "fire \(fire) is still under way, and the schedule's overlap policy is skip")
  }

  private mutating func claim(
    _ fireID: Identifier, _ kind: LedgerRow.Kind, due: Instant, of id: Identifier, _ turn: inout Turn
  ) {
    guard let plan = plans[id], let trigger = plan.definition.trigger else { return }
    let fire = Fire(
      id: fireID, kind: kind, scheduleID: id, scheduleName: plan.schedule.name, due: due,
      runName: Fire.runName(schedule: plan.schedule.name, due: due, id: fireID), claimedAt: turn.now, trigger: trigger)
    let mustQueue = plan.definition.policy.overlap == .skip && !plan.underWay.isEmpty && plan.definition.policy.misfire == .all
    let row = LedgerRow(
      id: fireID, kind: kind, scheduleID: id, scheduleName: fire.scheduleName, revision: plan.revision, due: due,
      outcome: mustQueue ? .waiting : .claimed,
      reason: mustQueue ? Reason(Self.catchUpCode, "the schedule's earlier fires come first") : nil,
      claimedAt: turn.now, attempt: fire.attempt, runName: fire.runName, trigger: trigger.withoutSecrets)
    turn.batch.claims.append(row)
    fires[fireID] = ActiveFire(fire: fire, row: row, phase: mustQueue ? .queued : .claiming)
    plans[id]?.underWay.append(fireID)
    plans[id]?.lastOutcome = row.outcome
  }

  mutating func committed(_ batch: Int, refused: Set<Identifier>, _ turn: inout Turn) {
    for id in claiming.removeValue(forKey: batch) ?? [] {
      guard !refused.contains(id) else {
        forget(id)
        continue
      }
      if fires[id]?.phase == .claiming { send(id, &turn) }
    }
  }

  /// Drops a fire that the ledger knew already: its first claim decides.
  private mutating func forget(_ id: Identifier) {
    guard let active = fires.removeValue(forKey: id) else { return }
    plans[active.row.scheduleID]?.underWay.removeAll { $0 == id }
  }

  private mutating func send(_ id: Identifier, _ turn: inout Turn) {
    guard let fire = fires[id]?.fire else { return }
    guard !fire.trigger.lacksSecrets else {
      let reason = Reason("secrets_gone", "its trigger's secret values are not stored, and the schedule no longer has them")
      return finish(id, .lost, reason, &turn)
    }
    fires[id]?.phase = .sending
    turn.effects.append(.start(fire))
  }

  mutating func resend(_ id: Identifier, _ turn: inout Turn) {
    guard fires[id]?.phase == .waiting else { return }
    send(id, &turn)
  }

  /// Starts the oldest fire of a schedule that waits for its turn, unless another one is under way.
  mutating func startQueued(of schedule: Identifier, _ turn: inout Turn) {
    let underWay = plans[schedule]?.underWay ?? []
    let isBusy = underWay.contains { id in fires[id].map { $0.phase != .queued } ?? false }
    guard !isBusy, let next = underWay.first(where: { fires[$0]?.phase == .queued }) else { return }
    send(next, &turn)
  }

  // MARK: Answers

  mutating func attemptEnded(_ id: Identifier, _ result: AttemptResult, _ turn: inout Turn) {
    guard fires[id]?.phase == .sending else { return }
    switch result {
    case .started(let runID, let sentAt): started(id, runID: runID, sentAt: sentAt, &turn)
    case .finished(let observation, let sentAt):
      noteSent(id, at: sentAt)
      observe(id, observation, &turn)
    case .refused(let outcome, let reason): finish(id, outcome, reason, &turn)
    case .unavailable(let reason): wait(id, reason, retryAfter: nil, &turn)
    case .retryable(let reason, let retryAfter): retry(id, reason, retryAfter: retryAfter, &turn)
    case .unclear(let reason): ask(id, reason, &turn)
    }
  }

  mutating func started(_ id: Identifier, runID: String?, sentAt: Instant?, _ turn: inout Turn) {
    fires[id]?.phase = .running
    fires[id]?.fire.runID = runID
    fires[id]?.row.runID = runID
    fires[id]?.row.reason = nil
    if let sentAt { noteSent(id, at: sentAt) }
    record(id, .started, &turn)
    if let fire = fires[id]?.fire { turn.effects.append(.follow(fire)) }
  }

  /// The first byte of the first send counts.
  private mutating func noteSent(_ id: Identifier, at sentAt: Instant) {
    if fires[id]?.row.sentAt == nil { fires[id]?.row.sentAt = sentAt }
  }

  private mutating func retry(_ id: Identifier, _ reason: Reason, retryAfter: Duration?, _ turn: inout Turn) {
    guard let failures = fires[id]?.failures else { return }
    if failures + 1 >= RetryRule.sendLimit { return finish(id, .failed, reason, &turn) }
    wait(id, reason, retryAfter: retryAfter, &turn)
  }

  private mutating func wait(_ id: Identifier, _ reason: Reason, retryAfter: Duration?, _ turn: inout Turn) {
    guard let failures = fires[id]?.failures else { return }
    fires[id]?.failures = failures + 1
    fires[id]?.phase = .waiting
    fires[id]?.row.reason = reason
    record(id, .waiting, &turn)
    let delay = max(retryAfter ?? .zero, RetryRule.delay(afterFailure: failures + 1))
    _ = insertTimer(.resend(id), at: turn.now.advanced(by: delay))
  }

  private mutating func ask(_ id: Identifier, _ reason: Reason, _ turn: inout Turn) {
    fires[id]?.failures += 1
    fires[id]?.phase = .asking
    fires[id]?.row.reason = reason
    record(id, .unknown, &turn)
    if let fire = fires[id]?.fire { turn.effects.append(.lookUp(fire)) }
  }

  mutating func askAgain(_ id: Identifier, _ turn: inout Turn) {
    guard let active = fires[id], active.phase == .asking else { return }
    turn.effects.append(.lookUp(active.fire))
  }

  mutating func lookedUp(_ id: Identifier, _ result: LookUpResult, _ turn: inout Turn) {
    guard let active = fires[id], active.phase == .asking else { return }
    switch result {
    case .notStarted, .cannotBeAsked: sendAfterLookUp(active, &turn)
    case .running(let runID, let sentAt): started(id, runID: runID, sentAt: sentAt, &turn)
    case .finished(let observation): observe(id, observation, &turn)
    case .settled(let outcome, let reason): finish(id, outcome, reason, &turn)
    case .unavailable(let reason):
      fires[id]?.vainQuestions += 1
      fires[id]?.row.reason = reason
      record(id, .unknown, &turn)
      let delay = RetryRule.delay(afterFailure: active.vainQuestions + 1)
      _ = insertTimer(.lookUp(id), at: turn.now.advanced(by: delay))
    }
  }

  /// A fire of an earlier life goes out at once; one that has failed in this life keeps to its delays.
  private mutating func sendAfterLookUp(_ active: ActiveFire, _ turn: inout Turn) {
    guard active.failures > 0, let reason = active.row.reason else { return send(active.fire.id, &turn) }
    fires[active.fire.id]?.failures -= 1
    retry(active.fire.id, reason, retryAfter: nil, &turn)
  }
}
