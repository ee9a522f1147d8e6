import CivilTime
import Scheduling

/// A daemon with its disk, its targets, its server, its operators and its clock, all made from one seed.
///
/// The production `Scheduler` runs in it unchanged, driven as the engine drives it. Nothing else in here is production
/// code, and nothing here waits: time is a number.
final class World {
  let seed: UInt64
  var chance: Randomness
  var agenda = Agenda()
  /// The time that really has passed; the daemon's clock may show another.
  var trueTime: Instant
  /// How far ahead the daemon's clock is.
  var clockError: Duration = .zero
  /// About how far apart due instants are.
  let period: Duration
  let generator: ScheduleGenerator
  let limits: DispatchLimits
  /// Of some worlds a herd is taken up piece by piece.
  var wakesPerTurn: Int { [.max, 1, 2, 5][Int(seed % 4)] }
  let faults: FaultPlan
  var zones: [String: SimulatedZone] = [:]
  var zoneRules: [String: ZoneRules] = [:]
  var server = SimulatedServer()
  let store = SimulatedStore()
  var targets = SimulatedTargets()
  /// Nil while it is down.
  var daemon: Daemon?
  var lives = 0
  /// How many of them somebody ended in order.
  var stops = 0
  /// Crashes at the boundary that makes this zero; nil: not again.
  var boundariesToCrash: Int?
  var hasFaults = true
  /// When the faults stopped.
  var calmSince: Instant?
  var scheduleCount = 0
  var fireCount = 0
  var lastRequestID: Identifier?
  let referee: Referee
  let transcript: Transcript

  init(seed: UInt64, isTraced: Bool = false) {
    self.seed = seed
    chance = Randomness(seed: seed)
    let start = Instant(secondsSinceEpoch: 1_774_000_000 + Int64(chance.number(0...20_000_000)))
    trueTime = start.advanced(by: .microseconds(chance.number(0...999_999)))
    let seconds = chance.pick([5, 10, 30, 60, 60, 300, 300, 900, 900, 3600, 3600, 21_600, 86_400])
    period = .seconds(seconds)
    faults = FaultPlan(period: period, &chance)
    limits = Self.limits(&chance)
    for name in ["Sim/East", "Sim/West"] {
      zones[name] = .random(name, from: start, days: max(1, seconds * FaultPlan.periods / 86_400), &chance)
    }
    generator = ScheduleGenerator(period: period, zones: ["Sim/East", "Sim/West"], policies: PolicyGenerator(period: period))
    transcript = Transcript(isTraced: isTraced)
    referee = Referee(store: store, zones: zones, limits: limits)
    zoneRules = zones.mapValues(\.rules)
  }

  /// What the daemon's clock shows.
  var now: Instant { trueTime.advanced(by: clockError) }

  /// Lives through all of it.
  /// - Returns: what went wrong first; nil when nothing did.
  func run() -> Violation? {
    plan()
    var (last, count) = (trueTime, 0)
    while referee.violation == nil, !referee.isVoid, let (at, happening) = agenda.next() {
      trueTime = max(trueTime, at)
      (last, count) = trueTime == last ? (last, count + 1) : (trueTime, 0)
      if count > 20_000 { referee.report("liveness", "the scheduler goes in circles: time stands still") }
      if case .worldEnds = happening { break }
      happen(happening)
    }
    if referee.violation == nil, !referee.isVoid { inspectTheEnd() }
    return referee.violation
  }

  private static func limits(_ chance: inout Randomness) -> DispatchLimits {
    var limits = DispatchLimits()
    if chance.chance(0.3) { limits.all = DispatchLimits.Cap(inFlight: chance.number(1...4), perSecond: chance.number(1...5)) }
    if chance.chance(0.3) { limits.target = DispatchLimits.Cap(inFlight: chance.number(1...3), perSecond: chance.number(1...3)) }
    if chance.chance(0.3) { limits.tags["red"] = DispatchLimits.Cap(inFlight: chance.number(1...2), perSecond: chance.number(1...2)) }
    if chance.chance(0.3) { limits.catchUpPerSecond = 1 }
    return limits
  }
}
