import Alerts
import CivilTime
import Engine
import Logging
import SQLiteStorage
import Scheduling
import Seams
import Services
import Systemd
import TestSupport
import Testing

@testable import carillon

/// What is known of the daemon right after its start, and what is not.
@Suite(.timeLimit(.minutes(5))) struct DaemonHealthTests {
  private let folder: ScratchDirectory
  private let clock = VirtualClock(Instant(secondsSinceEpoch: 1_795_226_400))
  private let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  init() throws { folder = try ScratchDirectory() }

  /// A server that does not answer.
  private struct AwaySource: ScheduleSource {
    private func fail() throws(SourceError) -> SourceListing { throw SourceError(.unavailable, "no answer") }
    func readAll(known: [Identifier: ServerSchedule]) async throws(SourceError) -> SourceListing { try fail() }
    func readChanges(known: [Identifier: ServerSchedule], sweep: Bool) async throws(SourceError) -> SourceListing { try fail() }
    func deliver(_ report: Report) async throws(SourceError) {}
  }

  /// A daemon that has just started and has schedules of a server.
  private func health() async throws -> DaemonHealth {
    let path = folder.path("carillon.db")
    let opened = try await StoreWatch.open(path, now: clock.now())
    let watch = try await StoreWatch(opened, path: path, clock: clock, log: log)
    let store = opened.store
    let engine = SchedulerEngine(clock: clock, store: store, targets: [:], zoneNamed: { _ in nil }, log: log)
    let stored = try await engine.restore()
    let catalog = ScheduleCatalog(
      cache: try await store.sourceCache(), restored: stored.schedules, hasServer: true, allowed: ServerBindingRules()
    ) { _ throws(BindingTextError) in BindingContent() }
    let sync = ScheduleSync(
      engine: engine, store: store, source: AwaySource(), catalog: catalog, readFiles: { FileListing() }, clock: clock,
      zoneNamed: { _ in nil }, intervals: .init(poll: .seconds(10), sweep: .seconds(300)), log: log)
    await sync.prepare()
    await engine.open(follow: { _ in })
    return DaemonHealth(
      engine: engine, sync: sync, selfAudit: SelfAudit(engine: engine, store: store, clock: clock, log: log), storeWatch: watch,
      startedAt: clock.now(), hasServer: true)
  }

  private func conditions(_ health: DaemonHealth) async -> AlertConditions {
    await health.conditions(leastFreeBytes: nil, directory: folder.path)
  }

  @Test func whatNobodyHasLookedAtSinceTheStartIsUnknown() async throws {
    let health = try await health()
    #expect(await conditions(health).unknown == [.serverUnreachable, .health])
    await health.selfAudit.look()
    #expect(await conditions(health).unknown == [.serverUnreachable])
    let syncing = Task { try await health.sync.run() }
    defer { syncing.cancel() }
    #expect(await health.sync.syncNow().error == "no answer")
    let known = await conditions(health)
    #expect(known.unknown == [] && known.serverAwaySince == clock.now() && known.health == nil && known.disk == nil)
    #expect(known.targets == TargetStandings())
  }

  @Test func aFindingTurnsHealthRedAndStarvesTheWatchdog() async throws {
    let health = try await health()
    let watchdog = Watchdog(
      notifier: try SystemdNotifier(notifySocket: nil), engine: health.engine, selfAudit: health.selfAudit, storeWatch: health.storeWatch,
      clock: clock, startedAt: clock.now(), interval: .seconds(60), log: log)
    await health.selfAudit.look()
    #expect(await watchdog.problem() == nil)
    // The daemon knows nothing of it.
    let store = try SQLiteStore(path: folder.path("carillon.db"))
    _ = try await store.commit([StoreSamples.batch { $0.revisions = [StoreSamples.revision()] }])
    await health.selfAudit.look()
    #expect(await !health.isWell)
    #expect(await conditions(health).health?.code == "unhealthy")
    #expect(await watchdog.problem() == "the ledger has it in force, and nothing is planned for it")
  }

  /// The next life would find it again, and again be ended for it.
  @Test func whatAnEarlierLifeLeftOutOfTheLedgerIsFoundAndDoesNotStarveTheWatchdog() async throws {
    let path = folder.path("carillon.db")
    let opened = try await StoreWatch.open(path, now: clock.now())
    let watch = try await StoreWatch(opened, path: path, clock: clock, log: log)
    let record = ScheduleRecord(id: StoreSamples.nightly, name: "minutely", source: .file, interval: .seconds(60))
    let revision = Revision(
      definition: ScheduleDefinition(record: record, standing: .paused), number: 1, owedFrom: clock.now().advanced(by: .seconds(-600)))
    _ = try await opened.store.commit([
      StoreSamples.batch {
        $0.revisions = [revision]
        $0.coveredUntil = [record.id: clock.now().advanced(by: .seconds(-60))]
      }
    ])
    let engine = SchedulerEngine(clock: clock, store: opened.store, targets: [:], zoneNamed: { _ in nil }, log: log)
    _ = try await engine.restore()
    await engine.open(follow: { _ in })
    await engine.handle(.catchUpReleased)
    #expect(await engine.hasWritten())
    func problem(startedAt: Instant) async throws -> String? {
      let audit = SelfAudit(engine: engine, store: opened.store, clock: clock, startedAt: startedAt, log: log)
      await audit.look()
      #expect(await audit.findings.map(\.subject) == ["minutely"])
      let watchdog = Watchdog(
        notifier: try SystemdNotifier(notifySocket: nil), engine: engine, selfAudit: audit, storeWatch: watch, clock: clock,
        startedAt: startedAt, interval: .seconds(60), log: log)
      return await watchdog.problem()
    }
    #expect(try await problem(startedAt: clock.now()) == nil)
    #expect(try await problem(startedAt: clock.now().advanced(by: .seconds(-600)))?.hasSuffix("have no row in the ledger") == true)
  }

  @Test func nobodyIsToldThatAllIsWellBeforeTheFirstLook() async throws {
    let health = try await health()
    #expect(await !health.isWell)
    await health.selfAudit.look()
    #expect(await health.isWell)
  }
}
