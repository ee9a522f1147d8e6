import CivilTime
import Scheduling
import TestSupport
import Testing

/// Three schedules to which things happen at random, the same ones for the same seed.
struct Drama {
  var world = World("01:59:10".today)
  private(set) var effects: [SchedulerEffect] = []
  /// What was started before its time, or of a time at which it was not in force.
  private(set) var early: [String] = []
  private var random: SeededGenerator
  private var definitions: [UInt64: ScheduleDefinition] = [:]
  private var editedAt: [UInt64: Instant] = [:]
  private var flying: [Fire] = []
  private var running: [Fire] = []
  private var asked: [Fire] = []
  private var requests: UInt64 = 0

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    world.open()
    for id in 1...3 as ClosedRange<UInt64> { edit(id) }
  }

  mutating func act() {
    switch Int.random(in: 0..<20, using: &random) {
    case 0..<7: pass()
    case 7..<10: answer()
    case 10..<12: endRun()
    case 12: edit(anyone)
    case 13: remove(anyone)
    case 14: request(.pauseRequested([id(anyone)], Pause(since: world.now, until: maybeLater(), reason: Reason("paused", "paused"))))
    case 15: request(.resumeRequested([id(anyone)], replay: Bool.random(using: &random)))
    case 16: trigger(anyone)
    case 17: cancelOne()
    case 18: step()
    default: crash()
    }
    lookUp()
  }

  /// Lets everything come to rest.
  mutating func end() {
    for _ in 0..<40 {
      while !flying.isEmpty { send(.succeeded(flying.removeFirst(), at: world.now)) }
      while !running.isEmpty { send(.ended(running.removeFirst(), .succeeded)) }
      lookUp()
      world.now = world.now.advanced(by: .seconds(61))
      send(.clockAdvanced)
    }
  }

  private var anyone: UInt64 { mutating get { UInt64.random(in: 1...3, using: &random) } }

  private func id(_ low: UInt64) -> Identifier { Identifier(high: 0, low: low) }

  private mutating func maybeLater() -> Instant? {
    Bool.random(using: &random) ? world.now.advanced(by: .seconds(Int64.random(in: 1...600, using: &random))) : nil
  }

  private mutating func request(_ event: SchedulerEvent) { send(event) }

  private mutating func send(_ event: SchedulerEvent) {
    let new = world.send(event)
    effects += new
    for fire in new.started {
      flying.append(fire)
      guard fire.kind == .scheduled else { continue }
      if fire.due > world.now, world.now == latest { early.append("\(fire.due.iso8601) at \(world.now.iso8601)") }
      if fire.due <= (editedAt[fire.scheduleID.low] ?? .distantPast), fire.claimedAt > (editedAt[fire.scheduleID.low] ?? .distantPast) {
        early.append("\(fire.due.iso8601) after the edit of \(editedAt[fire.scheduleID.low]?.iso8601 ?? "")")
      }
    }
    asked += new.lookedUp
    running += new.followed
  }

  /// The latest time that there was: behind it, the clock has been set back.
  private var latest: Instant = .distantPast

  private mutating func pass() {
    world.now = world.now.advanced(by: .milliseconds(Int64.random(in: 1...150_000, using: &random)))
    latest = max(latest, world.now)
    send(.clockAdvanced)
  }

  private mutating func answer() {
    guard !flying.isEmpty else { return }
    let fire = flying.removeFirst()
    switch Int.random(in: 0..<8, using: &random) {
    case 0: send(.succeeded(fire, at: world.now))
    case 1: send(.busy(fire))
    case 2: send(.away(fire))
    case 3: send(.unclear(fire))
    case 4: send(.attemptEnded(fire: fire.id, .refused(.rejected, Reason("http_404", "answered 404"))))
    default: send(.began(fire, at: world.now))
    }
  }

  private mutating func endRun() {
    guard !running.isEmpty else { return }
    send(.ended(running.removeFirst(), Bool.random(using: &random) ? .succeeded : .failed))
  }

  private mutating func lookUp() {
    while !asked.isEmpty {
      let fire = asked.removeFirst()
      switch Int.random(in: 0..<5, using: &random) {
      case 0: send(.lookedUp(fire: fire.id, .notStarted))
      case 1: send(.lookedUp(fire: fire.id, .cannotBeAsked))
      case 2: send(.lookedUp(fire: fire.id, .running(runID: "r", sentAt: nil)))
      case 3: send(.lookedUp(fire: fire.id, .unavailable(Reason("no_connection", "refused"))))
      default: send(.lookedUp(fire: fire.id, .settled(.lost, Reason("gone", "gone"))))
      }
    }
  }

  private mutating func edit(_ low: UInt64) {
    let definition = anyDefinition(low)
    guard definition != definitions[low] else { return }
    // A new schedule owes nothing of a time that there was already, even when the clock was set back since.
    let owedFrom = definitions[low] == nil ? max(world.now, latest) : world.now
    definitions[low] = definition
    if world.now >= latest { editedAt[low] = world.now }
    send(.schedulesChanged([ScheduleChange(schedule(definition), owedFrom: owedFrom)]))
  }

  private mutating func remove(_ low: UInt64) {
    definitions[low] = nil
    send(.schedulesRemoved([id(low)]))
  }

  private mutating func trigger(_ low: UInt64) {
    requests += 1
    send(.triggerRequested(schedule: id(low), fire: Identifier(high: 9, low: requests)))
  }

  private mutating func cancelOne() {
    guard let row = world.ledger.filter({ !$0.outcome.isFinal }).randomElement(using: &random) else { return }
    send(.cancelRequested(fire: row.id, force: Bool.random(using: &random)))
  }

  private mutating func step() {
    let seconds = Int64.random(in: -600...600, using: &random)
    world.now = world.now.advanced(by: .seconds(seconds))
    latest = max(latest, world.now)
    send(.clockStepped(by: .seconds(seconds)))
  }

  private mutating func crash() {
    (flying, running, asked) = ([], [], [])
    let new = world.restart()
    asked += new.lookedUp
    running += new.followed
    flying += new.started
    effects += new
    send(.catchUpReleased)
  }

  private mutating func anyDefinition(_ low: UInt64) -> ScheduleDefinition {
    let crons = ["* * * * *", "*/2 * * * *", "*/5 * * * *", "0 * * * *"]
    let standings: [ScheduleDefinition.Standing] = [.armed, .armed, .armed, .armed, .paused, .unbound, .observed]
    let overlaps: [Policy.Overlap] = [.skip, .bufferOne, .bufferAll(limit: 3), .cancelOther, .terminateOther, .allow]
    var policy = Policy(
      misfire: Policy.Misfire.allCases.randomElement(using: &random) ?? .last, overlap: overlaps.randomElement(using: &random) ?? .skip)
    if Bool.random(using: &random) { policy.mutex = "gpu" }
    if Bool.random(using: &random) { policy.jitter = .seconds(Int64.random(in: 1...90, using: &random)) }
    if Bool.random(using: &random) { policy.timeout = .seconds(300) }
    if Bool.random(using: &random) { policy.maxRuns = Int.random(in: 1...20, using: &random) }
    if Bool.random(using: &random) { policy.pauseAfterFailures = 3 }
    if Bool.random(using: &random) { policy.retryUnknown = Bool.random(using: &random) }
    if Bool.random(using: &random) { policy.misfireWindow = .seconds(Int64.random(in: 60...600, using: &random)) }
    if Bool.random(using: &random) { policy.calendars = [anyCalendar()] }
    policy.retry.attempts = Int.random(in: 1...3, using: &random)
    policy.misfireLimit = Int.random(in: 1...5, using: &random)
    return minutely(
      crons.randomElement(using: &random) ?? "* * * * *", id: low, policy: policy,
      standing: standings.randomElement(using: &random) ?? .armed, tags: ["tag\(low)"])
  }

  /// Some minutes of each hour, on some days.
  private mutating func anyCalendar() -> CalendarRule {
    let windows = (0..<24).map { hour in
      ExclusionCalendar.WeeklyWindow(weekdays: Set(0...6), start: hour * 3600 + 600, end: hour * 3600 + 1200)
    }
    return CalendarRule(
      ExclusionCalendar(name: "freeze", weekly: windows), action: CalendarRule.Action.allCases.randomElement(using: &random) ?? .skip)
  }
}
