import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import Services
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct ScheduleSyncTests {
  private let store: any Store = InMemoryStore()
  private let source = ScriptedSource()
  private let clock = VirtualClock(.epoch.advanced(by: .seconds(1_000_000)))
  private let said: SaidLines
  private let log: Logger

  init() {
    let said = SaidLines()
    self.said = said
    log = Logger(label: "test") { _ in said }
  }

  private func start(
    _ other: (any Store)? = nil, files: FileListing = FileListing(), origin: SourceOrigin? = nil
  ) async throws -> (SchedulerEngine, ScheduleSync, Task<Void, any Error>) {
    let store = other ?? store
    let engine = SchedulerEngine(clock: clock, store: store, targets: [:], zoneNamed: { _ in nil }, log: log)
    let stored = try await engine.restore()
    let catalog = ScheduleCatalog(
      cache: try await store.sourceCache(), restored: stored.schedules, hasServer: true,
      allowed: ServerBindingRules()
    ) { _ throws(BindingTextError) in BindingContent() }
    let sync = ScheduleSync(
      engine: engine, store: store, source: source, origin: origin, catalog: catalog, readFiles: { files }, clock: clock,
      zoneNamed: { _ in nil }, intervals: .init(poll: .seconds(10), sweep: .seconds(300)), log: log)
    await sync.prepare()
    await engine.open(follow: { _ in })
    return (engine, sync, Task { try await sync.run() })
  }

  private func schedule(_ id: UInt64) -> ServerSchedule {
    ServerSchedule(
      record: ScheduleRecord(
        id: Identifier(high: 0, low: id), name: "s\(id)", source: .zenml, cronExpression: "0 2 * * *", updated: clock.now()))
  }

  @Test func whatTheServerHoldsIsInTheEngineAndInTheCache() async throws {
    source.schedules = [schedule(1), schedule(2)]
    let (engine, sync, task) = try await start()
    #expect(await sync.syncNow().error == nil)
    #expect(await engine.statuses.count == 2)
    #expect(try await store.sourceCache().schedules.count == 2)
    task.cancel()
  }

  @Test func idleBindingsAreLookedForAgainWhenTheServerHasOthers() async throws {
    let bindings = ["s1", "s2"].map { FileBinding(match: .name($0), content: BindingContent(), location: $0) }
    let (_, sync, task) = try await start(files: FileListing(bindings: bindings))
    // What is found then is no longer true after the read.
    source.whileReading = { _ = await sync.idleBindings }
    let steps: [(ids: [UInt64], idle: [String])] = [([1], ["s2"]), ([1, 2], []), ([2], ["s1"])]
    for step in steps {
      source.schedules = step.ids.map { schedule($0) }
      _ = await sync.syncNow()
      #expect(await sync.idleBindings.map(\.location) == step.idle)
    }
    task.cancel()
  }

  @Test func theFirstReadIsOfAllAndOneThatIsAskedForIsASweep() async throws {
    let (_, sync, task) = try await start()
    _ = await sync.syncNow()
    _ = await sync.syncNow()
    #expect(source.reads.first == "all")
    #expect(source.reads.contains("sweep"))
    task.cancel()
  }

  @Test func whoAsksWhenItHasEndedIsAnsweredAllTheSame() async throws {
    let (_, sync, task) = try await start()
    task.cancel()
    _ = await task.result
    #expect(await sync.syncNow().error == nil)
  }

  /// What was paused or deleted on the server meanwhile is not known yet.
  @Test func anEndBeforeTheServerHasAnsweredMakesUpForNothing() async throws {
    source.schedules = [schedule(1)]
    let (earlier, sync, life) = try await start()
    _ = await sync.syncNow()
    life.cancel()
    _ = await life.result
    await earlier.drain(until: clock.now().advanced(by: .seconds(60)))
    clock.advance(by: .seconds(10 * 86_400))

    let (reading, clock) = (Doorbell(), clock)
    source.failure = SourceError(.unavailable, "cancelled")
    source.whileReading = {
      reading.ring()
      await Doorbell().wait(until: nil, by: clock)
    }
    let (engine, _, task) = try await start()
    await reading.wait(until: nil, by: clock)
    task.cancel()
    _ = await task.result
    #expect(await engine.statuses.map(\.lastOutcome) == [nil])
  }

  @Test func whenTheServerIsAwayTheCacheStays() async throws {
    source.schedules = [schedule(1)]
    let (engine, sync, task) = try await start()
    _ = await sync.syncNow()
    source.failure = SourceError(.unavailable, "GET https://zen.example/: connection refused")
    #expect(await sync.syncNow().error == "GET https://zen.example/: connection refused")
    #expect(await engine.statuses.count == 1)
    task.cancel()
  }

  @Test func whenTheServerIsAwayNobodySaysThatItsSchedulesWereRead() async throws {
    source.schedules = [schedule(1)]
    let (_, sync, task) = try await start()
    _ = await sync.syncNow()
    source.failure = SourceError(.unavailable, "connection refused")
    _ = await sync.syncNow()
    _ = await sync.syncNow()
    #expect(said.all.count { $0 == "schedules read" } == 1)
    #expect(said.all.contains("schedule files read"))
    task.cancel()
  }

  /// The disk was full when it came.
  @Test func whatTheCacheCouldNotTakeItTakesLater() async throws {
    let store = SometimesFullStore()
    source.schedules = [schedule(1), schedule(2)]
    let (_, sync, task) = try await start(store)
    _ = await sync.syncNow()
    store.isFull = true
    source.schedules = [schedule(2)]
    _ = await sync.syncNow()
    #expect(try await store.sourceCache().schedules.count == 2)
    store.isFull = false
    _ = await sync.syncNow()
    #expect(try await store.sourceCache().schedules.map(\.record.name) == ["s2"])
    task.cancel()
  }

  @Test func aNewLifeFiresFromTheCacheWithoutTheServer() async throws {
    source.schedules = [schedule(1)]
    let (_, first, task) = try await start()
    _ = await first.syncNow()
    task.cancel()
    source.failure = SourceError(.unavailable, "connection refused")
    let (engine, _, second) = try await start()
    #expect(await engine.statuses.map(\.schedule.name) == ["s1"])
    second.cancel()
  }

  @Test func whatIsGoneFromTheServerIsGoneFromTheEngine() async throws {
    source.schedules = [schedule(1), schedule(2)]
    let (engine, sync, task) = try await start()
    _ = await sync.syncNow()
    source.schedules = [schedule(2)]
    _ = await sync.syncNow()
    #expect(await engine.statuses.map(\.schedule.name) == ["s2"])
    #expect(try await store.sourceCache().schedules.map(\.record.name) == ["s2"])
    task.cancel()
  }

  @Test(arguments: [
    (SourceOrigin(url: "https://b.example", project: "default"), 0), (SourceOrigin(url: "https://a.example", project: "b"), 0),
    (SourceOrigin(url: "https://a.example", project: "default"), 2),
  ]) func anotherServerThatListsNothingIsBelievedAtOnce(origin: SourceOrigin, left: Int) async throws {
    source.schedules = [schedule(1), schedule(2)]
    let (_, first, life) = try await start(origin: SourceOrigin(url: "https://a.example", project: "default"))
    _ = await first.syncNow()
    life.cancel()
    _ = await life.result
    source.schedules = []
    let (engine, sync, task) = try await start(origin: origin)
    _ = await sync.syncNow()
    #expect(await engine.statuses.count == left)
    #expect(await sync.state.schedules == left)
    #expect(try await store.sourceCache().schedules.count == left)
    let problem = await sync.serverProblem
    #expect((problem == nil) == (left == 0))
    task.cancel()
  }

  /// An older release does not say what it has read.
  @Test func anEmptyServerIsDoubtedWhereNobodyKnowsWhatWasReadBefore() async throws {
    source.schedules = [schedule(1), schedule(2)]
    let (_, first, life) = try await start()
    _ = await first.syncNow()
    life.cancel()
    _ = await life.result
    source.schedules = []
    let (engine, sync, task) = try await start(origin: SourceOrigin(url: "https://b.example", project: "default"))
    _ = await sync.syncNow()
    #expect(await engine.statuses.count == 2)
    task.cancel()
  }

  /// A lost permission looks so.
  @Test func aServerThatListsNothingAnyMoreIsBelievedWhenItHasSaidSoForLong() async throws {
    let reads = HeldReads(source, clock)
    source.schedules = [schedule(1), schedule(2)]
    let (engine, sync, task) = try await start()
    await reads.first()
    await reads.next()
    source.schedules = []
    await reads.next()
    await reads.next()
    #expect(await engine.statuses.count == 2)
    #expect(try await store.sourceCache().schedules.count == 2)
    #expect(await sync.state.schedules == 2)
    #expect(await sync.serverProblem?.hasPrefix("the server lists no schedule any more, and 2 were known: they go on") == true)

    clock.advance(by: .seconds(600))
    await reads.next()
    await reads.next()
    #expect(await engine.statuses.isEmpty)
    #expect(try await store.sourceCache().schedules.isEmpty)
    #expect(await sync.serverProblem?.hasPrefix("the server lists no schedule any more, and 2 were removed;") == true)

    source.schedules = [schedule(1)]
    await reads.next()
    await reads.next()
    #expect(await engine.statuses.count == 1)
    #expect(await sync.serverProblem == nil)
    task.cancel()
  }
}

/// Holds each read of a source until a test wants the next one: the one before has come to its end then.
private struct HeldReads {
  private let clock: VirtualClock
  private let begun = Doorbell()
  private let goesOn = Doorbell()

  init(_ source: ScriptedSource, _ clock: VirtualClock) {
    self.clock = clock
    source.whileReading = { [begun, goesOn] in
      begun.ring()
      await goesOn.wait(until: nil, by: clock)
    }
  }

  /// Returns when the first read is held.
  func first() async { await begun.wait(until: nil, by: clock) }

  /// Lets the read that is held end, and returns when the next poll is held.
  func next() async {
    goesOn.ring()
    clock.advance(by: .seconds(10))
    await begun.wait(until: nil, by: clock)
  }
}

/// A store whose cache cannot be written while a test says so.
private final class SometimesFullStore: StoreWrapper {
  let wrapped: any Store = InMemoryStore()
  private let full = Mutex(false)

  var isFull: Bool {
    get { full.withLock { $0 } }
    set { full.withLock { $0 = newValue } }
  }

  func saveSourceCache(_ changes: SourceCacheChanges) async throws(StoreError) {
    guard !isFull else { throw StoreError(.full, "the disk is full") }
    try await wrapped.saveSourceCache(changes)
  }
}
