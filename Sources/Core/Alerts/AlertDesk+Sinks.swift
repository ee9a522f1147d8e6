import CivilTime
import Scheduling

/// What goes to which sink, how fast, and what becomes of it.
extension AlertDesk {
  /// Waiting alerts for each sink; of more the oldest are given up.
  private static let waitingLimit = 1000
  /// An alert that is a day old helps nobody.
  static let patience: Duration = .seconds(86_400)
  private static let minute: Duration = .seconds(60)
  /// What a sink refuses is a matter for people: it is tried again, but not often.
  private static let refusedDelay: Duration = .seconds(300)

  mutating func send(_ alert: Alert, to sinks: [String], _ now: Instant) {
    for sink in sinks where rules.sinks.contains(sink) { send(alert, to: sink, now) }
  }

  private mutating func send(_ alert: Alert, to sink: String, _ now: Instant) {
    closeMinute(of: sink, now)
    notesChanged = true
    var notes = memory.notes.sinks[sink] ?? SinkNotes()
    if notes.minute == nil { (notes.minute, notes.sentInMinute) = (now, 0) }
    if notes.sentInMinute >= rules.perMinute {
      notes.held[alert.kind, default: 0] += 1
      memory.notes.sinks[sink] = notes
      return
    }
    notes.sentInMinute += 1
    memory.notes.sinks[sink] = notes
    put(alert, to: sink, now)
  }

  mutating func put(_ alert: Alert, to sink: String, _ now: Instant) {
    memory.notes.lastNumber += 1
    let waiting = WaitingAlert(number: memory.notes.lastNumber, sink: sink, alert: alert, nextTry: now)
    memory.waiting[waiting.number] = waiting
    changedNumbers.insert(waiting.number)
    sent.append(waiting)
  }

  /// What a sink was spared in the last minute is one alert.
  mutating func closeMinutes(_ now: Instant) {
    for sink in memory.notes.sinks.keys.sorted() { closeMinute(of: sink, now) }
  }

  private mutating func closeMinute(of sink: String, _ now: Instant) {
    // A clock that was put back begins a new minute.
    guard var notes = memory.notes.sinks[sink], let minute = notes.minute, !(.zero..<Self.minute).contains(minute.duration(to: now)) else {
      return
    }
    let held = notes.held
    (notes.minute, notes.sentInMinute, notes.held) = (held.isEmpty ? nil : now, held.isEmpty ? 0 : 1, [:])
    memory.notes.sinks[sink] = notes
    notesChanged = true
    if !held.isEmpty { put(summary(held, since: minute, now), to: sink, now) }
  }

  private func summary(_ held: [AlertKind: Int], since: Instant, _ now: Instant) -> Alert {
    let count = held.values.reduce(0, +)
    let kinds = held.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", ")
    let sentence = "\(count) more alerts came within a minute and are not sent one by one: \(kinds)"
    return Alert(
      .summary, .opened, cause: "summary", reason: Reason("held_back", sentence), at: now, since: since, count: count,
      why: AlertLinks.open(rules))
  }

  // MARK: Delivery

  /// The next alert for each sink, as far as it is due; a sink takes one after the other.
  package func due(at now: Instant) -> [WaitingAlert] {
    queues.values.compactMap { $0.next(at: now) }.sorted { $0.number < $1.number }
  }

  /// When something is due for a sink, or should be looked at; nil: not before something happens.
  package var nextWake: Instant? { wakes.min() }

  /// As `nextWake`, of what is not due yet at `instant`.
  package func nextWake(after instant: Instant) -> Instant? { wakes.filter { $0 > instant }.min() }

  private var wakes: [Instant] {
    let tries = queues.values.compactMap(\.wake)
    let minutes = memory.notes.sinks.values.compactMap { $0.held.isEmpty ? nil : $0.minute?.advanced(by: Self.minute) }
    return tries + minutes + memory.notes.expectations.map(\.nextLook)
  }

  private var queues: [String: SinkQueue] {
    memory.waiting.values.reduce(into: [:]) { queues, waiting in queues[waiting.sink, default: SinkQueue()].add(waiting) }
  }

  package mutating func delivered(_ number: Int64, at now: Instant) {
    guard let waiting = memory.waiting[number] else { return }
    remove(number)
    update(waiting.sink) {
      ($0.lastDelivery, $0.lastError, $0.failures, $0.lost) = (now, nil, 0, 0)
      ($0.failingSince, $0.lastFailure) = (nil, nil)
    }
    accountForGivenUp(to: waiting.sink, now)
  }

  /// - Parameters:
  ///   - isRefused: waiting alone does not help.
  ///   - retryAfter: what the sink has asked for.
  package mutating func failed(_ number: Int64, _ error: String, isRefused: Bool, retryAfter: Duration? = nil, at now: Instant) {
    guard var waiting = memory.waiting[number] else { return }
    waiting.attempts += 1
    let delay = isRefused ? Self.refusedDelay : RetryRule.delay(afterFailure: waiting.attempts)
    waiting.nextTry = now.advanced(by: min(max(delay, retryAfter ?? .zero), .seconds(3600)))
    waiting.isRefused = isRefused ? true : nil
    memory.waiting[number] = waiting
    changedNumbers.insert(number)
    update(waiting.sink) {
      ($0.lastError, $0.failures) = (error, $0.failures + 1)
      ($0.failingSince, $0.lastFailure) = ($0.failingSince ?? now, now)
    }
  }

  /// Gives up what is too old, or too much.
  mutating func giveUp(_ now: Instant) {
    let old = memory.waiting.values.filter { $0.alert.at.duration(to: now) > Self.patience && !$0.isAccount }
    for waiting in old.sorted(by: { $0.number < $1.number }) { lose(waiting, .age) }
    for sink in rules.sinks where memory.waiting.count > Self.waitingLimit {
      let own = memory.waiting.values.filter { $0.sink == sink && !$0.isAccount }.sorted { $0.number < $1.number }
      own.dropLast(Self.waitingLimit).forEach { lose($0, .room) }
    }
    for sink in rules.sinks where memory.notes.sinks[sink]?.givenUp != nil && !memory.waiting.values.contains(where: { $0.sink == sink }) {
      accountForGivenUp(to: sink, now)
    }
  }

  private mutating func lose(_ waiting: WaitingAlert, _ why: GivenUpAlerts.Why) {
    remove(waiting.number)
    var givenUp = memory.notes.sinks[waiting.sink]?.givenUp ?? GivenUpAlerts()
    if givenUp.note(waiting.alert, why) { notices.append(GivenUpNotice(sink: waiting.sink, sentence: why.sentence)) }
    update(waiting.sink) { ($0.lost, $0.givenUp) = ($0.lost + 1, givenUp) }
  }

  /// A sink that takes messages again, or has no other to take, is told what it missed.
  private mutating func accountForGivenUp(to sink: String, _ now: Instant) {
    guard let givenUp = memory.notes.sinks[sink]?.givenUp else { return }
    update(sink) { $0.givenUp = nil }
    notices.append(GivenUpNotice(sink: sink, sentence: givenUp.sentence))
    let alert = Alert(
      .summary, .opened, cause: "given_up/\(sink)", reason: Reason(GivenUpAlerts.code, givenUp.sentence), at: now, since: givenUp.from,
      count: givenUp.count, why: AlertLinks.open(rules))
    put(alert, to: sink, now)
  }

  private mutating func update(_ sink: String, _ body: (inout SinkNotes) -> Void) {
    body(&memory.notes.sinks[sink, default: SinkNotes()])
    notesChanged = true
  }

  mutating func remove(_ number: Int64) {
    if memory.waiting.removeValue(forKey: number) != nil { changedNumbers.insert(number) }
  }
}

extension WaitingAlert {
  /// It says what was given up, and is itself kept until it is taken.
  fileprivate var isAccount: Bool { alert.code == GivenUpAlerts.code }
}
