import CivilTime
import Scheduling

/// What runs should have brought.
extension AlertDesk {
  /// A server's clock may be so much behind ours.
  private static let skew: Duration = .seconds(30)
  /// So many runs at most wait for what they should bring, and so many of one schedule. Of more the newest are not waited for: were the
  /// oldest to give way, none of a schedule that fires often would come to its deadline.
  private static let limit = 1000
  private static let limitOfSchedule = 10
  /// Between two looks.
  private static let pace: ClosedRange<Duration> = .seconds(5) ... .seconds(300)
  /// After a look that failed.
  private static let pauseAfterFailure: Duration = .seconds(60)

  mutating func expect(_ expectation: ModelExpectation, of row: LedgerRow, _ rules: AlertRules, _ now: Instant) {
    let own = memory.notes.expectations.filter { $0.subject.scheduleID == row.scheduleID }
    guard !own.contains(where: { $0.subject.fire == row.id }), own.count < Self.limitOfSchedule,
      memory.notes.expectations.count < Self.limit
    else { return }
    let start = row.sentAt ?? row.claimedAt
    let end = row.finishedAt ?? now
    let pending = PendingExpectation(
      subject: AlertSubject(row), expectation: expectation, sinks: rules.standardSinks, tellsRecovery: rules.recovered,
      since: start.advanced(by: .zero - Self.skew), deadline: end.advanced(by: expectation.within), nextLook: now)
    memory.notes.expectations.append(pending)
    notesChanged = true
  }

  /// Those that should be looked at now.
  package func expectationsToLookAt(at now: Instant) -> [PendingExpectation] {
    memory.notes.expectations.filter { $0.nextLook <= now }
  }

  mutating func looked(_ fire: Identifier, _ sighting: ModelSighting, _ now: Instant) {
    guard let index = memory.notes.expectations.firstIndex(where: { $0.subject.fire == fire }) else { return }
    let pending = memory.notes.expectations[index]
    let key = "expectation/\(pending.subject.scheduleID)"
    notesChanged = true
    switch sighting {
    case .found(let version):
      memory.notes.expectations.remove(at: index)
      let reason = Reason("recovered", "\(pending.subject.schedule) has brought version \(version) of model '\(pending.expectation.model)'")
      close(key, reason, subject: pending.subject, tells: pending.tellsRecovery, now: now)
    case .none where now >= pending.deadline:
      memory.notes.expectations.remove(at: index)
      disappointed(pending, key, "no_new_model_version", "brought no new version of model '\(pending.expectation.model)'", now)
    case .none:
      let pace = min(max(pending.expectation.within / 20, Self.pace.lowerBound), Self.pace.upperBound)
      memory.notes.expectations[index].nextLook = min(now.advanced(by: pace), pending.deadline)
    case .unknown(let error) where now >= pending.deadline.advanced(by: pending.expectation.within):
      memory.notes.expectations.remove(at: index)
      disappointed(pending, key, "model_unknown", "succeeded, and whether it brought a new model version cannot be learned: \(error)", now)
    case .unknown: memory.notes.expectations[index].nextLook = now.advanced(by: Self.pauseAfterFailure)
    }
  }

  private mutating func disappointed(_ pending: PendingExpectation, _ key: String, _ code: String, _ what: String, _ now: Instant) {
    var rules = rules
    rules.standard = pending.sinks
    let due = pending.subject.due.map { ", due at \($0.iso8601)," } ?? ""
    let within = code == "no_new_model_version" ? " within \(pending.expectation.within.words) of its end" : ""
    let reason = Reason(code, "\(pending.subject.schedule)\(due) \(what)\(within)")
    let count = (memory.causes[key]?.count ?? 0) + 1
    let alert = Alert(
      .expectation, .opened, cause: key, reason: reason, at: now, since: memory.causes[key]?.since, count: count,
      subject: pending.subject, why: AlertLinks.why(pending.subject, rules))
    open(alert, rules, now: now)
    memory.causes[key]?.count = count
  }
}
