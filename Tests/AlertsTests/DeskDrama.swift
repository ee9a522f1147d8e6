import Alerts
import CivilTime
import Scheduling

/// A desk, a clock that is turned by hand, and rows as a ledger would have them. What comes of each event is written down in
/// few words, so that a test reads as a transcript.
struct DeskDrama {
  var desk: AlertDesk
  var now = Instant(secondsSinceEpoch: 1_795_000_000)
  static let schedule = Identifier(high: 0, low: 1)
  private var lastDue: Int64 = 1_794_000_000

  init(_ change: (inout AlertRules) -> Void = { _ in }) {
    var rules = AlertRules()
    rules.sinks = ["ops"]
    change(&rules)
    desk = AlertDesk(rules: rules)
  }

  /// `failed -> ops`.
  static func words(_ waiting: [WaitingAlert]) -> [String] {
    waiting.map { "\($0.alert.kind.rawValue)\($0.alert.stage == .reminder ? " again" : "") -> \($0.sink)" }
  }

  mutating func handle(_ event: AlertEvent) -> [String] { Self.words(desk.handle(event, at: now)) }

  mutating func wait(_ duration: Duration) -> [String] {
    now = now.advanced(by: duration)
    return handle(.timePassed)
  }

  /// The next fire of the schedule, with that outcome.
  mutating func ends(
    _ outcome: Outcome, _ own: ScheduleAlerts? = nil, kind: LedgerRow.Kind = .scheduled, late: Duration = .zero, schedule: UInt64 = 1,
    count: Int = 1, reason: Reason? = nil
  ) -> [String] {
    handle(.ended(row(outcome, kind: kind, late: late, schedule: schedule, count: count, reason: reason), own))
  }

  mutating func row(
    _ outcome: Outcome, kind: LedgerRow.Kind = .scheduled, late: Duration = .zero, schedule: UInt64 = 1, count: Int = 1,
    reason: Reason? = nil
  ) -> LedgerRow {
    lastDue += 60
    let (id, due) = (Identifier(high: 0, low: schedule), Instant(secondsSinceEpoch: lastDue))
    let sent: Instant? = outcome.saysNeverStarted || !outcome.isFinal && outcome != .started ? nil : due.advanced(by: late)
    return LedgerRow(
      id: Fire.id(schedule: id, due: due), kind: kind, scheduleID: id, scheduleName: "nightly", revision: 1, due: due, count: count,
      outcome: outcome, reason: reason, claimedAt: due, sentAt: sent, finishedAt: outcome.isFinal ? now : nil, runName: "nightly-1")
  }

  /// What comes back after a restart.
  /// - Parameter own: what the file of the schedule says then.
  mutating func restart(_ own: ScheduleAlerts? = nil, _ change: (inout AlertRules) -> Void = { _ in }) {
    var (memory, rules) = (AlertMemory(), desk.rules)
    if let changes = desk.takeChanges() { memory = Self.saved(changes) }
    change(&rules)
    desk = AlertDesk(rules: rules, memory: memory)
    desk.takeOverFromGoneSinks(own.map { [Self.schedule: $0] } ?? [:], at: now)
  }

  private static func saved(_ changes: AlertChanges) -> AlertMemory {
    AlertMemory(
      causes: Dictionary(uniqueKeysWithValues: changes.causes.map { ($0.key, $0) }),
      waiting: Dictionary(uniqueKeysWithValues: changes.waiting.map { ($0.number, $0) }), notes: changes.notes)
  }
}
