import CivilTime
import Scheduling

/// What may be sent, and when.
extension Referee {
  func judgeStart(_ fire: Fire, at now: Instant) {
    judgeClaim(fire)
    judgeIdentity(fire)
    judgePermission(fire)
    judgeTurn(fire)
    judgeLimits(fire, at: now)
    out.insert(fire.id)
  }

  /// Nothing is sent before its claim, with this attempt's name, is on the disk.
  private func judgeClaim(_ fire: Fire) {
    guard let row = store.rows[fire.id] else {
      return report("claim", "fire \(fire.id) of \(fire.due) is sent, and its claim is not in the ledger")
    }
    expect(!row.outcome.isAnEnd, "claim", "fire \(fire.id) of \(fire.due) is sent, and the ledger says \(row.outcome.rawValue)")
    expect(
      row.attempt == fire.attempt && row.runName == fire.runName, "claim",
      "attempt \(fire.attempt) named \(fire.runName) is sent; the ledger holds attempt \(row.attempt) named \(row.runName ?? "-")")
    expect(
      row.trigger == fire.trigger.withoutSecrets && row.due == fire.due && row.scheduleID == fire.scheduleID && row.kind == fire.kind,
      "identity",
      "fire \(fire.id) of \(fire.due) is not sent as it was claimed")
  }

  /// A name and a key belong to one attempt for ever, and an attempt to one name and key.
  private func judgeIdentity(_ fire: Fire) {
    let attempt = AttemptName(fire: fire.id, attempt: fire.attempt)
    let owners = [names.updateValue(attempt, forKey: fire.runName), keys.updateValue(attempt, forKey: fire.idempotencyKey)]
    for owner in owners.compactMap(\.self) where owner != attempt {
      report("identity", "attempt \(fire.attempt) of fire \(fire.id) uses name or key of attempt \(owner.attempt) of fire \(owner.fire)")
    }
    if fire.attempt > 1 {
      expect(
        ends.contains(fire.id, fire.attempt - 1), "attempts",
        "attempt \(fire.attempt) of fire \(fire.id) is sent before the one before it has ended")
    }
    if case .http = TargetNature(fire.trigger) { return }
    expect(
      !ends.contains(fire.id, fire.attempt), "attempts", "attempt \(fire.attempt) of fire \(fire.id) is sent again after its end was told")
  }

  private func judgePermission(_ fire: Fire) {
    expect(!isStopping, "stop", "fire \(fire.id) is sent after the daemon was told to end")
    if let notBefore = fire.details.notBefore {
      expect(latestTime >= notBefore, "time", "fire \(fire.id) is sent before \(notBefore)")
    }
    guard fire.kind == .scheduled else { return }
    expect(
      latestTime >= fire.due.advanced(by: .milliseconds(fire.details.jitterMilliseconds ?? 0)), "time",
      "fire \(fire.id) is sent before it is due at \(fire.due)")
    if fire.details.isCatchUp == true {
      expect(catchUpIsReleased, "catch-up", "fire \(fire.id) of \(fire.due) is made up for before the source was asked")
    }
    guard fire.attempt == 1 else { return }
    guard let schedule = told[fire.scheduleID] else { return report("pause", "fire \(fire.id) is sent, and its schedule is gone") }
    expect(schedule.standing == .armed, "pause", "fire \(fire.id) is sent while its schedule is \(schedule.standing.rawValue)")
    expect(schedule.pause == nil, "pause", "fire \(fire.id) of \(fire.due) is sent while its schedule is paused")
  }

  /// A daemon that ended in order leaves nobody in doubt where a doubt would be an end: what the ledger says is being sent was
  /// sent. A schedule that was edited meanwhile may have had another rule at first.
  func judgeEnd() {
    for id in announced.sorted() {
      guard let row = store.rows[id], row.outcome == .claimed, let schedule = told[row.scheduleID], schedule.previous == nil,
        schedule.definition.policy.retryUnknown == false
      else { continue }
      expect(
        names[row.runName ?? ""] == AttemptName(fire: id, attempt: row.attempt), "stop",
        "the daemon ended in order, and the ledger does not say that fire \(id) of \(row.due) was never sent")
    }
  }

  /// One fire of a group at a time.
  private func judgeTurn(_ fire: Fire) {
    guard let group = standings[fire.id]?.group else { return }
    for other in out.sorted() where other != fire.id && standings[other]?.group == group {
      report(
        "exclusion", "fire \(fire.id) of \(fire.due) is sent while fire \(other) of \(rows[other]?.due ?? .epoch) of its group is under way"
      )
    }
  }

  // MARK: Limits

  private func judgeLimits(_ fire: Fire, at now: Instant) {
    guard let standing = standings[fire.id] else { return }
    recent.removeAll { $0.at.duration(to: now) >= .seconds(1) }
    recent.append((now, fire.id, fire.details.isCatchUp == true))
    if now < isBunchedUntil { recent = Array(recent.suffix(1)) }
    judge(limits.all, "all", now) { _ in true }
    judge(limits.target, standing.target.description, now) { $0.target == standing.target }
    for tag in standing.tags {
      if let cap = limits.tags[tag] { judge(cap, tag, now) { $0.tags.contains(tag) } }
    }
    guard let perSecond = limits.catchUpPerSecond else { return }
    let count = recent.count(where: \.isCatchUp)
    expect(count <= 2 * perSecond, "limits", "\(count) missed fires are sent within a second; \(perSecond) are allowed")
  }

  /// A bucket holds a second's worth: after a pause twice as many may go within one second.
  private func judge(_ cap: DispatchLimits.Cap, _ name: String, _ now: Instant, applies: (FireStanding) -> Bool) {
    let sent = recent.count { standings[$0.fire].map(applies) ?? false }
    if let perSecond = cap.perSecond {
      expect(sent <= 2 * perSecond, "limits", "\(sent) fires of '\(name)' are sent within a second; \(perSecond) are allowed")
    }
    guard let inFlight = cap.inFlight, let last = recent.last?.fire else { return }
    let flying = out.union([last]).count { standings[$0].map(applies) ?? false }
    expect(flying <= inFlight, "limits", "\(flying) fires of '\(name)' are in flight; \(inFlight) are allowed")
  }
}
