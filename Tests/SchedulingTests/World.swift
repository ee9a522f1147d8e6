import CivilTime
import Cron
import Scheduling
import Testing

/// A scheduler with a clock to turn, and a store that never fails. Everything that holds at all times is checked after
/// each event.
struct World {
  var scheduler: Scheduler
  let limits: DispatchLimits
  var now: Instant
  /// Every batch that was handed out, in order.
  var batches: [LedgerBatch] = []
  var journal = Journal()

  init(_ now: String, limits: DispatchLimits = .unlimited) {
    self.now = instant(now)
    self.limits = limits
    scheduler = Scheduler(limits: limits)
  }

  /// The effects of an event, commits confirmed at once, in order.
  mutating func send(_ event: SchedulerEvent, _ place: SourceLocation = #_sourceLocation) -> [SchedulerEffect] {
    var effects = scheduler.handle(event, at: now)
    var index = 0
    while index < effects.count {
      switch effects[index] {
      case .commit(let batch):
        batches.append(batch)
        let refused = journal.write(batch)
        effects += scheduler.handle(.committed(batch: batch.id, refused: refused), at: now)
      case .start(let fire): checkStart(of: fire, place)
      default: break
      }
      index += 1
    }
    if case .clockAdvanced = event { checkAudit(place) }
    for problem in journal.takeProblems() { Issue.record("\(problem)", sourceLocation: place) }
    return effects
  }

  /// Moves the clock and lets the timer go off.
  mutating func advance(to time: String, _ place: SourceLocation = #_sourceLocation) -> [SchedulerEffect] {
    now = instant(time)
    return send(.clockAdvanced, place)
  }

  /// Moves the clock on by a while and lets the timer go off.
  mutating func pass(_ duration: Duration, _ place: SourceLocation = #_sourceLocation) -> [SchedulerEffect] {
    now = now.advanced(by: duration)
    return send(.clockAdvanced, place)
  }

  /// The one fire that starts at `time`; its run goes on.
  mutating func run(at time: String, _ place: SourceLocation = #_sourceLocation) throws -> Fire {
    let fire = try #require(advance(to: time, place).started.first, sourceLocation: place)
    _ = send(.began(fire, at: now), place)
    return fire
  }

  /// Opens a scheduler that holds these schedules, with nothing to catch up.
  mutating func open(_ schedules: ScheduleDefinition...) { open(schedules) }

  mutating func open(_ schedules: [ScheduleDefinition]) {
    _ = send(.opened)
    _ = send(.catchUpReleased)
    _ = send(.schedulesChanged(schedules.map { ScheduleChange(schedule($0), owedFrom: now) }))
  }

  mutating func edit(_ definition: ScheduleDefinition) -> [SchedulerEffect] {
    send(.schedulesChanged([ScheduleChange(schedule(definition), owedFrom: now)]))
  }

  /// Stands for a daemon that was down: a new scheduler with what the ledger holds of `definition`.
  mutating func restart(_ definition: ScheduleDefinition, coveredUntil: String, unfinished: [LedgerRow] = []) -> [SchedulerEffect] {
    journal = Journal()
    journal.keep(Revision(definition: definition, number: 1, owedFrom: instant(coveredUntil)))
    for row in unfinished { journal.rows[row.id] = row }
    return restart()
  }

  /// Stands for a daemon that died and came back: a new scheduler with what the ledger holds. Catch-up is not released.
  mutating func restart() -> [SchedulerEffect] {
    scheduler = Scheduler(limits: limits)
    _ = send(journal.restored)
    return send(.opened)
  }

  /// Every row as it was last written, by due instant.
  var ledger: [LedgerRow] { journal.rows.values.sorted { ($0.due, $0.kind.rawValue, $0.id) < ($1.due, $1.kind.rawValue, $1.id) } }

  /// The ledger in short: `02:00 claimed`, `02:01…02:05 ×5 skipped_paused`.
  var story: [String] { ledger.map(\.story) }

  func row(of fire: Fire) -> LedgerRow? { journal.rows[fire.id] }

  private func checkStart(of fire: Fire, _ place: SourceLocation) {
    let row = journal.rows[fire.id]
    #expect(row?.attempt == fire.attempt && row?.runName == fire.runName, "sent before it was written: \(fire)", sourceLocation: place)
    #expect(row?.outcome.isFinal == false, "sent after its end: \(fire)", sourceLocation: place)
    guard fire.kind == .scheduled, let status = scheduler.status(of: fire.scheduleID) else { return }
    #expect(status.state == .armed || status.state == .ended, "sent while \(status.state): \(fire)", sourceLocation: place)
  }

  private func checkAudit(_ place: SourceLocation) {
    #expect(scheduler.audit(at: now) == [], sourceLocation: place)
  }
}

func instant(_ text: String) -> Instant {
  guard let instant = try? Instant(iso8601: text.count == 5 ? "2026-11-21T\(text):00Z" : text) else { fatalError("bad time \(text)") }
  return instant
}

func schedule(_ definition: ScheduleDefinition) -> Schedule { Schedule(definition) { _ in nil } }

/// A schedule that is due every minute, and asks an HTTP API.
func minutely(
  _ cron: String = "* * * * *", id: UInt64 = 1, policy: Policy = Policy(), standing: ScheduleDefinition.Standing = .armed,
  source: ScheduleRecord.Source = .file, tags: [String] = [], trigger: Trigger = .http(HTTPTrigger(url: "http://127.0.0.1/"))
) -> ScheduleDefinition {
  ScheduleDefinition(
    record: ScheduleRecord(id: Identifier(high: 0, low: id), name: "nightly", source: source, cronExpression: cron),
    standing: standing, policy: policy, tags: tags, trigger: standing == .unbound ? nil : trigger)
}

/// A policy with some of its parts set.
func policy(
  _ misfire: Policy.Misfire = .last, _ overlap: Policy.Overlap = .skip, _ change: (inout Policy) -> Void = { _ in }
) -> Policy {
  var policy = Policy(misfire: misfire, overlap: overlap)
  change(&policy)
  return policy
}

let nightlyID = Identifier(high: 0, low: 1)

extension LedgerRow {
  var story: String {
    let time = { (instant: Instant) in String(instant.iso8601.dropFirst(11).prefix(5)) }
    let span = count == 1 ? time(due) : "\(time(due))…\(time(dueLast)) ×\(count)"
    return "\(span) \(outcome.rawValue)"
  }
}

extension [SchedulerEffect] {
  var commits: [LedgerBatch] { compactMap { if case .commit(let batch) = $0 { batch } else { nil } } }
  var started: [Fire] { compactMap { if case .start(let fire) = $0 { fire } else { nil } } }
  var claims: [LedgerRow] { compactMap { if case .commit(let batch) = $0 { batch.claims } else { nil } }.flatMap(\.self) }
  var lookedUp: [Fire] { compactMap { if case .lookUp(let fire) = $0 { fire } else { nil } } }
  var followed: [Fire] { compactMap { if case .follow(let fire) = $0 { fire } else { nil } } }
  var unfollowed: [Identifier] { compactMap { if case .unfollow(let fire) = $0 { fire } else { nil } } }
  /// The ids of what was asked to end, and whether by force.
  var stopped: [Stop] { compactMap { if case .stop(let fire, let force) = $0 { Stop(fire: fire.id, force: force) } else { nil } } }
  var declined: [Reason] { compactMap { if case .declined(_, let reason) = $0 { reason } else { nil } } }
  var wake: Instant? { compactMap { if case .wake(let at) = $0 { at } else { nil } }.last }
  /// The due times of what was started: `02:00`.
  var startedDue: [String] { started.map { String($0.due.iso8601.dropFirst(11).prefix(5)) } }
}

struct Stop: Equatable {
  let fire: Identifier
  let force: Bool
}

extension SchedulerEvent {
  static func succeeded(_ fire: Fire, at sentAt: Instant) -> SchedulerEvent {
    .attemptEnded(fire: fire.id, .finished(RunObservation(status: "HTTP 200", outcome: .succeeded), sentAt: sentAt))
  }

  static func began(_ fire: Fire, at sentAt: Instant) -> SchedulerEvent {
    .attemptEnded(fire: fire.id, .started(runID: "run", sentAt: sentAt))
  }

  static func ended(_ fire: Fire, _ outcome: Outcome, exitCode: Int? = nil) -> SchedulerEvent {
    let reason = outcome == .succeeded ? nil : Reason("run_ended", "it ended badly")
    return .runChanged(fire: fire.id, RunObservation(status: outcome.rawValue, outcome: outcome, reason: reason, exitCode: exitCode))
  }

  static func away(_ fire: Fire) -> SchedulerEvent { .attemptEnded(fire: fire.id, .unavailable(Reason("no_connection", "refused"))) }

  static func busy(_ fire: Fire, retryAfter: Duration? = nil, at sentAt: Instant? = nil) -> SchedulerEvent {
    .attemptEnded(fire: fire.id, .retryable(Reason("http_503", "answered 503"), retryAfter: retryAfter, sentAt: sentAt))
  }

  /// Its target is there, and wants it later.
  static func tooMany(_ fire: Fire, retryAfter: Duration) -> SchedulerEvent {
    .attemptEnded(fire: fire.id, .retryable(Reason("http_429", "answered 429"), retryAfter: retryAfter, isThere: true))
  }

  static func unclear(_ fire: Fire) -> SchedulerEvent { .attemptEnded(fire: fire.id, .unclear(Reason("timeout", "no answer"))) }

  static func pause(until: String? = nil, _ id: Identifier = nightlyID, since: Instant) -> SchedulerEvent {
    .pauseRequested([id], Pause(since: since, until: until.map(instant), reason: Reason("paused", "somebody paused it")))
  }
}
