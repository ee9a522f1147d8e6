import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import Services
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct SelfAuditTests {
  private let store = InMemoryStore()
  private let clock = VirtualClock(.epoch.advanced(by: .seconds(1_000_000_020)))
  private let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  private func engine(_ own: (any WallClock)? = nil) -> SchedulerEngine {
    SchedulerEngine(
      clock: own ?? clock, store: store, targets: [.http: ScriptedTarget(acceptingAt: clock)], zoneNamed: { _ in nil }, log: log)
  }

  /// An engine with a schedule that is due every minute and taken at once, ten minutes on.
  /// - Parameter own: the clock of the engine, where it has one of its own.
  private func aged(own: (any WallClock)? = nil) async throws -> SchedulerEngine {
    let engine = engine(own)
    _ = try await engine.restore()
    await engine.open(follow: { _ in })
    await engine.handle(.catchUpReleased)
    let record = ScheduleRecord(id: Identifier(high: 0, low: 1), name: "minutely", source: .file, interval: .seconds(60))
    let definition = ScheduleDefinition(record: record, standing: .armed, trigger: .http(HTTPTrigger(url: "http://127.0.0.1/")))
    let schedule = Schedule(definition) { _ in nil }
    await engine.handle(.schedulesChanged([ScheduleChange(schedule, owedFrom: clock.now())]))
    let news = await engine.news()
    var writes = news.makeAsyncIterator()
    for _ in 0..<10 {
      clock.advance(by: .seconds(60))
      while let write = await writes.next(), !write.rows.contains(where: \.outcome.isFinal) {}
    }
    return engine
  }

  @Test func aDaemonThatDoesWhatItPromisesHasNoFindings() async throws {
    let engine = try await aged()
    let audit = SelfAudit(engine: engine, store: store, clock: clock, log: log)
    await audit.look()
    #expect(await audit.findings.isEmpty)
    #expect(await audit.lastLook == clock.now())
  }

  @Test func theFirstLookIsSoonAfterTheStart() async throws {
    let audit = SelfAudit(engine: try await aged(), store: store, clock: clock, log: log)
    let first = clock.now().advanced(by: .seconds(15))
    let running = Task { try await audit.run() }
    defer { running.cancel() }
    await clock.alarm(at: first)
    #expect(await audit.lastLook == nil)
    clock.set(first)
    await clock.alarm(at: first.advanced(by: .seconds(60)))
    #expect(await audit.lastLook == first)
  }

  /// The first look may come while the start still waits for the server.
  @Test func whatWaitsForTheSourcesAfterAStartIsNoFinding() async throws {
    let earlier = try await aged()
    await earlier.drain(until: clock.now())
    clock.advance(by: .seconds(150))
    let engine = engine()
    _ = try await engine.restore()
    await engine.open(follow: { _ in })
    clock.advance(by: .seconds(15))
    let audit = SelfAudit(engine: engine, store: store, clock: clock, log: log)
    await audit.look()
    #expect(await audit.findings.isEmpty)
    await engine.handle(.catchUpReleased)
    #expect(await engine.hasWritten())
    await audit.look()
    #expect(await audit.findings.isEmpty)
  }

  /// All alarms go off in one moment then: whoever asks may come before the look.
  @Test func afterASuspendTheNextLookIsWaitedForAMoment() async throws {
    let engine = engine()
    _ = try await engine.restore()
    await engine.open(follow: { _ in })
    let audit = SelfAudit(engine: engine, store: store, clock: clock, log: log)
    let start = clock.now()
    await audit.look()
    clock.advance(by: .seconds(8 * 3600))
    async let answer = audit.ageWhenTooOld(start: start)
    await clock.alarm(at: clock.now().advanced(by: .seconds(3)))
    await audit.look()
    let age = await answer
    #expect(age == nil)
  }

  @Test func aLookThatDoesNotComeIsTooOld() async throws {
    let audit = SelfAudit(engine: engine(), store: store, clock: clock, log: log)
    let start = clock.now()
    clock.advance(by: .seconds(180))
    #expect(await audit.ageWhenTooOld(start: start) == nil)
    async let answer = audit.ageWhenTooOld(start: start.advanced(by: .seconds(-1)))
    let patience = clock.now().advanced(by: .seconds(3))
    await clock.alarm(at: patience)
    clock.set(patience)
    let age = await answer
    #expect(age == .seconds(184))
  }

  @Test func anInstantWithoutARowIsFound() async throws {
    let engine = try await aged()
    let audit = SelfAudit(engine: engine, store: ForgetfulStore(store), clock: clock, log: log)
    await audit.look()
    #expect(await audit.findings.map(\.subject) == ["minutely"])
    #expect(await audit.findings.first?.sentence.hasSuffix("have no row in the ledger") == true)
  }

  /// After a freeze all alarms go off in one moment, in any order.
  @Test func whatTheEngineHasNotHadItsTurnForIsNoFinding() async throws {
    let late = LateClock(clock)
    let engine = try await aged(own: late)
    late.hold()
    clock.advance(by: .seconds(75))
    let audit = SelfAudit(engine: engine, store: WatchedStore(store) { late.release() }, clock: clock, log: log)
    await audit.look()
    #expect(await audit.findings.isEmpty)
    #expect(await audit.lastLook == clock.now())
  }

  @Test func anEngineWhoseAlarmDoesNotGoOffIsFound() async throws {
    let late = LateClock(clock)
    let engine = try await aged(own: late)
    late.hold()
    clock.advance(by: .seconds(75))
    let audit = SelfAudit(engine: engine, store: store, clock: clock, log: log)
    async let look: Void = audit.look()
    // It is waited for so long.
    let patience = clock.now().advanced(by: .seconds(10))
    await clock.alarm(at: patience)
    clock.set(patience)
    await look
    let sentences = await audit.findings.map(\.sentence)
    #expect(sentences.contains { $0.hasSuffix("and nothing came of it") })
    #expect(sentences.contains { $0.hasSuffix("have no row in the ledger") })
  }

  @Test func theWholeLedgerIsProvedFromItsRevisions() async throws {
    _ = try await aged()
    let report = try await LedgerAuditor(store: store, zoneNamed: { _ in nil }).audit(from: nil, to: clock.now().advanced(by: .seconds(1)))
    #expect(report.instants == 10)
    #expect(report.faults.isEmpty)
    let gaps = try await LedgerAuditor(store: ForgetfulStore(store), zoneNamed: { _ in nil }).audit(
      from: nil, to: clock.now().advanced(by: .seconds(1)))
    #expect(gaps.faults.map(\.count) == [10])
  }

  @Test func aProofThatIsToldToStopProvesNothing() async throws {
    _ = try await aged()
    let (auditor, end) = (LedgerAuditor(store: store, zoneNamed: { _ in nil }), clock.now().advanced(by: .seconds(1)))
    let stopped = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await auditor.audit(from: nil, to: end).faults.count
    }
    await #expect(throws: StoreError.self) { try await stopped.value }
  }
}
