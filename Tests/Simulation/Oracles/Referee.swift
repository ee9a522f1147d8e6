import CivilTime
import Scheduling

/// Watches a world and knows what must never happen. Judges by what the core was told, what is durable and what targets really
/// did; computes due instants in its own way. Shares no code with what it judges.
final class Referee {
  let store: SimulatedStore
  let limits: DispatchLimits
  var zones: [String: SimulatedZone]
  private(set) var violation: Violation?
  /// The latest that the daemon's clock ever showed.
  private(set) var latestTime = Instant.distantPast
  /// What the core has been told of each schedule in this life.
  var told: [Identifier: ToldSchedule] = [:]
  /// Scheduled fires without a final outcome, by schedule, of those that are gone too.
  var underWay: [Identifier: Set<Identifier>] = [:]
  /// Schedules that went while this life wrote.
  var endedInThisLife: Set<Identifier> = []
  /// True when nothing more can be judged: see `begin(_:_:)`.
  var isVoid = false
  var catchUpIsReleased = false
  /// The daemon was told to end.
  var isStopping = false
  /// The fires whose rows say, by this life's writing, that they are being sent.
  var announced: Set<Identifier> = []
  /// Of schedules that are gone, and may come back.
  var pausesOfRemoved: [Identifier: Pause] = [:]
  /// Their `max_runs`: what starts while they are gone counts.
  var limitsOfRemoved: [Identifier: Int] = [:]
  /// When this life began.
  var lifeStart = Instant.distantPast
  /// The fires that count for each schedule's `max_runs`.
  var counted: [Identifier: Set<Identifier>] = [:]
  /// Fires that are sent, as far as the core can know, and have not ended.
  var out: Set<Identifier> = []
  var standings: [Identifier: FireStanding] = [:]
  var ends = ToldEnds()
  /// What was sent within the last second.
  var recent: [(at: Instant, fire: Identifier, isCatchUp: Bool)] = []
  /// What the limits let through one by one waits for a slow disk, and then goes together.
  var isBunchedUntil = Instant.distantPast
  var names: [String: AttemptName] = [:]
  var keys: [Identifier: AttemptName] = [:]
  /// Fires of which a request is on its way that its client has given up on: the ledger cannot know of it.
  var ghosts: Set<Identifier> = []
  var probes: Set<Identifier> = []
  /// How many attempts each schedule ever allowed.
  var attemptsAllowed: [Identifier: Int] = [:]
  var timings: [TimingKey: SimulatedTiming] = [:]
  var turns: [TurnKey: TurnFacts] = [:]
  var timelines: [Identifier: Timeline] = [:]
  /// Rows of fires as they were last written.
  var rows: [Identifier: LedgerRow] = [:]

  init(store: SimulatedStore, zones: [String: SimulatedZone], limits: DispatchLimits) {
    self.store = store
    self.zones = zones
    self.limits = limits
  }

  /// The first violation counts: what follows from it is noise.
  func report(_ oracle: String, _ text: String) {
    if violation == nil { violation = Violation(oracle: oracle, text: text) }
  }

  func expect(_ holds: Bool, _ oracle: String, _ text: @autoclosure () -> String) {
    if !holds { report(oracle, text()) }
  }

  func know(_ schedule: SimulatedSchedule) { timings[TimingKey(schedule.definition.record)] = schedule.timing }

  func noteTime(_ now: Instant) {
    latestTime = max(latestTime, now)
    for (id, schedule) in told where schedule.pause?.until.map({ $0 <= now }) ?? false { told[id]?.pause = nil }
  }

  func clockWasSet(at now: Instant) { recent = [] }

  func daemonDied() {
    // What nobody wrote down never counted: it will be told again.
    for id in counted.keys {
      counted[id] = counted[id]?.filter { rows[$0].map { $0.outcome == .started || $0.outcome.isAnEnd || $0.attempt > 1 } ?? false }
    }
    (told, out, underWay, recent, catchUpIsReleased, turns) = ([:], [], [:], [], false, [:])
    endedInThisLife = []
    isStopping = false
    announced = []
  }
}

/// What names a timing in a record.
struct TimingKey: Hashable {
  let cron: String?
  let interval: Duration?
  let once: Instant?

  init(_ record: ScheduleRecord) {
    cron = record.cronExpression
    interval = record.interval
    once = record.runOnceStartTime
  }
}
