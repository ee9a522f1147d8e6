import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import Services
import Synchronization
import TestSupport
import Testing

/// The machine's rules of zones are replaced while schedules are being resolved with the former ones.
@Suite(.timeLimit(.minutes(5))) struct ZoneWatchTests {
  /// The rules of one zone, an hour or two before UTC.
  private final class Machine: Sendable {
    private let state = Mutex((hours: 1, isNews: false, whenAsked: (@Sendable () -> Void)?.none))

    func replaceRules() { state.withLock { ($0.hours, $0.isNews) = (2, true) } }

    /// Once, when the rules have been read and what is resolved with them is not told yet.
    func whenNextAsked(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.whenAsked = body } }

    func rules() -> ZoneRules {
      let (hours, whenAsked) = state.withLock { state in
        defer { state.whenAsked = nil }
        return (state.hours, state.whenAsked)
      }
      whenAsked?()
      return ZoneRules(name: "Test/Zone", fixedOffset: ZoneOffset(seconds: hours * 3600, isDaylight: false, abbreviation: "TST"))
    }

    func refresh() -> [String] {
      state.withLock { state in
        defer { state.isNews = false }
        return state.isNews ? ["Test/Zone"] : []
      }
    }
  }

  private let store: any Store = InMemoryStore()
  private let source = ScriptedSource()
  private let clock = VirtualClock(.epoch.advanced(by: .seconds(1_000_000)))
  private let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  private let machine = Machine()

  private struct Life {
    let engine: SchedulerEngine
    let sync: ScheduleSync
    let watch: ZoneWatch
    /// Of the one schedule, in UTC.
    var dueHour: Int64? {
      get async { await engine.schedules.values.first?.due?.next(after: .epoch).map { $0.secondsSinceEpoch / 3600 % 24 } }
    }
  }

  private func life(readLocal: @escaping @Sendable () async -> Void = {}) async throws -> Life {
    let machine = machine
    let engine = SchedulerEngine(clock: clock, store: store, targets: [:], zoneNamed: { _ in machine.rules() }, log: log)
    let stored = try await engine.restore()
    let catalog = ScheduleCatalog(
      cache: try await store.sourceCache(), restored: stored.schedules, hasServer: true, allowed: ServerBindingRules()
    ) { _ throws(BindingTextError) in BindingContent() }
    let sync = ScheduleSync(
      engine: engine, store: store, source: source, catalog: catalog, readFiles: { FileListing() },
      readLocal: {
        await readLocal()
        return LocalListing()
      }, clock: clock, zoneNamed: { _ in machine.rules() }, intervals: .init(poll: .seconds(10), sweep: .seconds(300)), log: log)
    return Life(engine: engine, sync: sync, watch: ZoneWatch(sync: sync, clock: clock, log: log) { machine.refresh() })
  }

  private func noon(name: String) -> ServerSchedule {
    ServerSchedule(
      record: ScheduleRecord(
        id: Identifier(high: 0, low: 1), name: name, source: .zenml, cronExpression: "0 12 * * *", timeZone: "Test/Zone",
        updated: clock.now()))
  }

  @Test func whatIsBeingResolvedMeanwhileIsResolvedAgain() async throws {
    let life = try await life()
    await life.sync.prepare()
    await life.engine.open(follow: { _ in })
    let running = Task { try await life.sync.run() }
    defer { running.cancel() }
    source.schedules = [noon(name: "noon")]
    _ = await life.sync.syncNow()
    #expect(await life.dueHour == 11)

    let machine = machine
    let looks = Mutex<Task<Void, Never>?>(nil)
    machine.whenNextAsked {
      machine.replaceRules()
      let look = Task { await life.watch.look() }
      looks.withLock { $0 = look }
    }
    source.schedules = [noon(name: "renamed")]
    _ = await life.sync.syncNow()
    let look = try #require(looks.withLock { $0 })
    await look.value
    #expect(await life.engine.statuses.map(\.schedule.name) == ["renamed"])
    #expect(await life.dueHour == 10)
  }

  @Test func whatWasResolvedBeforeIsNotTakenForKnown() async throws {
    let first = try await life()
    await first.sync.prepare()
    let running = Task { try await first.sync.run() }
    source.schedules = [noon(name: "noon")]
    _ = await first.sync.syncNow()
    running.cancel()
    _ = await running.result
    await first.engine.drain(until: clock.now().advanced(by: .seconds(60)))

    let machine = machine
    let watch = Mutex<ZoneWatch?>(nil)
    let second = try await life {
      machine.replaceRules()
      let watch = watch.withLock { $0 }
      await watch?.look()
    }
    watch.withLock { $0 = second.watch }
    await second.sync.prepare()
    #expect(await second.dueHour == 10)
  }
}
