import ControlAPI
import ControlMessages
import Testing

@testable import carillon

@Suite struct NewestRunTests {
  /// Newest first, as the daemon lists them.
  private let waiting = (1...25).map { number in RunItem.sample("waiting") { $0.fireID = "w\(number)" } }
  private let started = RunItem.sample("started") {
    $0.fireID = "s"
    $0.startedAt = "2026-11-21T01:58:00Z"
  }

  @Test func newerFiresThatWaitDoNotHideTheOneThatRuns() async throws {
    #expect(try await ListedRuns(waiting + [started]).fireWithRun("nightly") == "s")
  }

  @Test func aScheduleOfWhichNothingWasSentHasNoRun() async {
    let problem = await #expect(throws: ControlProblem.self) { try await ListedRuns(waiting).fireWithRun("nightly") }
    #expect(problem?.code == .notFound)
  }

  @Test func aFireIsMeantByItsID() async throws {
    #expect(try await ListedRuns(waiting + [started]).fireWithRun("w3") == "w3")
  }
}

/// A daemon that lists the runs of one schedule, and knows of filters only the time of their start.
private struct ListedRuns: LedgerOperations {
  let items: [RunItem]

  init(_ items: [RunItem]) { self.items = items }

  func run(_ fireID: String) async throws(ControlProblem) -> RunItem {
    guard let item = items.first(where: { $0.fireID == fireID }) else { throw ControlProblem(.notFound, "no fire \(fireID)") }
    return item
  }

  func runs(_ query: ListQuery) async throws(ControlProblem) -> Page<RunItem> {
    let asksForStart = query.filters.contains { $0.field == "start_time" && $0.operation == .gte }
    let found = asksForStart ? items.filter { $0.startedAt != nil } : items
    return Page(index: query.page, maxSize: query.size, total: found.count, isTotalExact: true, items: Array(found.prefix(query.size)))
  }

  func log(_ fireID: String, attempt: Int?, from offset: Int, wait seconds: Int) async throws(ControlProblem) -> RunLogMessage {
    throw unasked
  }
  func cancel(_ fireID: String, force: Bool) async throws(ControlProblem) -> RunItem { throw unasked }
  func deadLetters(limit: Int) async throws(ControlProblem) -> [RunItem] { throw unasked }
  func replayDeadLetters(_ request: DeadLetterRequest) async throws(ControlProblem) -> DeadLetterMessage { throw unasked }
  func dropDeadLetters(_ request: DeadLetterRequest) async throws(ControlProblem) -> DeadLetterMessage { throw unasked }
  func audit(from: String?, to: String?) async throws(ControlProblem) -> AuditMessage { throw unasked }

  private var unasked: ControlProblem { ControlProblem(.conflict, "nobody asks for this here") }
}
