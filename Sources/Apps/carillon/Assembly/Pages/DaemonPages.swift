import CivilTime
import ControlAPI
import ControlMessages
import Engine
import Scheduling
import Seams
import Synchronization
import WebPage

/// What the web page shows, from what the daemon knows.
struct DaemonPages: PageOperations {
  let operations: DaemonOperations
  let counts: any LedgerCounts
  let forecasts: ForecastBook
  private let lastDay = LastDayCounts()

  init(operations: DaemonOperations, counts: any LedgerCounts) {
    self.operations = operations
    self.counts = counts
    forecasts = ForecastBook(clock: operations.clock)
  }

  var pageTime: Instant { operations.clock.now() }
  var engine: SchedulerEngine { operations.engine }

  /// Of one's own past, on the list of schedules.
  static let stripLength = 14
  static let upcomingCount = 20
  static let historyCount = 100

  func runContent(_ fireID: String) async throws(ControlProblem) -> RunContent {
    let row = try await operations.row(of: fireID)
    let words = RowWords(row: row, askedSince: await engine.askedSince([row.id])[row.id], now: pageTime)
    let log = await log(of: row)
    return RunContent(
      run: RunItem(row), meaning: words.answer, advice: words.advice, request: row.trigger.map { RequestContent($0.action.withoutSecrets) },
      log: log.tail?.message, logLeftOut: log.tail?.leftOut ?? 0, logProblem: log.problem, mayBeCancelled: !row.outcome.isFinal,
      mayBeRetried: try await isOpenLetter(row))
  }

  private func isOpenLetter(_ row: LedgerRow) async throws(ControlProblem) -> Bool {
    guard row.outcome.isDeadLetter else { return false }
    return try await operations.asking { store throws(StoreError) in try await store.isDeadLetter(row.id) }
  }

  private func log(of row: LedgerRow) async -> (tail: RunLogTail?, problem: String?) {
    do throws(ControlProblem) {
      return (try await operations.runLogs.tail(of: row), nil)
    } catch {
      return (nil, error.message)
    }
  }

  func writeLines(limit: Int) async throws(ControlProblem) -> AuditLines? {
    let page = try await operations.auditLog(AuditLogRequest(size: limit))
    let lines = page.items.map { item in
      AuditLine(
        at: item.at, who: item.who, what: item.operation, subject: item.subject ?? "",
        result: item.outcome.rawValue + (item.problem.map { ": \($0)" } ?? ""))
    }
    return AuditLines(lines, total: page.total)
  }

  func forecastContent() async -> ForecastContent? { await forecasts.count(of: await engine.statuses)?.content }

  /// Some seconds old at most: every page that is open asks for it when something changes.
  func countsOfLastDay(until now: Instant) async throws(ControlProblem) -> [OutcomeCount] {
    if let fresh = lastDay.counts(at: now) { return fresh }
    let range = (now - TimelineCount.day)..<now.advanced(by: .microseconds(1))
    let found = try await asking { counts throws(StoreError) in
      try await counts.outcomeCounts(dueIn: range, step: .seconds(TimelineContent.stepSeconds))
    }
    lastDay.keep(found, at: now, taking: now.duration(to: pageTime))
    return found
  }

  func rows(_ query: LedgerPageQuery) async throws(ControlProblem) -> LedgerPage {
    do throws(StoreError) {
      return try await operations.pages.page(query)
    } catch {
      throw ControlProblem(.unavailable, "the ledger cannot be read: \(error)")
    }
  }

  func asking<Answer>(_ question: (any LedgerCounts) async throws(StoreError) -> Answer) async throws(ControlProblem) -> Answer {
    do throws(StoreError) {
      return try await question(counts)
    } catch {
      throw ControlProblem(.unavailable, "the ledger cannot be read: \(error)")
    }
  }
}

/// What the ledger counted last.
private final class LastDayCounts: Sendable {
  private struct Count {
    let at: Instant
    let lifetime: Duration
    let counts: [OutcomeCount]
  }

  private let last = Mutex<Count?>(nil)
  private static let lifetimes: ClosedRange<Duration> = .seconds(2) ... .seconds(30)
  /// Counting a large day takes a twentieth of the time at most.
  private static let share = 20

  func counts(at now: Instant) -> [OutcomeCount]? {
    last.withLock { last in
      guard let last, last.at <= now, last.at.duration(to: now) < last.lifetime else { return nil }
      return last.counts
    }
  }

  func keep(_ counts: [OutcomeCount], at now: Instant, taking time: Duration) {
    let lifetime = min(max(time * Self.share, Self.lifetimes.lowerBound), Self.lifetimes.upperBound)
    last.withLock { $0 = Count(at: now, lifetime: lifetime, counts: counts) }
  }
}
