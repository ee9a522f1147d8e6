import Alerts
import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import TestSupport
import Testing

@testable import Services

/// Alerts from a row of the ledger to a sink.
@Suite(.timeLimit(.minutes(5))) struct AlertingTests {
  private let store = InMemoryStore()
  private let memory = InMemoryAlertStore()
  private let clock = VirtualClock(.epoch.advanced(by: .seconds(1_795_000_000)))
  private let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  private let ops = ScriptedSink()
  private let team = ScriptedSink()

  /// Over an engine that has the schedule and fires nothing.
  private func alerting(
    models: (any ModelRegistry)? = nil, _ conditions: AlertConditions = AlertConditions(), hasSchedule: Bool = true,
    names: [String] = ["ops", "team"], ops: (any AlertSink)? = nil
  ) async throws -> Alerting {
    let engine = SchedulerEngine(clock: clock, store: store, targets: [:], zoneNamed: { _ in nil }, log: log)
    _ = try await engine.restore()
    if hasSchedule { await engine.handle(.schedulesChanged([ScheduleChange(nightly, owedFrom: clock.now())])) }
    var rules = AlertRules()
    rules.sinks = names
    let sinks: [String: any AlertSink] = ["ops": ops ?? self.ops, "team": team]
    return Alerting(
      engine: engine, store: store, memory: memory, rules: rules, sinks: sinks, models: models, clock: clock, log: log
    ) { conditions }
  }

  private var nightly: Schedule {
    let record = ScheduleRecord(id: Identifier(high: 0, low: 1), name: "nightly", source: .file, interval: .seconds(86_400))
    let definition = ScheduleDefinition(record: record, standing: .armed, trigger: .http(HTTPTrigger(url: "http://127.0.0.1/")))
    return Schedule(definition) { _ in nil }
  }

  private func row(_ outcome: Outcome, minute: Int64 = 0) -> LedgerRow {
    let (id, due) = (Identifier(high: 0, low: 1), clock.now().advanced(by: .seconds(60 * (minute - 10))))
    return LedgerRow(
      id: Fire.id(schedule: id, due: due), kind: .scheduled, scheduleID: id, scheduleName: "nightly", revision: 1, due: due,
      outcome: outcome, claimedAt: due, sentAt: due, finishedAt: clock.now())
  }

  /// Gives way until all that was under way is settled.
  private func settled(_ alerting: Alerting) async {
    while await !alerting.delivering.isEmpty { await Task.yield() }
  }

  @Test func whatIsHeardGoesToEverySink() async throws {
    let alerting = try await alerting()
    await alerting.hear([row(.failed)])
    await alerting.turn()
    #expect(await ops.nextAttempt()?.kind == .failed)
    #expect(await team.nextAttempt()?.kind == .failed)
    await settled(alerting)
    await alerting.turn()
    #expect(memory.saved.waiting.isEmpty && memory.saved.causes.count == 1)
  }

  @Test func aSinkThatIsDownKeepsNobodyWaitingAndIsShown() async throws {
    let alerting = try await alerting()
    ops.failure = AlertSinkError("no connection")
    await alerting.hear([row(.failed)])
    await alerting.turn()
    #expect(await team.nextAttempt()?.kind == .failed)
    _ = await ops.nextAttempt()
    await settled(alerting)
    #expect(await alerting.report.problems == ["the alert sink ops did not take what it was sent last (1 waits): no connection"])
    ops.failure = nil
    clock.advance(by: .seconds(1))
    await alerting.turn()
    _ = await ops.nextAttempt()
    await settled(alerting)
    #expect(ops.taken == [.failed] && team.taken == [.failed])
    #expect(await alerting.report.problems == [])
  }

  @Test func oneThatASinkRefusesHoldsUpNoOther() async throws {
    let alerting = try await alerting()
    ops.failure = AlertSinkError("status 400", isRefused: true)
    await alerting.hear([row(.failed)])
    await alerting.turn()
    _ = await ops.nextAttempt()
    await settled(alerting)
    ops.failure = nil
    await alerting.hear([row(.succeeded, minute: 1)])
    await alerting.turn()
    #expect(await ops.nextAttempt()?.kind == .recovered)
    await settled(alerting)
    #expect(ops.taken == [.recovered])
  }

  @Test func anAlertIsDeliveredAlthoughNothingCanBeWritten() async throws {
    let alerting = try await alerting()
    memory.problem = StoreError(.full, "the disk is full")
    await alerting.hear([row(.failed)])
    await alerting.turn()
    #expect(await ops.nextAttempt()?.kind == .failed)
    await settled(alerting)
    memory.problem = nil
    await alerting.turn()
    #expect(memory.saved.causes.count == 1, "it is written when it can be")
  }

  @Test func whatIsOpenOfAScheduleThatIsGoneIsForgotten() async throws {
    let alerting = try await alerting(hasSchedule: false)
    await alerting.hear([row(.failed)])
    await alerting.turn()
    #expect(await ops.nextAttempt()?.kind == .failed)
    await settled(alerting)
    await alerting.turn()
    #expect(memory.saved.causes.isEmpty && memory.saved.waiting.isEmpty)
  }

  /// Its one fire was late, and no other will be in time.
  @Test func aScheduleThatHasEndedIsLateNoLonger() async throws {
    let alerting = try await alerting(hasSchedule: false)
    var (own, started) = (ScheduleAlerts(), row(.succeeded))
    own.late = .on(.seconds(60))
    started.sentAt = started.due.advanced(by: .seconds(61))
    let record = ScheduleRecord(id: started.scheduleID, name: "once", source: .file, runOnceStartTime: started.due)
    var definition = ScheduleDefinition(record: record, standing: .armed, trigger: .http(HTTPTrigger(url: "http://127.0.0.1/")))
    definition.alerts = own
    await alerting.engine.handle(.schedulesChanged([ScheduleChange(Schedule(definition) { _ in nil }, owedFrom: clock.now())]))
    await alerting.hear([started])
    await alerting.turn()
    #expect(await ops.nextAttempt()?.kind == .late)
    await settled(alerting)
    #expect(await alerting.report.open.isEmpty)
  }

  @Test func aRunThatOutlivesItsScheduleIsToldAsItsFileSaid() async throws {
    let alerting = try await alerting(hasSchedule: false)
    var (definition, own) = (nightly.definition, ScheduleAlerts())
    own.sinks = ["team"]
    definition.alerts = own
    await alerting.engine.handle(.schedulesChanged([ScheduleChange(Schedule(definition) { _ in nil }, owedFrom: clock.now())]))
    await alerting.engine.handle(.schedulesRemoved([definition.record.id]))
    await alerting.hear([row(.failed)])
    await alerting.turn()
    #expect(await team.nextAttempt()?.kind == .failed)
    await settled(alerting)
    #expect(ops.taken.isEmpty)
  }

  @Test func whatAnEarlierLifeDidNotHearOfIsHeardNow() async throws {
    let first = try await alerting()
    await first.hear([row(.failed)])
    await first.turn()
    _ = await ops.nextAttempt()
    await settled(first)
    await first.turn()
    clock.advance(by: .seconds(60))
    var batch = LedgerBatch(id: 1)
    batch.claims = [row(.succeeded)]
    _ = await store.commit([batch])
    let second = try await alerting()
    await second.begin()
    await second.turn()
    #expect(await ops.nextAttempt()?.kind == .recovered)
    #expect(await second.report.open.isEmpty)
  }

  @Test func thatHoldsForALifeThatHeardOfNothingAtAll() async throws {
    try await alerting().begin()
    clock.advance(by: .seconds(60))
    var batch = LedgerBatch(id: 1)
    batch.claims = [row(.failed)]
    _ = await store.commit([batch])
    let second = try await alerting()
    await second.begin()
    await second.turn()
    #expect(await ops.nextAttempt()?.kind == .failed)
  }

  @Test func whatIsOpenIsToldToTheSinkThatTakesAnothersPlace() async throws {
    let first = try await alerting(names: ["ops"])
    await first.hear([row(.failed)])
    await first.turn()
    _ = await ops.nextAttempt()
    await settled(first)
    await first.turn()
    let second = try await alerting(names: ["team"])
    await second.begin()
    await second.turn()
    #expect(await team.nextAttempt()?.stage == .reminder)
    #expect(ops.taken == [.failed])
  }

  private func commit(claims: [LedgerRow] = [], updates: [LedgerRow] = []) async {
    var batch = LedgerBatch(id: 1)
    (batch.claims, batch.updates) = (claims, updates)
    _ = await store.commit([batch])
  }

  @Test func whatWasWrittenBehindTheLastWordOfALifeIsToldInTheNext() async throws {
    let first = try await alerting()
    await first.begin()
    var running = row(.started, minute: -600)
    running.finishedAt = nil
    await commit(claims: [running])
    await first.hear([running], lastAdded: running.id)
    await first.hear([row(.succeeded)])
    await first.turn()
    // Both ended before the last end that was heard of.
    var ended = running
    (ended.outcome, ended.finishedAt) = (.failed, clock.now().advanced(by: .seconds(-30)))
    var missed = row(.unbound, minute: -300)
    missed.finishedAt = clock.now().advanced(by: .seconds(-20))
    await commit(claims: [missed], updates: [ended])
    let second = try await alerting()
    await second.begin()
    await second.turn()
    #expect(await second.report.open.map(\.alert.kind) == [.failed, .missed])
  }

  @Test func whatWasHeardIsNotHeardAgainInTheNextLife() async throws {
    let first = try await alerting()
    await first.begin()
    let rows = [row(.failed), row(.succeeded, minute: 1)]
    await commit(claims: rows)
    await first.hear(rows, lastAdded: rows[1].id)
    await first.turn()
    await settled(first)
    let told = memory.saved.notes.lastNumber
    let second = try await alerting()
    await second.begin()
    await second.turn()
    await settled(second)
    #expect(await second.report.open.isEmpty)
    #expect(memory.saved.notes.lastNumber == told && told == 4)
  }

  @Test func whereItStandsInTheLedgerIsWrittenDownNowAndThen() async throws {
    let alerting = try await alerting()
    await alerting.begin()
    await alerting.turn()
    var running = row(.started)
    running.finishedAt = nil
    await alerting.hear([running], lastAdded: running.id)
    await alerting.turn()
    #expect(memory.saved.notes.mark == LedgerMark(lastAdded: nil, underWay: []), "not with every fire")
    clock.advance(by: .seconds(10))
    await alerting.turn()
    #expect(memory.saved.notes.mark == LedgerMark(lastAdded: running.id, underWay: [running.id]))
    running.outcome = .succeeded
    await alerting.hear([running])
    clock.advance(by: .seconds(10))
    await alerting.turn()
    #expect(memory.saved.notes.mark?.underWay == [])
  }

  @Test func theDaemonsOwnConditionsAreLookedAt() async throws {
    var conditions = AlertConditions()
    conditions.disk = Reason("disk_nearly_full", "little is left")
    conditions.serverAwaySince = clock.now().advanced(by: .seconds(-301))
    let alerting = try await alerting(conditions)
    await alerting.turn()
    #expect(await [ops.nextAttempt()?.kind] == [.serverUnreachable])
    await settled(alerting)
    await alerting.turn()
    #expect(await [ops.nextAttempt()?.kind] == [.disk])
  }

  /// A life of the daemon that looks once, delivers, and writes down.
  private func life(_ conditions: AlertConditions) async throws -> Alerting {
    let alerting = try await alerting(conditions)
    await alerting.begin()
    await alerting.turn()
    await settled(alerting)
    await alerting.turn()
    return alerting
  }

  @Test func whatNobodyHasLookedAtSinceTheStartStaysOpen() async throws {
    var (full, unknown) = (AlertConditions(), AlertConditions())
    full.disk = Reason("disk_nearly_full", "little is left")
    unknown.unknown = [.serverUnreachable, .disk, .health]
    for conditions in [full, unknown, full, unknown] {
      #expect(try await life(conditions).report.open.map(\.alert.kind) == [.disk])
    }
    #expect(ops.taken == [.disk])
    #expect(try await life(AlertConditions()).report.open.isEmpty)
    #expect(ops.taken == [.disk, .recovered])
  }

  @Test func aTestGoesPastTheQueueAndSaysWhatCameBack() async throws {
    let alerting = try await alerting()
    team.failure = AlertSinkError("status 500")
    let answers = try #require(await alerting.test(nil))
    #expect(answers.map(\.sink) == ["ops", "team"])
    #expect(answers.map { (try? $0.result.get()) ?? "-" } == ["taken", "-"])
    #expect(await alerting.test("nobody") == nil)
    #expect(await alerting.report.open.isEmpty)
  }

  // MARK: Stopping

  /// Takes an alert, and does not come to an end with it.
  private struct SilentSink: AlertSink {
    let kind = "silent"
    /// A stop breaks it off.
    let canBeBrokenOff: Bool
    let asked = Doorbell()

    func deliver(_ alert: Alert) async throws(AlertSinkError) -> String {
      asked.ring()
      // A task of its own does not hear that this one is cancelled.
      if canBeBrokenOff { await Self.beSilent() } else { await Task { await Self.beSilent() }.value }
      throw AlertSinkError("it was broken off")
    }

    private static func beSilent() async {
      let (silence, end) = AsyncStream<Never>.makeStream()
      for await _ in silence {}
      end.finish()
    }
  }

  /// With `ops` at work on an alert.
  private func atWork(_ sink: SilentSink) async throws -> Alerting {
    let alerting = try await alerting(ops: sink)
    await alerting.hear([row(.failed)])
    await alerting.turn()
    await sink.asked.wait(until: nil, by: clock)
    _ = await team.nextAttempt()
    return alerting
  }

  @Test func aStopBreaksOffWhatIsOnItsWayAndKeepsItInTheQueue() async throws {
    let alerting = try await atWork(SilentSink(canBeBrokenOff: true))
    await alerting.endDeliveries()
    #expect(await alerting.delivering.isEmpty)
    await alerting.save()
    #expect(memory.saved.waiting.values.map(\.sink) == ["ops"])
    #expect(await alerting.report.problems == [], "a stop says nothing about a sink")
  }

  @Test func whatCannotBeBrokenOffHoldsUpAStopForASecond() async throws {
    let alerting = try await atWork(SilentSink(canBeBrokenOff: false))
    while await alerting.delivering.count > 1 { await Task.yield() }
    async let ending: Void = alerting.endDeliveries()
    let end = clock.now().advanced(by: .seconds(1))
    await clock.alarm(at: end)
    clock.set(end)
    await ending
    #expect(await alerting.delivering.keys.sorted() == ["ops"])
  }

  // MARK: Expectations

  private struct Registry: ModelRegistry {
    let answer: Result<String?, SourceError>
    func version(of model: String, since instant: Instant) async throws(SourceError) -> String? { try answer.get() }
  }

  @Test(arguments: [
    (Result<String?, SourceError>.success("7"), []), (.success(nil), [AlertKind.expectation]),
    (.failure(SourceError(.notFound, "no such model")), [.expectation]), (.failure(SourceError(.unavailable, "no answer")), []),
  ])
  func theServerIsAskedForWhatARunShouldBring(answer: Result<String?, SourceError>, expected: [AlertKind]) async throws {
    let alerting = try await alerting(models: Registry(answer: answer))
    var own = ScheduleAlerts()
    own.expectation = ModelExpectation(model: "churn", within: .seconds(60))
    await alerting.expect(row(.succeeded), own)
    await alerting.turn()
    await heard(alerting)
    clock.advance(by: .seconds(61))
    await alerting.turn()
    await heard(alerting)
    #expect(await alerting.report.open.map(\.alert.kind) == expected)
  }

  /// Gives way until the server was asked, and hears what it has said.
  private func heard(_ alerting: Alerting) async {
    while await alerting.asking != nil { await Task.yield() }
    await alerting.turn()
  }

  /// Takes questions, and has no answer for as long as anybody waits for one.
  private struct SilentRegistry: ModelRegistry {
    func version(of model: String, since instant: Instant) async throws(SourceError) -> String? {
      let (silence, end) = AsyncStream<Never>.makeStream()
      for await _ in silence {}
      end.finish()
      throw SourceError(.unavailable, "nobody waits any more")
    }
  }

  @Test func aServerThatHangsDelaysNoAlertAndHasTenSecondsToAnswer() async throws {
    let alerting = try await alerting(models: SilentRegistry())
    var own = ScheduleAlerts()
    own.expectation = ModelExpectation(model: "churn", within: .seconds(3600))
    await alerting.expect(row(.succeeded), own)
    await alerting.hear([row(.failed, minute: 1)])
    await alerting.turn()
    #expect(await ops.nextAttempt()?.kind == .failed)
    await settled(alerting)
    let limit = clock.now().advanced(by: .seconds(10))
    await clock.alarm(at: limit)
    clock.set(limit)
    await heard(alerting)
    #expect(await alerting.report.expectations.map(\.nextLook) == [limit.advanced(by: .seconds(60))])
  }

  @Test func aSinkIsTriedAgainInTimeWhileAServerHangs() async throws {
    let alerting = try await alerting(models: SilentRegistry())
    var own = ScheduleAlerts()
    own.expectation = ModelExpectation(model: "churn", within: .seconds(3600))
    await alerting.expect(row(.succeeded), own)
    ops.failure = AlertSinkError("no connection")
    await alerting.hear([row(.failed, minute: 1)])
    await alerting.turn()
    _ = await ops.nextAttempt()
    await settled(alerting)
    #expect(await alerting.nextTurn == clock.now().advanced(by: .seconds(1)))
    await alerting.asking?.cancel()
  }
}

extension Alerting {
  /// As when the row is heard of, with what its file says.
  fileprivate func expect(_ row: LedgerRow, _ own: ScheduleAlerts) { desk.handle(.ended(row, own), at: clock.now()) }
}
