import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import Services
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct ReporterTests {
  private let store: any Store = InMemoryStore()
  private let source = ScriptedSource()
  private let clock = VirtualClock(.epoch.advanced(by: .seconds(1_000_000)))

  private var reporter: Reporter { makeReporter(over: store) }

  private func makeReporter(over store: any Store) -> Reporter {
    let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let engine = SchedulerEngine(clock: clock, store: store, targets: [:], zoneNamed: { _ in nil }, log: log)
    return Reporter(engine: engine, store: store, source: source, clock: clock, log: log)
  }

  private func put(_ outcome: Outcome, due: Int, batch: Int) async throws {
    try await put(outcome, due: due, batch: batch, into: store)
  }

  private func put(_ outcome: Outcome, due: Int, batch: Int, into store: any Store) async throws {
    let schedule = Identifier(high: 0, low: 1)
    let instant = Instant(secondsSinceEpoch: Int64(due))
    let row = LedgerRow(
      id: Fire.id(schedule: schedule, due: instant), kind: .scheduled, scheduleID: schedule, scheduleName: "s", revision: 1,
      due: instant, outcome: outcome, claimedAt: instant)
    var ledger = LedgerBatch(id: batch)
    ledger.reports = [Report(row, about: .schedule(schedule), nextDue: nil)]
    _ = try await store.commit([ledger])
  }

  @Test func aReportIsDeliveredAndTakenOut() async throws {
    try await put(.succeeded, due: 60, batch: 1)
    await reporter.deliverDue()
    #expect(source.delivered.map(\.outcome) == [.succeeded])
    #expect(try await store.outboxState().count == 0)
  }

  @Test func onlyNewsIsDelivered() async throws {
    for (index, outcome) in [Outcome.succeeded, .succeeded, .failed, .failed, .succeeded].enumerated() {
      try await put(outcome, due: 60 * index, batch: index + 1)
      await reporter.deliverDue()
    }
    #expect(source.delivered.map(\.outcome) == [.succeeded, .failed, .succeeded])
  }

  @Test func aServerThatIsAwayGetsItsReportWhenItIsBack() async throws {
    source.failure = SourceError(.unavailable, "connection refused")
    try await put(.failed, due: 60, batch: 1)
    await reporter.deliverDue()
    #expect(try await store.outboxState().count == 1)
    source.failure = nil
    await reporter.deliverDue()
    #expect(source.delivered.isEmpty, "it keeps to its delay")
    clock.advance(by: .seconds(60))
    await reporter.deliverDue()
    #expect(source.delivered.map(\.outcome) == [.failed])
  }

  @Test func whileItWaitsANewerReportTakesItsPlace() async throws {
    source.failure = SourceError(.unavailable, "connection refused")
    try await put(.failed, due: 60, batch: 1)
    await reporter.deliverDue()
    try await put(.succeeded, due: 120, batch: 2)
    source.failure = nil
    clock.advance(by: .seconds(3600))
    await reporter.deliverDue()
    #expect(source.delivered.map(\.outcome) == [.succeeded])
  }

  @Test func aReportOnSomethingThatIsGoneIsDropped() async throws {
    source.failure = SourceError(.notFound, "404")
    try await put(.failed, due: 60, batch: 1)
    await reporter.deliverDue()
    #expect(try await store.outboxState().count == 0)
  }

  @Test func anOutboxThatCannotBeReadIsLookedAtAgain() async throws {
    let store = SpeechlessStore()
    source.failure = SourceError(.unavailable, "connection refused")
    try await put(.failed, due: 60, batch: 1, into: store)
    let reporter = makeReporter(over: store)
    let running = Task { try await reporter.run() }
    defer { running.cancel() }
    await clock.alarm(at: clock.now().advanced(by: .seconds(60)))
    source.failure = nil
    clock.advance(by: .seconds(60))
    while source.delivered.isEmpty { await Task.yield() }
    #expect(source.delivered.map(\.outcome) == [.failed])
  }
}

/// A store that does not say what waits when it is first asked.
private final class SpeechlessStore: StoreWrapper {
  let wrapped: any Store = InMemoryStore()
  private let wasAsked = Mutex(false)

  func outboxState() async throws(StoreError) -> OutboxState {
    let isFirst = wasAsked.withLock { wasAsked in
      defer { wasAsked = true }
      return !wasAsked
    }
    if isFirst { throw StoreError(.other, "disk I/O error") }
    return try await wrapped.outboxState()
  }
}
