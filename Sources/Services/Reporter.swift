import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import ServiceLifecycle

/// Delivers the outbox: what waits is sent, oldest first, until the server has it.
package struct Reporter: Service {
  let engine: SchedulerEngine
  let store: any Store
  let source: any ScheduleSource
  let clock: any WallClock
  let log: Logger

  package init(
    engine: SchedulerEngine, store: any Store, source: any ScheduleSource, clock: any WallClock, log: Logger
  ) {
    self.engine = engine
    self.store = store
    self.source = source
    self.clock = clock
    self.log = log
  }

  /// As many as are read at a time: a night's backlog neither fills the memory nor keeps the server from others.
  private static let batchSize = 50
  /// Wrong credentials are a matter for people: ask again, but not often.
  private static let credentialsDelay: Duration = .seconds(60)

  package func run() async throws {
    let doorbell = Doorbell()
    let listener = Task {
      for await news in await engine.news() where news.rows.contains(where: \.outcome.isFinal) { doorbell.ring() }
    }
    defer { listener.cancel() }
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await deliverDue()
        let next = await nextLook()
        if let next, next <= clock.now() { continue }
        await doorbell.wait(until: next, by: clock)
      }
    }
  }

  /// When the next report is due; nil when none waits. An outbox that cannot be read is no empty one: it is looked at again.
  private func nextLook() async -> Instant? {
    do throws(StoreError) {
      return try await store.outboxState().nextDue
    } catch {
      log.error("the outbox cannot be read or written", metadata: ["error": "\(error)"])
      return clock.now().advanced(by: RetryRule.longestDelay)
    }
  }

  /// Delivers what is due now.
  package func deliverDue() async {
    do throws(StoreError) {
      for waiting in try await store.waitingReports(at: clock.now(), limit: Self.batchSize) {
        guard !Task.isCancelled else { return }
        try await handle(waiting)
      }
    } catch {
      log.error("the outbox cannot be read or written", metadata: ["error": "\(error)"])
      await Doorbell().wait(until: clock.now().advanced(by: RetryRule.longestDelay), by: clock)
    }
  }

  private func handle(_ waiting: WaitingReport) async throws(StoreError) {
    guard case .schedule(let schedule) = waiting.report.subject else { return try await deliver(waiting, remembering: nil) }
    let last = try await store.lastDelivery(for: schedule)
    let now = clock.now()
    switch ReportRule.verdict(on: waiting.report.outcome, schedule: schedule, last: last, now: now) {
    case .deliver:
      let delivered = ReportRule.delivered(waiting.report.outcome, schedule: schedule, last: last, now: now)
      try await deliver(waiting, remembering: delivered)
    case .drop: try await store.removeReport(waiting.id, delivered: nil)
    case .postpone(let instant): try await store.postponeReport(waiting.id, until: instant, error: "enough reports for today")
    }
  }

  private func deliver(_ waiting: WaitingReport, remembering delivered: DeliveredReport?) async throws(StoreError) {
    let failure: SourceError
    do throws(SourceError) {
      FaultPoint.reach(.beforeDelivery)
      try await source.deliver(waiting.report)
      FaultPoint.reach(.afterDelivery)
      return try await removed(waiting, delivered)
    } catch {
      failure = error
    }
    try await failed(waiting, failure)
  }

  private func removed(_ waiting: WaitingReport, _ delivered: DeliveredReport?) async throws(SourceError) {
    do throws(StoreError) {
      try await store.removeReport(waiting.id, delivered: delivered)
    } catch {
      // The report is there; delivering it again does no harm.
      log.error("a delivered report cannot be taken out of the outbox", metadata: ["error": "\(error)"])
    }
  }

  private func failed(_ waiting: WaitingReport, _ error: SourceError) async throws(StoreError) {
    let delay: Duration
    switch error.kind {
    case .notFound:
      log.notice("a report's subject is gone from the server; dropped", metadata: metadata(waiting, error))
      return try await store.removeReport(waiting.id, delivered: nil)
    case .credentials: delay = Self.credentialsDelay
    case .unavailable, .unexpected: delay = RetryRule.delay(afterFailure: waiting.attempts + 1)
    }
    if waiting.attempts == 0 { log.warning("a report waits", metadata: metadata(waiting, error)) }
    let until = clock.now().advanced(by: max(delay, error.retryAfter ?? .zero))
    try await store.postponeReport(waiting.id, until: until, error: error.description)
  }

  private func metadata(_ waiting: WaitingReport, _ error: SourceError) -> Logger.Metadata {
    ["fire": "\(waiting.report.fireID)", "trace_id": "\(Fire.traceID(of: waiting.report.fireID))", "error": "\(error)"]
  }
}
