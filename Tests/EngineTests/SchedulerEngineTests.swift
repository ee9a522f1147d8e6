import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import TestSupport
import Testing

/// The engine with real queues, a clock to turn, and a store in memory.
@Suite(.timeLimit(.minutes(5))) struct SchedulerEngineTests {
  private let clock = VirtualClock(noon)
  private static let noon = (try? Instant(iso8601: "2026-11-21T12:00:00Z")) ?? .epoch

  private func engine(store: any Store, target: any TriggerTarget) -> SchedulerEngine {
    SchedulerEngine(clock: clock, store: store, targets: [.http: target], zoneNamed: { _ in nil }, log: Logger(label: "test"))
  }

  /// An engine that is open and holds one schedule, due every minute.
  private func running(store: any Store, target: any TriggerTarget) async throws -> SchedulerEngine {
    let engine = engine(store: store, target: target)
    _ = try await engine.restore()
    await engine.open(follow: { _ in })
    await engine.handle(.catchUpReleased)
    await engine.handle(.schedulesChanged([ScheduleChange(Self.minutely, owedFrom: clock.now())]))
    return engine
  }

  /// Lets time pass, when somebody waits for that.
  private func turn(_ duration: Duration) async {
    let instant = clock.now().advanced(by: duration)
    await clock.alarm(at: instant)
    clock.set(instant)
  }

  private static var minutely: Schedule { minutely(1) }

  private static func minutely(_ number: UInt64) -> Schedule {
    let record = ScheduleRecord(id: Identifier(high: 0, low: number), name: "minutely", source: .file, interval: .seconds(60))
    let definition = ScheduleDefinition(record: record, standing: .armed, trigger: .http(HTTPTrigger(url: "http://127.0.0.1/")))
    return Schedule(definition) { _ in nil }
  }

  @Test func aScheduleFiresWhenItsTimeComes() async throws {
    let target = ScriptedTarget(acceptingAt: clock)
    let engine = try await running(store: InMemoryStore(), target: target)
    let rows = await engine.rows()
    clock.advance(by: .seconds(60))
    let end = await rows.first { $0.outcome.isFinal }
    #expect(end?.outcome == .succeeded)
    #expect(target.fires.map(\.due) == [Self.noon.advanced(by: .seconds(60))])
  }

  @Test func theAlarmStandsAtTheNextDueInstant() async throws {
    let engine = try await running(store: InMemoryStore(), target: ScriptedTarget(acceptingAt: clock))
    _ = await engine.statuses
    #expect(clock.nextAlarm == Self.noon.advanced(by: .seconds(60)))
  }

  @Test func whatIsSentIsInTheLedgerAlready() async throws {
    let store: any Store = InMemoryStore()
    let seen = AsyncStream.makeStream(of: [LedgerRow].self)
    let target = ScriptedTarget { [clock] fire in
      seen.continuation.yield((try? await store.rows(LedgerQuery(fire: fire.id))) ?? [])
      return .finished(RunObservation(status: "done", outcome: .succeeded), sentAt: clock.now())
    }
    let engine = try await running(store: store, target: target)
    clock.advance(by: .seconds(60))
    let rows = await seen.stream.first { _ in true }
    #expect(rows?.map(\.outcome) == [.claimed])
    _ = engine
  }

  @Test func whatCannotBeWrittenDownIsNotSentUntilItCan() async throws {
    let store = FailingStore()
    let target = ScriptedTarget(acceptingAt: clock)
    let engine = try await running(store: store, target: target)
    let rows = await engine.rows()
    store.fails = true
    clock.advance(by: .seconds(60))
    await store.failure()
    #expect(target.fires.isEmpty)
    #expect(await engine.firesNotWritten == 1)
    #expect(await engine.firstUnwritten == Self.noon.advanced(by: .seconds(60)))
    store.fails = false
    // The engine tries again after a second.
    await turn(.seconds(1))
    #expect(await rows.first { $0.outcome == .succeeded } != nil)
    #expect(target.fires.first?.due == Self.noon.advanced(by: .seconds(60)))
    #expect(await engine.firesNotWritten == 0)
    #expect(await engine.firstUnwritten == nil)
  }

  /// Three minutes at once, behind one that is written.
  @Test func aRangeThatGrowsIsUnwrittenFromTheFirstInstantThatIsNew() async throws {
    let store = FailingStore()
    let engine = try await running(store: store, target: ScriptedTarget(acceptingAt: clock))
    try await engine.pause(Self.minutely.id, until: nil, reason: Reason("paused", "somebody looks at the disk"))
    let rows = await engine.rows()
    clock.advance(by: .seconds(60))
    #expect(await rows.first { $0.outcome == .skippedPaused }?.count == 1)
    #expect(await engine.hasWritten())
    store.fails = true
    clock.advance(by: .seconds(180))
    await store.failure()
    #expect(await engine.firstUnwritten == Self.noon.advanced(by: .seconds(120)))
    // Of all others what is due is decided up to now.
    let ends = await engine.answeringEnds(at: clock.now())
    #expect(ends.end == clock.now().advanced(by: .zero - SchedulerEngine.settlingTime))
    #expect(ends[Self.minutely.id] == Self.noon.advanced(by: .seconds(120)).advanced(by: .microseconds(-1)))
    #expect(ends.unwritten.values.map(\.upperBound) == [Self.noon.advanced(by: .seconds(240))])
  }

  @Test func whatWasDecidedIsDurableWhenItIsSaidToBe() async throws {
    let store = FailingStore()
    let engine = try await running(store: store, target: ScriptedTarget(acceptingAt: clock))
    #expect(await engine.hasWritten())
    let row = try await engine.trigger(Self.minutely.id)
    #expect(await engine.hasWritten())
    #expect(try await store.rows(LedgerQuery()).map(\.id) == [row.id])
    #expect(await engine.hasWrittenEnd(of: row.id, attempt: 1))
    #expect(try await store.rows(LedgerQuery()).map(\.outcome) == [.succeeded])
  }

  /// Who does not hear the answer asks again.
  @Test func aFireIsRepeatedOnce() async throws {
    let store = InMemoryStore()
    let target = ScriptedTarget(acceptingAt: clock)
    let engine = try await running(store: store, target: target)
    let first = try await engine.trigger(Self.minutely.id)
    #expect(await engine.hasWrittenEnd(of: first.id, attempt: 1))
    let repeated = try await engine.replay(first)
    #expect(await engine.hasWrittenEnd(of: repeated.id, attempt: 1))
    #expect(try await engine.replay(first).id == repeated.id)
    #expect(await engine.hasWritten())
    #expect(target.fires.map(\.id) == [first.id, repeated.id])
  }

  @Test func aProblemThatIsOverKeepsNobodyFromHearingThatItIsWritten() async throws {
    let store = FailingStore()
    let engine = try await running(store: store, target: ScriptedTarget(acceptingAt: clock))
    store.fails = true
    clock.advance(by: .seconds(60))
    await store.failure()
    while await engine.writeProblem == nil { await Task.yield() }
    store.fails = false
    try await engine.pause(Self.minutely.id, until: nil, reason: Reason("paused", "somebody looks at the disk"))
    async let hasWritten = engine.hasWritten()
    await clock.alarm(at: clock.now().advanced(by: .seconds(10)))
    await turn(.seconds(1))
    #expect(await hasWritten)
  }

  /// Nobody is kept waiting for a full disk.
  @Test func whatCannotBeWrittenIsNotSaidToBeDurable() async throws {
    let store = FailingStore()
    let engine = try await running(store: store, target: ScriptedTarget(acceptingAt: clock))
    store.fails = true
    let row = try await engine.trigger(Self.minutely.id)
    while await engine.writeProblem == nil { await Task.yield() }
    // Both wait for the next try.
    async let hasWritten = engine.hasWritten()
    await clock.alarm(at: clock.now().advanced(by: .seconds(10)))
    await turn(.seconds(1))
    #expect(await !hasWritten)
    async let hasWrittenEnd = engine.hasWrittenEnd(of: row.id, attempt: 1)
    await clock.alarm(at: clock.now().advanced(by: .seconds(10)))
    await turn(.seconds(1))
    #expect(await !hasWrittenEnd)
  }

  @Test func aDiskThatDoesNotAnswerIsNotWaitedForForEver() async throws {
    let store = FailingStore()
    let engine = try await running(store: store, target: ScriptedTarget(acceptingAt: clock))
    store.hangs = true
    _ = try await engine.trigger(Self.minutely.id)
    async let hasWritten = engine.hasWritten()
    await turn(.seconds(10))
    #expect(await !hasWritten)
  }

  @Test func drainingWaitsForWhatIsBeingSent() async throws {
    let gate = AsyncStream.makeStream(of: Void.self)
    let target = ScriptedTarget { [clock] _ in
      for await _ in gate.stream { break }
      return .finished(RunObservation(status: "done", outcome: .succeeded), sentAt: clock.now())
    }
    let store: any Store = InMemoryStore()
    let engine = try await running(store: store, target: target)
    clock.advance(by: .seconds(60))
    _ = await target.arriving.first { _ in true }
    let drained = Task { await engine.drain(until: .distantFuture) }
    gate.continuation.yield()
    await drained.value
    #expect(try await store.rows(LedgerQuery()).map(\.outcome) == [.succeeded])
  }

  /// What is told to stop may be drained later: until then others still answer.
  @Test func whatStartsNothingMoreStillTakesAnswers() async throws {
    let gate = AsyncStream.makeStream(of: Void.self)
    let target = ScriptedTarget { [clock] _ in
      for await _ in gate.stream { break }
      return .finished(RunObservation(status: "done", outcome: .succeeded), sentAt: clock.now())
    }
    let store = FailingStore()
    let engine = try await running(store: store, target: target)
    let rows = await engine.rows()
    clock.advance(by: .seconds(60))
    _ = await target.arriving.first { _ in true }
    await engine.startNothingMore()
    clock.advance(by: .seconds(60))
    gate.continuation.yield()
    let end = await rows.first { $0.outcome.isFinal }
    #expect(end?.outcome == .succeeded && target.fires.count == 1)
    // A write that fails is tried again, as long as nobody has waited for the end.
    store.fails = true
    await engine.handle(.pauseRequested([Self.minutely.id], Pause(since: clock.now(), reason: Reason("paused", "paused"))))
    await store.failure()
    store.fails = false
    await turn(.seconds(1))
    await engine.drain(until: .distantFuture)
    #expect(await engine.isIdle)
  }

  /// A target that answers when the gate is opened, and an engine over the store that is being stopped meanwhile.
  private func draining(
    _ store: FailingStore, until deadline: Instant
  ) async throws -> (gate: AsyncStream<Void>.Continuation, drained: Task<Void, Never>) {
    let gate = AsyncStream.makeStream(of: Void.self)
    let target = ScriptedTarget { [clock] _ in
      for await _ in gate.stream { break }
      return .finished(RunObservation(status: "done", outcome: .succeeded), sentAt: clock.now())
    }
    let engine = try await running(store: store, target: target)
    clock.advance(by: .seconds(60))
    _ = await target.arriving.first { _ in true }
    let drained = Task { await engine.drain(until: deadline) }
    while await engine.isFiring { await Task.yield() }
    return (gate.continuation, drained)
  }

  /// A disk that fails once while the daemon stops costs no answer.
  @Test func whatCannotBeWrittenWhileDrainingIsTriedAgain() async throws {
    let store = FailingStore()
    let (gate, drained) = try await draining(store, until: .distantFuture)
    store.fails = true
    gate.yield()
    await store.failure()
    store.fails = false
    await turn(.seconds(1))
    await drained.value
    #expect(try await store.rows(LedgerQuery()).map(\.outcome) == [.succeeded])
  }

  @Test func drainingDoesNotWaitForEverForADisk() async throws {
    let store = FailingStore()
    let (gate, drained) = try await draining(store, until: clock.now().advanced(by: .seconds(67)))
    store.fails = true
    gate.yield()
    await store.failure()
    await turn(.seconds(7))
    await drained.value
    #expect(try await store.rows(LedgerQuery()).map(\.outcome) == [.claimed])
  }

  @Test func drainingEndsAtItsDeadline() async throws {
    let target = ScriptedTarget { _ in
      // Never answers.
      for await _ in AsyncStream<Void>.makeStream().stream {}
      return .unavailable(Reason("never", "never"))
    }
    let store: any Store = InMemoryStore()
    let engine = try await running(store: store, target: target)
    clock.advance(by: .seconds(60))
    _ = await target.arriving.first { _ in true }
    await engine.drain(until: clock.now())
    #expect(try await store.rows(LedgerQuery()).map(\.outcome) == [.claimed])
  }

  @Test(arguments: [false, true]) func drainingEndsWhenItIsEnded(before: Bool) async throws {
    let target = ScriptedTarget { _ in
      // Never answers.
      for await _ in AsyncStream<Void>.makeStream().stream {}
      return .unavailable(Reason("never", "never"))
    }
    let engine = try await running(store: InMemoryStore(), target: target)
    clock.advance(by: .seconds(60))
    _ = await target.arriving.first { _ in true }
    if before { await engine.endDraining() }
    async let drained: Void = engine.drain(until: .distantFuture)
    if !before { await engine.endDraining() }
    await drained
  }

  /// The first fires of a herd need not wait until all of it is written.
  @Test func aHerdIsWrittenPieceByPiece() async throws {
    let store = CountingStore()
    let engine = SchedulerEngine(
      clock: clock, store: store, targets: [.http: ScriptedTarget(acceptingAt: clock)], zoneNamed: { _ in nil }, limits: .unlimited,
      log: Logger(label: "test"))
    _ = try await engine.restore()
    await engine.open(follow: { _ in })
    await engine.handle(.catchUpReleased)
    await engine.handle(.schedulesChanged((1...2500).map { ScheduleChange(Self.minutely($0), owedFrom: clock.now()) }))
    let rows = await engine.rows()
    // What the schedules write goes before.
    while await !engine.isIdle { await Task.yield() }
    store.forget()
    clock.advance(by: .seconds(60))
    var ended = 0
    for await row in rows where row.outcome.isFinal {
      ended += 1
      if ended == 2500 { break }
    }
    #expect(store.claims.first == 500 && store.claims.reduce(0, +) == 2500)
    #expect(store.rows.allSatisfy { $0 <= 3000 })
  }

  @Test func aFireWithoutATargetFailsAndSaysSo() async throws {
    let engine = SchedulerEngine(
      clock: clock, store: InMemoryStore(), targets: [:], zoneNamed: { _ in nil }, log: Logger(label: "test"))
    _ = try await engine.restore()
    await engine.open(follow: { _ in })
    await engine.handle(.schedulesChanged([ScheduleChange(Self.minutely, owedFrom: clock.now())]))
    let rows = await engine.rows()
    clock.advance(by: .seconds(60))
    let end = await rows.first { $0.outcome.isFinal }
    #expect(end?.reason?.code == "no_target")
  }

  @Test func aNewLifeTakesUpWhatTheLastOneLeft() async throws {
    let store: any Store = InMemoryStore()
    let first = try await running(store: store, target: ScriptedTarget { _ in .unavailable(Reason("away", "away")) })
    let rows = await first.rows()
    clock.advance(by: .seconds(60))
    _ = await rows.first { $0.outcome == .waiting }
    await first.drain(until: .distantFuture)

    let target = ScriptedTarget(acceptingAt: clock)
    let second = engine(store: store, target: target)
    _ = try await second.restore()
    let later = await second.rows()
    await second.open(follow: { _ in })
    let end = await later.first { $0.outcome.isFinal }
    #expect(end?.outcome == .succeeded)
    #expect(target.fires.count == 1)
  }
}
