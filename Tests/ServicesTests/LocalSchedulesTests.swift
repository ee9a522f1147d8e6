import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import Services
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct LocalSchedulesTests {
  private let store = InMemoryLocalSchedules()
  private let clock = VirtualClock(.epoch.advanced(by: .seconds(1_000_000)))

  /// Reads a number of seconds as the interval of the schedule `n`.
  private static let read: LocalSchedules.Reader = { text throws(LocalDefinitionError) in
    guard let seconds = Int64(text) else { throw LocalDefinitionError([.init("interval_seconds", "'\(text)' is no number")]) }
    let record = ScheduleRecord(id: ScheduleRecord.localID(name: "n"), name: "n", source: .local, interval: .seconds(seconds))
    return FileSchedule(record: record, trigger: .command(CommandTrigger(argv: ["date"])), policy: Policy(), location: "here")
  }

  private func local(_ read: @escaping LocalSchedules.Reader = LocalSchedulesTests.read) async -> LocalSchedules {
    LocalSchedules(store: store, stored: await store.localSchedules(), clock: clock, read: read)
  }

  @Test func whatIsMadeIsStoredAndListed() async throws {
    let made = try #require(try await local().create(name: "n", text: "60"))
    let definition = try #require(await local().listing().definitions.first)
    #expect(definition.record.interval == .seconds(60))
    #expect(definition.record.updated == made.updated)
    #expect(try await local().create(name: "n", text: "70") == nil)
  }

  @Test func aChangeIsNewerWhateverTheClockSays() async throws {
    let local = await local()
    let made = try #require(try await local.create(name: "n", text: "60"))
    clock.set(clock.now().advanced(by: .seconds(-3600)))
    let changed = try #require(try await local.replace(made, text: "70"))
    #expect(changed.updated > made.updated)
    #expect(changed.created == made.created)
    #expect(try await local.replace(made, text: "80") == nil, "somebody was faster")
    #expect(try await local.remove(made) == false)
    #expect(try await local.remove(changed))
    #expect(await local.listing().definitions.isEmpty)
  }

  @Test func eachListingIsNewerThanTheLast() async {
    let local = await local()
    let first = await local.listing().generation
    #expect(await local.listing().generation > first)
  }

  @Test func whatCannotBeReadAnyMoreKeepsItsLastMeaning() async throws {
    let reader = SwitchedReader(Self.read)
    let local = await local { text throws(LocalDefinitionError) in try reader.read(text) }
    _ = try await local.create(name: "n", text: "60")
    _ = await local.listing()
    reader.fail()
    #expect(await local.listing().definitions.first?.record.interval == .seconds(60))
    let later = await self.local { text throws(LocalDefinitionError) in try reader.read(text) }
    let definition = try #require(await later.listing().definitions.first)
    #expect(definition.standing == .invalid)
    #expect(definition.record.defect?.contains("cannot be read any more: policy.calendars: gone") == true)
  }

  @Test func theEngineHearsOfThemBeforeItIsOpenedAndAtEachChange() async throws {
    _ = try await local().create(name: "n", text: "60")
    let local = await local()
    let ledger = InMemoryStore()
    let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let engine = SchedulerEngine(clock: clock, store: ledger, targets: [:], zoneNamed: { _ in nil }, log: log)
    _ = try await engine.restore()
    let catalog = ScheduleCatalog(cache: SourceCache(), restored: [], hasServer: false, allowed: ServerBindingRules()) {
      _ throws(BindingTextError) in
      BindingContent()
    }
    let sync = ScheduleSync(
      engine: engine, store: ledger, source: nil, catalog: catalog, readFiles: { FileListing() }, readLocal: { await local.listing() },
      clock: clock, zoneNamed: { _ in nil }, intervals: .init(poll: .seconds(10), sweep: .seconds(300)), log: log)
    await sync.prepare()
    let id = ScheduleRecord.localID(name: "n")
    #expect(await engine.status(of: id)?.schedule.definition.record.interval == .seconds(60))
    await engine.open(follow: { _ in })

    let present = try #require(await local[id])
    let changed = try #require(try await local.replace(present, text: "90"))
    await sync.reloadLocal()
    #expect(await engine.status(of: id)?.schedule.definition.record.interval == .seconds(90))
    await sync.reloadFiles()
    #expect(await engine.status(of: id)?.revision == 2)

    _ = try await local.remove(changed)
    await sync.reloadLocal()
    #expect(await engine.status(of: id) == nil)
  }

  @Test func anOlderListingChangesNothing() {
    var catalog = ScheduleCatalog(cache: SourceCache(), restored: [], hasServer: false, allowed: ServerBindingRules()) {
      _ throws(BindingTextError) in
      BindingContent()
    }
    let definition = (try? Self.read("60"))?.definition
    let newer = LocalListing(generation: 2, definitions: [definition].compactMap(\.self))
    #expect(catalog.replaceLocal(newer, now: clock.now()).changed.count == 1)
    let older = catalog.replaceLocal(LocalListing(generation: 1), now: clock.now())
    #expect(older.removed.isEmpty)
    #expect(catalog.replaceLocal(LocalListing(generation: 3), now: clock.now()).removed.count == 1)
  }
}
