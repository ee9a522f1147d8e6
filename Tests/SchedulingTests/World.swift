import CivilTime
import Cron
import Scheduling

/// A scheduler with a clock to turn, and a store that never fails.
struct World {
  var scheduler: Scheduler
  let limits: DispatchLimits
  var now: Instant
  /// Batches that are handed out and not confirmed yet.
  var batches: [LedgerBatch] = []

  init(_ now: String, limits: DispatchLimits = .unlimited) {
    self.now = instant(now)
    self.limits = limits
    scheduler = Scheduler(limits: limits)
  }

  /// The effects of an event, commits confirmed at once, in order.
  mutating func send(_ event: SchedulerEvent) -> [SchedulerEffect] {
    var effects = scheduler.handle(event, at: now)
    var index = 0
    while index < effects.count {
      if case .commit(let batch) = effects[index] {
        batches.append(batch)
        effects += scheduler.handle(.committed(batch: batch.id, refused: []), at: now)
      }
      index += 1
    }
    return effects
  }

  /// Moves the clock and lets the timer go off.
  mutating func advance(to time: String) -> [SchedulerEffect] {
    now = instant(time)
    return send(.clockAdvanced)
  }

  /// Opens a scheduler that holds these schedules, with nothing to catch up.
  mutating func open(_ schedules: ScheduleDefinition...) {
    _ = send(.opened)
    _ = send(.catchUpReleased)
    _ = send(.schedulesChanged(schedules.map { ScheduleChange(schedule($0), owedFrom: now) }))
  }

  /// Stands for a daemon that was down: a new scheduler with what the ledger holds of `definition`.
  mutating func restart(_ definition: ScheduleDefinition, coveredUntil: String, unfinished: [LedgerRow] = []) -> [SchedulerEffect] {
    scheduler = Scheduler(limits: limits)
    let revision = Revision(definition: definition, number: 1, owedFrom: instant(coveredUntil))
    let stored = StoredSchedule(revision: revision, coveredUntil: instant(coveredUntil), latestRow: nil)
    _ = send(.restored([RestoredSchedule(schedule: schedule(definition), stored: stored)], unfinished: unfinished, retiredRevisions: [:]))
    return send(.opened)
  }

  /// Every row as it was last written, by due instant.
  var ledger: [LedgerRow] {
    var rows: [Identifier: LedgerRow] = [:]
    for batch in batches { for row in batch.claims + batch.ranges + batch.updates { rows[row.id] = row } }
    return rows.values.sorted { ($0.due, $0.kind.rawValue) < ($1.due, $1.kind.rawValue) }
  }

  /// The ledger in short: `02:00 claimed`, `02:01…02:05 ×5 skipped_paused`.
  var story: [String] { ledger.map(\.story) }
}

func instant(_ text: String) -> Instant {
  guard let instant = try? Instant(iso8601: text.count == 5 ? "2026-11-21T\(text):00Z" : text) else { fatalError("bad time \(text)") }
  return instant
}

func schedule(_ definition: ScheduleDefinition) -> Schedule { Schedule(definition) { _ in nil } }

/// A schedule that is due every minute, and asks an HTTP API.
func minutely(
  _ cron: String = "* * * * *", id: UInt64 = 1, policy: Policy = Policy(), standing: ScheduleDefinition.Standing = .armed,
  source: ScheduleRecord.Source = .file, trigger: Trigger = .http(HTTPTrigger(url: "http://127.0.0.1/"))
) -> ScheduleDefinition {
  ScheduleDefinition(
    record: ScheduleRecord(id: Identifier(high: 0, low: id), name: "nightly", source: source, cronExpression: cron),
    standing: standing, policy: policy, trigger: standing == .unbound ? nil : trigger)
}

extension LedgerRow {
  var story: String {
    let time = { (instant: Instant) in String(instant.iso8601.dropFirst(11).prefix(5)) }
    let span = count == 1 ? time(due) : "\(time(due))…\(time(dueLast)) ×\(count)"
    return "\(span) \(outcome.rawValue)"
  }
}

extension [SchedulerEffect] {
  var started: [Fire] { compactMap { if case .start(let fire) = $0 { fire } else { nil } } }
  var lookedUp: [Fire] { compactMap { if case .lookUp(let fire) = $0 { fire } else { nil } } }
  var followed: [Fire] { compactMap { if case .follow(let fire) = $0 { fire } else { nil } } }
  var wake: Instant? { compactMap { if case .wake(let at) = $0 { at } else { nil } }.last }
  /// The due times of what was started: `02:00`.
  var startedDue: [String] { started.map { String($0.due.iso8601.dropFirst(11).prefix(5)) } }
}

extension SchedulerEvent {
  static func succeeded(_ fire: Fire, at sentAt: Instant) -> SchedulerEvent {
    .attemptEnded(fire: fire.id, .finished(RunObservation(status: "HTTP 200", outcome: .succeeded), sentAt: sentAt))
  }
}
