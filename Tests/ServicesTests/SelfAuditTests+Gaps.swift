import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import Services
import TestSupport
import Testing

/// Gaps of the ledger that come, grow and go.
extension SelfAuditTests {
  @Test func aGapIsToldOnceAndStaysUntilItsRowIsThere() async throws {
    let (engine, gapped, said) = (try await aged(), GappedStore(store), SaidLines())
    let audit = SelfAudit(engine: engine, store: gapped, clock: clock, log: Logger(label: "test") { _ in said })
    gapped.hide(clock.now().advanced(by: .seconds(-60)))
    for _ in 0..<6 {
      await audit.look()
      #expect(await audit.findings.map(\.subject) == ["minutely"])
      await pass(minutes: 1, engine)
    }
    #expect(said.all == ["the daemon does not keep its promise"])
    gapped.hide()
    await audit.look()
    #expect(await audit.findings.isEmpty)
    #expect(said.all == ["the daemon does not keep its promise", "all is well again"])
  }

  /// As a disk leaves it that stood still for a while: one due instant of each schedule, or several.
  @Test(arguments: [Int64(1), 3]) func aHerdOfGapsIsGoneAtTheLookAfterItsRowsAreThere(instants: Int64) async throws {
    let engine = try await aged(schedules: 20)
    let gapped = GappedStore(store)
    let audit = SelfAudit(engine: engine, store: gapped, clock: clock, log: log)
    gapped.hide((1...instants).map { clock.now().advanced(by: .seconds(-60 * $0)) })
    await audit.look()
    #expect(await audit.findings.count == 20)
    await pass(minutes: 1, engine, schedules: 20)
    await audit.look()
    #expect(await audit.findings.count == 20)
    gapped.hide([])
    await pass(minutes: 1, engine, schedules: 20)
    await audit.look()
    #expect(await audit.findings.isEmpty)
  }

  @Test func whatADiskIsSlowToWriteIsFoundAfterAMinuteOnly() async throws {
    let stalled = StalledStore(store)
    let engine = try await aged(on: stalled)
    let audit = SelfAudit(engine: engine, store: stalled, clock: clock, log: log)
    await audit.look()
    stalled.hold()
    clock.advance(by: .seconds(60))
    await stalled.stall()
    clock.advance(by: .seconds(45))
    await audit.look()
    #expect(await audit.findings.isEmpty)
    clock.advance(by: .seconds(30))
    async let look: Void = audit.look()
    // The write is waited for so long.
    let patience = clock.now().advanced(by: .seconds(10))
    await clock.alarm(at: patience)
    clock.set(patience)
    await look
    #expect(await audit.findings.first?.sentence.hasSuffix("have no row in the ledger") == true)
    stalled.release()
    #expect(await engine.hasWritten())
    await audit.look()
    #expect(await audit.findings.isEmpty)
  }

  @Test func aGapThatGrowsIsToldOnce() async throws {
    let (engine, gapped, said) = (try await aged(), GappedStore(store), SaidLines())
    let audit = SelfAudit(engine: engine, store: gapped, clock: clock, log: Logger(label: "test") { _ in said })
    let (first, second) = (clock.now().advanced(by: .seconds(-60)), clock.now())
    gapped.hide(first)
    await audit.look()
    gapped.hide(first, second)
    await pass(minutes: 1, engine)
    await audit.look()
    #expect(await audit.findings.map(\.sentence) == ["2 due instants (\(first.iso8601) to \(second.iso8601)) have no row in the ledger"])
    #expect(said.all == ["the daemon does not keep its promise"])
  }

  /// What is due now is looked at, and nothing of it twice.
  @Test func whileWhatWasMissedWaitsAGapThatGrowsIsCountedRightly() async throws {
    let engine = try await aged(isCatchingUp: true)
    #expect(await engine.isCatchingUp)
    let (gapped, last) = (GappedStore(store), clock.now().advanced(by: .seconds(120)))
    let audit = SelfAudit(engine: engine, store: gapped, clock: clock, log: log)
    gapped.hide((0...4).map { last.advanced(by: .seconds(-60 * $0)) })
    for count in 2...4 {
      await audit.look()
      #expect(await audit.findings.first?.sentence.hasPrefix("\(count) due instants") == true)
      await pass(minutes: 1, engine)
    }
  }

  /// A look that ends before the last one did has none of it looked at again.
  @Test func whileWhatWasMissedWaitsAnOldRowThatIsYetToBeWrittenTurnsNoLookBack() async throws {
    let stalled = StalledStore(store)
    let engine = try await aged(on: stalled, isCatchingUp: true)
    let gapped = GappedStore(stalled)
    let audit = SelfAudit(engine: engine, store: gapped, clock: clock, log: log)
    gapped.hide((0...2).map { clock.now().advanced(by: .seconds(-60 * $0)) })
    // It was due half an hour ago, which waits for the sources, and is not due again today.
    let begin = clock.now().advanced(by: .seconds(-2 * 86_400 - 1800))
    let record = ScheduleRecord(
      id: Identifier(high: 0, low: 2), name: "gone", source: .file, interval: .seconds(86_400), startTime: begin)
    let gone = Schedule(ScheduleDefinition(record: record, standing: .paused)) { _ in nil }
    await engine.handle(.schedulesChanged([ScheduleChange(gone, owedFrom: clock.now().advanced(by: .seconds(-3600)))]))
    #expect(await engine.hasWritten())
    await audit.look()
    stalled.hold()
    await engine.handle(.schedulesRemoved([record.id]))
    await stalled.stall()
    #expect(await engine.firstUnwritten == clock.now().advanced(by: .seconds(-1800)))
    await audit.look()
    stalled.release()
    #expect(await engine.hasWritten())
    await pass(minutes: 1, engine)
    await audit.look()
    #expect(await audit.findings.first?.sentence.hasPrefix("3 due instants") == true)
  }

  /// The watchdog is fed while the old one is all there is, and again when this life's own is gone.
  @Test func aGapOfAnEarlierLifeKeepsNoneOfThisOneThatIsGone() async throws {
    let engine = try await aged()
    let (gapped, old) = (GappedStore(store), clock.now().advanced(by: .seconds(-120)))
    let start = clock.now().advanced(by: .seconds(-90))
    let audit = SelfAudit(engine: engine, store: gapped, clock: clock, startedAt: start, log: log)
    gapped.hide(old)
    await audit.look()
    #expect(await audit.findings.map(\.callsForRestart) == [false])
    await pass(minutes: 12, engine)
    gapped.hide(old, clock.now().advanced(by: .seconds(-60)))
    await audit.look()
    #expect(await audit.findings.map(\.callsForRestart) == [false, true])
    gapped.hide(old)
    await pass(minutes: 1, engine)
    await audit.look()
    #expect(await audit.findings.map(\.callsForRestart) == [false])
  }

  @Test func aGapOverTheStartIsOneOfEachLife() async throws {
    let engine = try await aged()
    let (gapped, start) = (GappedStore(store), clock.now().advanced(by: .seconds(-60)))
    let audit = SelfAudit(engine: engine, store: gapped, clock: clock, startedAt: start, log: log)
    gapped.hide(start.advanced(by: .seconds(-60)), start)
    await audit.look()
    #expect(await audit.findings.map(\.callsForRestart) == [false, true])
    gapped.hide(start.advanced(by: .seconds(-60)))
    await audit.look()
    #expect(await audit.findings.map(\.callsForRestart) == [false])
  }

  @Test func whatIsThereLateLeavesAStretchThatBeganLongBefore() async throws {
    let engine = try await aged()
    let (gapped, first) = (GappedStore(store), clock.now().advanced(by: .seconds(-60)))
    let audit = SelfAudit(engine: engine, store: gapped, clock: clock, log: log)
    gapped.hide(first)
    await audit.look()
    await pass(minutes: 12, engine)
    let last = clock.now().advanced(by: .seconds(-60))
    gapped.hide(first, last)
    await audit.look()
    #expect(await audit.findings.map(\.sentence) == ["2 due instants (\(first.iso8601) to \(last.iso8601)) have no row in the ledger"])
    gapped.hide(first)
    await pass(minutes: 1, engine)
    await audit.look()
    #expect(await audit.findings.map(\.sentence) == ["1 due instants (\(first.iso8601)) have no row in the ledger"])
  }

  /// What long jitter puts off may be older than the rows that are kept.
  @Test func whatIsDeletedIsNoGap() async throws {
    let engine = try await aged()
    let result = await store.prune(RetentionLimits(age: .seconds(90)), now: clock.now(), batch: 100)
    #expect(result.removedRows == 8)
    let audit = SelfAudit(engine: engine, store: store, clock: clock, log: log)
    await audit.look()
    #expect(await audit.findings.isEmpty)
  }
}
