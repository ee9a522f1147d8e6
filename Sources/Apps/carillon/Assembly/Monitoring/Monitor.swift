import CivilTime
import ControlAPI
import ControlMessages
import Engine
import Exposition
import HostProcess
import SQLiteStorage
import Scheduling
import Seams
import Services

/// Tells those who watch the daemon how it is: probes and Prometheus. Everything is read when it is asked for, but for what
/// the store is asked, which is at most `storeInterval` old.
actor Monitor: MonitoringOperations {
  private let engine: SchedulerEngine
  private let store: any MeasuredStore
  private let sync: ScheduleSync
  private let selfAudit: SelfAudit
  private let storeWatch: StoreWatch
  private let pulse: EnginePulse
  /// Without one there is no sync to speak of.
  private let hasServer: Bool
  private let startedAt: Instant
  private let clock: any WallClock

  private var targets = CappedNames(cap: targetLimit)
  private var lastStore: (figures: StoreFigures?, at: Duration)?

  init(
    engine: SchedulerEngine, store: any MeasuredStore, sync: ScheduleSync, selfAudit: SelfAudit, storeWatch: StoreWatch, hasServer: Bool,
    startedAt: Instant, clock: any WallClock
  ) {
    self.engine = engine
    self.store = store
    self.sync = sync
    self.selfAudit = selfAudit
    self.storeWatch = storeWatch
    self.hasServer = hasServer
    self.startedAt = startedAt
    self.clock = clock
    pulse = EnginePulse(engine: engine, clock: clock)
  }

  /// Labels that a team's schedules choose.
  static let targetLimit = 100
  /// Prometheus asks every 15 s by most configurations; counting millions of rows takes some milliseconds.
  private static let storeInterval: Duration = .seconds(10)

  // MARK: Probes

  func health() async -> HealthMessage {
    HealthMessage(reasons: await pulse.beats() ? [] : [.engineStuck])
  }

  func readiness() async -> HealthMessage {
    guard await pulse.beats() else { return HealthMessage(reasons: [.engineStuck]) }
    var reasons: [HealthMessage.Reason] = []
    if await !engine.isFiring { reasons.append(.notArmed) }
    if await storeWatch.writeProblem(of: engine) != nil { reasons.append(.storeUnwritable) }
    if await !storeWatch.isSound { reasons.append(.storeDamaged) }
    if await !isSelfAuditSound() { reasons.append(.selfAudit) }
    return HealthMessage(reasons: reasons)
  }

  /// What was due before the start counts too, though the watchdog is fed then.
  private func isSelfAuditSound() async -> Bool {
    guard await selfAudit.ageWhenTooOld(start: startedAt) == nil else { return false }
    return await selfAudit.findings.isEmpty
  }

  // MARK: Metrics

  func metrics() async -> [MetricFamily] {
    // A scrape ends, also while the engine is stuck: that is when it is wanted most.
    let engine = await pulse.beats() ? await engine.allFigures : nil
    let storeFigures = await storeFigures()
    let startProblem = await storeWatch.startProblem
    let state = DaemonFigures(
      findings: await selfAudit.findings.count, lastLook: await selfAudit.lastLook ?? startedAt,
      storeProblems: await storeWatch.problems.count,
      fileProblems: await sync.fileProblems.count, engineTurns: engine != nil, storeIsReadable: storeFigures != nil,
      writeProblem: (engine?.writeProblem ?? startProblem) != nil)
    var families: [MetricFamily] = []
    if let engine { families += FireFamilies.of(engine.tallies) + SchedulerFamilies.of(engine, circuits: circuits(engine.scheduler)) }
    families += StoreFamilies.of(storeFigures)
    if hasServer { families += SyncFamilies.of(await sync.state, since: startedAt, now: clock.now()) }
    families += state.families
    families += ProcessFamilies.of(.ofThisProcess())
    return families.map(\.sorted)
  }

  private func storeFigures() async -> StoreFigures? {
    let now = clock.elapsed()
    if let lastStore, now - lastStore.at < Self.storeInterval { return lastStore.figures }
    let figures = try? await store.figures()
    lastStore = (figures, now)
    return figures
  }

  /// How many targets stand where, by label: the first so many that were met for themselves, all others together.
  private func circuits(_ figures: SchedulerFigures) -> [CircuitLabel: Int] {
    var counts: [CircuitLabel: Int] = [:]
    for (name, position) in figures.circuits.sorted(by: { $0.key.description < $1.key.description }) {
      let target = targets.label(name.description)
      for each in CircuitPosition.allCases { counts[CircuitLabel(target: target, position: each), default: 0] += each == position ? 1 : 0 }
    }
    return counts
  }
}

/// A target, or all beyond the limit, and a state of its circuit breaker.
struct CircuitLabel: Hashable {
  let target: String
  let position: CircuitPosition
}
