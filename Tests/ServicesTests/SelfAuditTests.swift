import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import Services
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct SelfAuditTests {
  let store = InMemoryStore()
  let clock = VirtualClock(.epoch.advanced(by: .seconds(1_000_000_020)))
  let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  func engine(
    _ own: (any WallClock)? = nil, target: ScriptedTarget? = nil, on ownStore: (any Store)? = nil
  ) -> SchedulerEngine {
    SchedulerEngine(
      clock: own ?? clock, store: ownStore ?? store, targets: [.http: target ?? ScriptedTarget(acceptingAt: clock)],
      zoneNamed: { _ in nil }, log: log)
  }

  /// An engine that has started; what was missed before waits to be released.
  func opened(_ own: (any WallClock)? = nil, on ownStore: (any Store)? = nil) async throws -> SchedulerEngine {
    let engine = engine(own, on: ownStore)
    _ = try await engine.restore()
    await engine.open(follow: { _ in })
    return engine
  }

  /// An engine with schedules that are due every minute and taken at once, ten minutes on.
  /// - Parameter own: the clock of the engine, where it has one of its own.
  func aged(
    own: (any WallClock)? = nil, on ownStore: (any Store)? = nil, schedules: UInt64 = 1, isCatchingUp: Bool = false
  ) async throws -> SchedulerEngine {
    let engine = try await opened(own, on: ownStore)
    if !isCatchingUp { await engine.handle(.catchUpReleased) }
    let changes = (1...schedules).map { number in
      let record = ScheduleRecord(
        id: Identifier(high: 0, low: number), name: number == 1 ? "minutely" : "minutely-\(number)", source: .file, interval: .seconds(60))
      let definition = ScheduleDefinition(record: record, standing: .armed, trigger: .http(HTTPTrigger(url: "http://127.0.0.1/")))
      return ScheduleChange(Schedule(definition) { _ in nil }, owedFrom: clock.now())
    }
    await engine.handle(.schedulesChanged(changes))
    await pass(minutes: 10, engine, schedules: Int(schedules))
    return engine
  }

  func pass(minutes: Int, _ engine: SchedulerEngine, schedules: Int = 1) async {
    let news = await engine.news()
    var writes = news.makeAsyncIterator()
    for _ in 0..<minutes {
      clock.advance(by: .seconds(60))
      var left = schedules
      while left > 0, let write = await writes.next() { left -= write.rows.count { $0.outcome.isFinal } }
    }
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
    let engine = try await opened()
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
    let engine = try await opened()
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

  /// Neither a suspend nor a step of the clock makes one.
  @Test func aCallToATargetThatDoesNotComeBackIsFoundUntilItDoes() async throws {
    let (calls, back) = AsyncStream<Never>.makeStream()
    let target = ScriptedTarget { [clock] _ in
      for await _ in calls {}
      return .finished(RunObservation(status: "done", outcome: .succeeded), sentAt: clock.now())
    }
    let engine = engine(target: target)
    let fire = try await sent(by: engine)
    var arrivals = target.arriving.makeAsyncIterator()
    _ = await arrivals.next()
    let audit = SelfAudit(engine: engine, store: store, clock: clock, log: log)
    await audit.look()
    clock.advance(by: .seconds(8 * 3600))
    await audit.look()
    clock.step(by: .seconds(4 * 3600))
    await audit.look()
    #expect(await audit.findings.isEmpty)
    // An hour more than the minute that its request may take.
    for _ in 0..<61 {
      clock.advance(by: .seconds(60))
      await audit.look()
    }
    #expect(await audit.findings.isEmpty)
    clock.advance(by: .seconds(60))
    await audit.look()
    #expect(await audit.findings.map(\.sentence) == ["fire \(fire) is stuck: a call to its target has not come back within 1 h 1 min"])
    let news = await engine.news()
    var writes = news.makeAsyncIterator()
    back.finish()
    while let write = await writes.next(), !write.rows.contains(where: \.outcome.isFinal) {}
    await audit.look()
    #expect(await audit.findings.isEmpty)
  }

  /// A fire that somebody asks for, of a schedule that is due once a day.
  private func sent(by engine: SchedulerEngine) async throws -> Identifier {
    _ = try await engine.restore()
    await engine.open(follow: { _ in })
    await engine.handle(.catchUpReleased)
    let record = ScheduleRecord(id: Identifier(high: 0, low: 1), name: "daily", source: .file, interval: .seconds(86_400))
    let definition = ScheduleDefinition(record: record, standing: .armed, trigger: .http(HTTPTrigger(url: "http://127.0.0.1/")))
    await engine.handle(.schedulesChanged([ScheduleChange(Schedule(definition) { _ in nil }, owedFrom: clock.now())]))
    return try await engine.trigger(record.id).id
  }

  @Test func whatWasDueSinceTheLastLookIsLookedAtHoweverLongAgoThatWas() async throws {
    let (engine, gapped) = (try await aged(), GappedStore(store))
    let audit = SelfAudit(engine: engine, store: gapped, clock: clock, log: log)
    await audit.look()
    let lost = clock.now().advanced(by: .seconds(60))
    await pass(minutes: 10, engine)
    gapped.hide(lost)
    await audit.look()
    #expect(await audit.findings.map(\.sentence) == ["1 due instants (\(lost.iso8601)) have no row in the ledger"])
  }

  @Test func whatWasDueWhileTheDaemonWasDownIsLookedAt() async throws {
    let earlier = try await aged()
    await earlier.drain(until: clock.now())
    let lost = clock.now().advanced(by: .seconds(60))
    clock.advance(by: .seconds(3600))
    let engine = try await opened()
    await engine.handle(.catchUpReleased)
    #expect(await engine.hasWritten())
    let gapped = GappedStore(store)
    gapped.hide(lost)
    let audit = SelfAudit(engine: engine, store: gapped, clock: clock, log: log)
    await audit.look()
    #expect(await audit.findings.first?.sentence.contains(lost.iso8601) == true)
  }

  /// What jitter puts off for long is asked for one by one, while the engine goes on.
  @Test func aRangeThatGrowsWhileItIsLookedAtIsOneRow() async throws {
    let begin = clock.now()
    let paused = (UInt64(1)...20).map { number in
      var policy = Policy()
      policy.jitter = .seconds(3600)
      let record = ScheduleRecord(id: Identifier(high: 0, low: number), name: "put-off", source: .file, interval: .seconds(60))
      return ScheduleDefinition(record: record, standing: .paused, policy: policy)
    }
    let definition = try #require(paused.first { $0.jitterOffset > .seconds(600) })
    let engine = try await opened()
    await engine.handle(.catchUpReleased)
    await engine.handle(.schedulesChanged([ScheduleChange(Schedule(definition) { _ in nil }, owedFrom: begin)]))
    clock.advance(by: .seconds(7200))
    #expect(await engine.hasWritten())
    let row = try #require(await store.rows(LedgerQuery(schedule: definition.record.id)).first)
    let audit = SelfAudit(engine: engine, store: GrowingStore(store, row), clock: clock, log: log)
    await audit.look()
    #expect(await audit.findings.isEmpty)
  }

  /// Each schedule's own jitter is looked back by.
  @Test func longJitterOfOneScheduleHasTheOthersLookedAtNoFurtherBack() async throws {
    let (begin, earlier) = (clock.now(), try await aged())
    var policy = Policy()
    policy.jitter = .seconds(7 * 86_400)
    let record = ScheduleRecord(id: Identifier(high: 0, low: 2), name: "weekly", source: .file, interval: .seconds(7 * 86_400))
    let definition = ScheduleDefinition(
      record: record, standing: .armed, policy: policy, trigger: .http(HTTPTrigger(url: "http://127.0.0.1/")))
    try #require(definition.jitterOffset > .seconds(600))
    await earlier.handle(.schedulesChanged([ScheduleChange(Schedule(definition) { _ in nil }, owedFrom: clock.now())]))
    await earlier.drain(until: clock.now())
    let missed = clock.now().advanced(by: .seconds(60))
    clock.advance(by: .seconds(3600))
    let engine = try await opened()
    await engine.handle(.catchUpReleased)
    #expect(await engine.hasWritten())
    let gapped = GappedStore(store)
    gapped.hide(begin.advanced(by: .seconds(60)))
    let audit = SelfAudit(engine: engine, store: gapped, clock: clock, log: log)
    // A day at a time.
    for _ in 0..<10 { await audit.look() }
    #expect(await audit.findings.isEmpty)
    gapped.hide(missed)
    let other = SelfAudit(engine: engine, store: gapped, clock: clock, log: log)
    for _ in 0..<10 { await other.look() }
    #expect(await other.findings.map(\.subject) == ["minutely"])
  }

  @Test func aScheduleOfTheLedgerThatNothingIsPlannedForIsFound() async throws {
    let audit = SelfAudit(engine: try await aged(), store: store, clock: clock, log: log)
    _ = await store.commit([StoreSamples.batch { $0.revisions = [StoreSamples.revision()] }])
    await audit.look()
    #expect(await audit.findings.map(\.subject) == [StoreSamples.nightly.description])
    #expect(await audit.findings.map(\.sentence) == ["the ledger has it in force, and nothing is planned for it"])
  }
}
