import CivilTime
import Scheduling

/// What fires tell.
extension AlertDesk {
  /// The ends that count: what people repeat from the past is theirs to watch.
  mutating func ended(_ row: LedgerRow, _ rules: AlertRules, _ own: ScheduleAlerts?, _ now: Instant) {
    note(handled: row)
    drop("too_long/\(row.id)")
    guard row.kind != .backfill else { return }
    lateness(of: row, rules, now)
    switch row.outcome {
    case .succeeded: succeeded(row, rules, own, now)
    case .failed, .timedOut, .rejected: failed(row, rules, now)
    case .lost, .unbound, .skippedMisfire, .skippedMissedDeadline: missed(row, rules, now)
    default: break
    }
  }

  private mutating func failed(_ row: LedgerRow, _ rules: AlertRules, _ now: Instant) {
    let key = "failing/\(row.scheduleID)"
    let earlier = memory.causes[key]
    // The same end, seen again after a restart.
    if earlier?.alert.subject?.fire == row.id { return }
    let count = (earlier?.count ?? 0) + 1
    let told = earlier?.told ?? []
    // At N, or as soon as N is no more than the count: it may have been set while they failed.
    let isNth = rules.nth.map { count >= $0 } ?? false
    let kind: AlertKind = isNth && !told.contains(.nth) ? .nth : .failed
    let sentence = Self.words(row, what: "has \(row.outcome.words)") + (count > 1 ? " (\(count) in a row)" : "")
    let alert = alert(kind, key, Reason(row.reason?.code ?? row.outcome.rawValue, sentence), row, since: earlier?.since, count: count, now)
    // The nth says all that the first would.
    open(alert, rules, tells: kind == .nth || rules.failed && !told.contains(.nth), now: now)
    memory.causes[key]?.count = count
  }

  private mutating func missed(_ row: LedgerRow, _ rules: AlertRules, _ now: Instant) {
    let key = "missed/\(row.scheduleID)"
    if memory.causes[key]?.alert.subject?.fire == row.id { return }
    // A reason says all that the outcome does.
    let ofSeveral = "has \(row.count) missed instants" + (row.reason == nil ? " (\(row.outcome.words))" : "")
    let what = row.count > 1 ? ofSeveral : row.outcome.words
    let count = (memory.causes[key]?.count ?? 0) + row.count
    let reason = Reason(row.reason?.code ?? row.outcome.rawValue, Self.words(row, what: what))
    guard rules.missed else { return }
    open(alert(.missed, key, reason, row, since: memory.causes[key]?.since, count: count, now), rules, now: now)
    memory.causes[key]?.count = count
  }

  private mutating func succeeded(_ row: LedgerRow, _ rules: AlertRules, _ own: ScheduleAlerts?, _ now: Instant) {
    let subject = AlertSubject(row)
    for key in ["failing/\(row.scheduleID)", "missed/\(row.scheduleID)"] {
      guard let cause = memory.causes[key] else { continue }
      let before = key.hasPrefix("failing") ? "\(cause.count) failed before" : "\(cause.count) missed before"
      let reason = Reason("recovered", "\(row.scheduleName) has succeeded again, due at \(row.due.iso8601) (\(before))")
      close(key, reason, subject: subject, tells: rules.recovered, now: now)
    }
    if let expectation = own?.expectation {
      expect(expectation, of: row, rules, now)
    } else {
      // Nothing would ever end what is open of an expectation that its file names no more.
      drop("expectation/\(row.scheduleID)")
    }
  }

  // MARK: Time

  mutating func underWay(_ fires: [FireUnderWay], _ now: Instant) {
    asked = Set(fires.filter { $0.askedSince != nil }.map(\.row.id))
    for fire in fires { underWay(fire, now) }
    // Its end may not have been heard of: the ledger says what became of the fire.
    let bound = memory.causes.values.filter {
      $0.alert.kind == .tooLong || $0.alert.kind == .late && ($0.told.isEmpty || $0.isPast != true)
    }
    guard !bound.isEmpty else { return }
    let active = Dictionary(fires.map { ($0.row.id, $0) }) { first, _ in first }
    for cause in bound {
      let fire = cause.alert.subject?.fire.flatMap { active[$0] }
      if cause.alert.kind == .late, !cause.told.isEmpty {
        if fire == nil { settle(cause) }
      } else if fire.map({ cause.alert.kind == .tooLong && isInTime($0, now) }) ?? true {
        drop(cause.key)
      }
    }
  }

  /// It may have been told by a limit that holds no longer, or of an attempt before this one.
  private func isInTime(_ fire: FireUnderWay, _ now: Instant) -> Bool {
    guard let sent = fire.runsSince else { return false }
    let limit = rules.specialised(by: fire.alerts).tooLong?.duration(timeout: fire.timeout)
    return limit.map { sent.duration(to: now) <= $0 } ?? true
  }

  private mutating func underWay(_ fire: FireUnderWay, _ now: Instant) {
    let rules = rules.specialised(by: fire.alerts)
    guard fire.row.kind != .backfill else { return }
    lateness(of: fire.row, askedSince: fire.askedSince, rules, now)
    guard let sent = fire.runsSince, let limit = rules.tooLong?.duration(timeout: fire.timeout),
      sent.duration(to: now) > limit
    else { return }
    let key = "too_long/\(fire.row.id)"
    guard memory.causes[key] == nil else { return }
    let sentence = Self.words(fire.row, what: "runs for longer than \(limit.words), since \(sent.roundedDownToSecond.iso8601)")
    open(alert(.tooLong, key, Reason("too_long", sentence), fire.row, since: sent, count: 1, now), rules, now: now)
  }

  /// Of what comes by itself: a person who asks for a fire sees when it starts, and what is made up for is late by nature.
  /// - Parameter askedSince: its target has been asked, and has not answered.
  private mutating func lateness(of row: LedgerRow, askedSince: Instant? = nil, _ rules: AlertRules, _ now: Instant) {
    guard let limit = rules.late, row.kind == .scheduled, row.details.isCatchUp != true, row.count == 1 else { return }
    let key = "late/\(row.scheduleID)"
    if row.sentAt == nil, row.outcome.isFinal || row.outcome == .unknown && askedSince == nil {
      if row.outcome.isFinal, let waited = cause(key, toldOf: row) { settle(waited) }
      return
    }
    // Where one takes the place of another again and again, none of them waits for long.
    let planned = row.details.waitedForSince ?? row.plannedStart
    // What a daemon has sent again after a restart may have been in time before.
    let sent = row.details.mayBeSentSince ?? row.sentAt ?? askedSince
    let lateness = planned.duration(to: sent ?? now)
    let lastLate = memory.causes[key]?.alert.subject?.due
    if lateness <= limit {
      // The next one that is in time ends it. One that was due earlier, and still runs, says nothing of it.
      if row.sentAt != nil, lastLate.map({ $0 <= row.dueLast }) ?? false { quieten(key) }
      // It was told by another limit, or before a restart. Its answer ends that.
      if row.sentAt == nil, sent != nil, let told = cause(key, toldOf: row) { settle(told) }
      return
    }
    // This one, or a later one, was told.
    let isTold = lastLate.map { row.dueLast <= $0 } ?? false
    let told = cause(key, toldOf: row)
    if isTold, sent == nil ? told?.isPast != true : told == nil { return }
    if memory.causes[key]?.told.isEmpty ?? false { drop(key) }
    let reason = Reason("late", Self.words(row, what: Self.lateness(of: row, planned, limit: limit, sent == nil ? nil : lateness)))
    // What its target has declined waits again.
    if isTold, let told { return settle(told, reason.sentence, isPast: sent != nil) }
    memory.causes[key]?.isPast = nil
    open(alert(.late, key, reason, row, since: memory.causes[key]?.since, count: 1, now), rules, now: now)
    // One more that was late is told as what is still so; before it is past too.
    remind(of: key, now)
    if sent != nil, let cause = memory.causes[key] { settle(cause) }
  }

  /// What was told of that fire.
  private func cause(_ key: String, toldOf row: LedgerRow) -> OpenCause? {
    memory.causes[key].flatMap { $0.alert.subject?.fire == row.id && !$0.told.isEmpty ? $0 : nil }
  }

  /// Its fire has been sent, or has ended: nobody is reminded that it was late.
  /// - Parameter isPast: false: it has not, after all.
  private mutating func settle(_ cause: OpenCause, _ sentence: String? = nil, isPast: Bool = true) {
    var settled = cause
    settled.isPast = isPast ? true : nil
    settled.alert.sentence = sentence ?? cause.alert.sentence
    guard settled != cause else { return }
    memory.causes[cause.key] = settled
    changedCauses.insert(cause.key)
  }

  /// None of theirs will ever be in time; what waits still, or may have to again, is late as before.
  mutating func forgetLateness(of schedules: Set<Identifier>) {
    for cause in memory.causes.values where cause.alert.kind == .late && cause.isPast == true {
      guard let subject = cause.alert.subject, schedules.contains(subject.scheduleID) else { continue }
      if subject.fire.map({ !asked.contains($0) }) ?? true { quieten(cause.key) }
    }
  }

  /// - Parameter lateness: nil: it has not been started.
  private static func lateness(of row: LedgerRow, _ planned: Instant, limit: Duration, _ lateness: Duration?) -> String {
    let start = planned.roundedDownToSecond.iso8601
    let standsFor = row.details.waitedForSince == nil ? "" : "; it stands for what has waited since \(start)"
    if let lateness {
      let verb = row.wasRefused || row.sentAt == nil ? "sent" : "started"
      return "was \(verb) \(lateness.words) late\(standsFor)"
    }
    let isAsDue = planned <= row.due.advanced(by: .milliseconds(row.details.jitterMilliseconds ?? 0)) && standsFor.isEmpty
    return "has not been started \(limit.words) after \(isAsDue ? "it was due" : start)\(standsFor)"
  }

  /// It is over, without a word. While its fire is under way it is kept: each look would find that one late, and tell it anew.
  private mutating func quieten(_ key: String) {
    guard var cause = memory.causes[key], !cause.told.isEmpty else { return }
    (cause.told, cause.lastTold) = ([], nil)
    memory.causes[key] = cause
    changedCauses.insert(key)
  }

  // MARK: Words

  func alert(
    _ kind: AlertKind, _ key: String, _ reason: Reason, _ row: LedgerRow, since: Instant?, count: Int, _ now: Instant
  ) -> Alert {
    Alert(
      kind, .opened, cause: key, reason: reason, at: now, since: since, count: count, subject: AlertSubject(row),
      why: AlertLinks.why(AlertSubject(row), rules))
  }

  private static func words(_ row: LedgerRow, what: String) -> String {
    let reason = row.reason.map { ": \($0.sentence)" } ?? ""
    return "\(row.scheduleName), due at \(row.dueLast.iso8601), \(what)\(reason)"
  }
}

extension Outcome {
  fileprivate var words: String {
    switch self {
    case .failed: "failed"
    case .timedOut: "taken too long"
    case .rejected: "been rejected"
    case .lost: "is lost: nobody can say what became of it"
    case .unbound: "was not started: nothing says what to start"
    case .skippedMisfire: "is not made up for"
    case .skippedMissedDeadline: "was not started in time"
    default: rawValue
    }
  }
}

extension Duration {
  /// `90 s`, `5 min`, `2 h`.
  var words: String {
    let seconds = components.seconds
    if seconds % 3600 == 0, seconds > 0 { return "\(seconds / 3600) h" }
    return seconds % 60 == 0 && seconds > 0 ? "\(seconds / 60) min" : "\(seconds) s"
  }
}
