import CivilTime
import Scheduling

/// How causes open, last and close.
extension AlertDesk {
  /// Notes that it has happened (again), and tells of it unless that was done.
  /// - Parameter isWorse: it is told although its kind was.
  mutating func open(_ alert: Alert, _ rules: AlertRules, tells: Bool = true, isWorse: Bool = false, now: Instant) {
    var cause = memory.causes[alert.cause] ?? OpenCause(alert, sinks: rules.standardSinks)
    cause.alert = alert
    cause.sinks = rules.standardSinks
    changedCauses.insert(cause.key)
    let isTold = cause.told.contains(alert.kind)
    if tells, isWorse || !isTold {
      if !isTold { cause.told.append(alert.kind) }
      cause.lastTold = now
      send(alert, to: cause.sinks, now)
    }
    memory.causes[alert.cause] = cause
  }

  /// Forgets the cause, and says nothing.
  mutating func drop(_ key: String) {
    if memory.causes.removeValue(forKey: key) != nil { changedCauses.insert(key) }
  }

  /// It is over: whoever was told of it is told of that.
  mutating func close(_ key: String, _ reason: Reason, subject: AlertSubject? = nil, tells: Bool, now: Instant) {
    guard let cause = memory.causes[key] else { return }
    drop(key)
    guard tells, !cause.told.isEmpty else { return }
    let alert = Alert(
      .recovered, .closed, cause: key, reason: reason, at: now, since: cause.since, count: cause.count,
      subject: subject ?? cause.alert.subject, why: subject.map { AlertLinks.why($0, rules) } ?? cause.alert.why)
    send(alert, to: cause.sinks, now)
  }

  mutating func forgetSchedule(_ id: Identifier) {
    for cause in memory.causes.values where cause.alert.subject?.scheduleID == id { drop(cause.key) }
    let kept = memory.notes.expectations.filter { $0.subject.scheduleID != id }
    if kept.count != memory.notes.expectations.count { (memory.notes.expectations, notesChanged) = (kept, true) }
  }

  /// What is still so is told again, no more often than people want.
  mutating func remind(_ now: Instant) {
    guard rules.reminder != nil else { return }
    for key in memory.causes.keys.sorted() where !unheard.contains(key) { remind(of: key, now) }
  }

  mutating func remind(of key: String, _ now: Instant) {
    guard let interval = rules.reminder, let cause = memory.causes[key], cause.isPast != true, let told = cause.lastTold,
      told.duration(to: now) >= interval
    else { return }
    tellAgain(key, now)
  }

  mutating func tellAgain(_ key: String, _ now: Instant) {
    guard var cause = memory.causes[key] else { return }
    var alert = cause.alert
    let still = Reason(alert.code, "still so, since \(cause.since.iso8601): \(alert.sentence)")
    alert = Alert(
      alert.kind, .reminder, cause: key, reason: still, at: now, since: cause.since, count: cause.count, subject: alert.subject,
      why: alert.why)
    cause.lastTold = now
    memory.causes[key] = cause
    changedCauses.insert(key)
    send(alert, to: cause.sinks, now)
  }

  /// Nothing is started any more: worse than all else that a condition may say.
  private static let worst = "store_not_written"

  /// The daemon's own conditions: one cause for each kind.
  /// - Parameter isOn: people want to know. Of what they have switched off nobody can say that it is over.
  mutating func condition(_ kind: AlertKind, isOn: Bool, _ reason: Reason?, _ now: Instant) {
    let key = kind.rawValue
    unheard.remove(key)
    guard isOn else { return drop(key) }
    guard let reason else {
      return close(key, Reason("over", "\(kind.words): this is over"), tells: rules.recovered, now: now)
    }
    // The words may change while the matter is the same.
    let since = memory.causes[key]?.since
    if memory.causes[key]?.alert.sentence == reason.sentence { return }
    // What got worse is told once; it may be better and worse again many times before it is over.
    let isWorse = reason.code == Self.worst && memory.causes[key]?.worstIsTold != true
    let alert = Alert(kind, .opened, cause: key, reason: reason, at: now, since: since, why: AlertLinks.status(rules))
    open(alert, rules, isWorse: isWorse, now: now)
    if isWorse { memory.causes[key]?.worstIsTold = true }
  }

  mutating func server(awaySince since: Instant?, _ reason: Reason, _ now: Instant) {
    unheard.remove(AlertKind.serverUnreachable.rawValue)
    serverIsAway = since != nil
    guard let limit = rules.serverUnreachable, let since else {
      return condition(.serverUnreachable, isOn: rules.serverUnreachable != nil, nil, now)
    }
    guard since.duration(to: now) >= limit else { return }
    // Its errors differ from try to try: only the first one is told.
    guard memory.causes[AlertKind.serverUnreachable.rawValue] == nil else { return }
    let sentence =
      "the server has not answered since \(since.roundedDownToSecond.iso8601); schedules fire from what is known: \(reason.sentence)"
    condition(.serverUnreachable, isOn: true, Reason(reason.code, sentence), now)
  }
}

extension AlertKind {
  /// What it is about, at the beginning of a sentence.
  fileprivate var words: String {
    switch self {
    case .serverUnreachable: "the server did not answer"
    case .disk: "the disk needed attention"
    case .health: "the daemon's health was red"
    default: rawValue
    }
  }
}
