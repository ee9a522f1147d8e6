import ControlAPI
import ControlMessages
import Synchronization
import Testing

@testable import carillon

@Suite struct BackfillWaitTests {
  private let backfill = BackfillMessage(
    id: "b", scheduleID: "i", schedule: "nightly",
    instants: ["f1", "f2", "f3"].map { .init(due: "2026-11-21T01:58:00Z", fireID: $0, outcome: nil) }, maxParallel: 2)

  @Test func itGoesOnUntilTheLastFireHasEnded() async throws {
    let operations = Answers([
      "f1": ["claimed", "succeeded"], "f2": [nil, "started", "failed"], "f3": [nil, "succeeded"],
    ])
    var seen: [String] = []
    let wait = BackfillWait(operations: operations) { _ in }
    let results = try await wait.results(of: backfill) { seen.append("\($0.done)/\($0.total) \($0.failed)") }
    #expect(results.instants.map(\.result) == ["succeeded", "failed", "succeeded"])
    #expect(seen == ["1/3 0", "2/3 1", "3/3 1"] || seen == ["1/3 0", "2/3 0", "3/3 1"])
  }

  @Test func onlyTheOldestAreAskedAbout() async throws {
    let operations = Answers(["f1": ["started", "succeeded"], "f2": ["succeeded"], "f3": ["succeeded"]])
    _ = try await BackfillWait(operations: operations) { _ in }.results(of: backfill) { _ in }
    #expect(operations.asked.prefix(2) == ["f1", "f2"])
  }

  @Test func aBackfillThatWasDroppedEndsTheWait() async throws {
    let operations = Answers(["f1": ["succeeded"]], isForgotten: true)
    let problem = await #expect(throws: ControlProblem.self) {
      try await BackfillWait(operations: operations) { _ in }.results(of: backfill) { _ in }
    }
    #expect(problem?.code == .notFound)
  }

  @Test func whatEndsTheWaitIsNotSaidOnTheLineOfTheBar() async throws {
    let shown = Shown()
    let wait = BackfillWait(operations: Answers(["f1": ["succeeded"]], isForgotten: true)) { _ in }
    await #expect(throws: ControlProblem.self) { try await wait.results(of: backfill, shownOn: shown.display) }
    #expect(shown.text.hasSuffix("\r[##########....................] 1/3\u{1B}[K\n"), "\(shown.text)")
  }

  @Test func norIsThatTheDaemonIsAway() async throws {
    let shown = Shown()
    let wait = BackfillWait(operations: Answers([:], isAway: true), pause: { _ in }, tell: { shown.add($0) })
    await #expect(throws: LostSight.self) { try await wait.results(of: backfill, shownOn: shown.display) }
    let told = "carillon: nobody answers; it is asked again for up to 60 s\n"
    #expect(shown.text == "\r[..............................] 0/3\u{1B}[K\n\(told)\n")
  }
}

/// What was written to a terminal.
private final class Shown: Sendable {
  private let state = Mutex("")
  var text: String { state.withLock { $0 } }
  var display: ProgressDisplay { ProgressDisplay(isTerminal: true) { self.add($0) } }

  func add(_ piece: String) { state.withLock { $0 += piece } }
}

/// Knows the fires of one backfill, whose outcomes move on with each question; nil: not claimed yet.
private final class Answers: ScheduleOperations, LedgerOperations {
  private let outcomes: Mutex<[String: [String?]]>
  private let questions = Mutex<[String]>([])
  private let isForgotten: Bool
  private let isAway: Bool

  init(_ outcomes: [String: [String?]], isForgotten: Bool = false, isAway: Bool = false) {
    self.outcomes = Mutex(outcomes)
    (self.isForgotten, self.isAway) = (isForgotten, isAway)
  }

  var asked: [String] { questions.withLock { $0 } }

  func run(_ fireID: String) async throws(ControlProblem) -> RunItem {
    questions.withLock { $0.append(fireID) }
    if isAway { throw ControlProblem(.unavailable, "nobody answers") }
    let outcome = outcomes.withLock { outcomes -> String? in
      guard let next = outcomes[fireID]?.first else { return nil }
      outcomes[fireID]?.removeFirst()
      return next
    }
    guard let outcome else { throw ControlProblem(.notFound, "no fire \(fireID)") }
    return .sample(outcome)
  }

  func schedule(_ nameOrID: String) async throws(ControlProblem) -> ScheduleItem {
    .sample("nightly") {
      let backfill = BackfillItem(id: "b", position: "2026-11-21T01:58:00Z", end: "2026-11-21T01:58:00Z", maxParallel: 2)
      $0.backfills = isForgotten ? [] : [backfill]
    }
  }

  func summaries(_ query: ListQuery) async throws(ControlProblem) -> Page<ScheduleSummary> { throw unasked }
  func schedules(_ query: ListQuery) async throws(ControlProblem) -> Page<ScheduleItem> { throw unasked }
  func trigger(_ nameOrID: String) async throws(ControlProblem) -> RunItem { throw unasked }
  func why(_ nameOrID: String, at instant: String?) async throws(ControlProblem) -> WhyMessage { throw unasked }
  func exclusions(of nameOrID: String, from: String?, count: Int) async throws(ControlProblem) -> [ExclusionItem] {
    throw unasked
  }
  func guarantee(_ nameOrID: String) async throws(ControlProblem) -> GuaranteeMessage { throw unasked }
  func backfill(_ nameOrID: String, _ request: BackfillRequest) async throws(ControlProblem) -> BackfillMessage { throw unasked }
  func pause(_ request: PauseRequest) async throws(ControlProblem) -> [ScheduleItem] { throw unasked }
  func resume(_ request: ResumeRequest) async throws(ControlProblem) -> [ScheduleItem] { throw unasked }
  func runs(_ query: ListQuery) async throws(ControlProblem) -> Page<RunItem> { throw unasked }
  func cancel(_ fireID: String, force: Bool) async throws(ControlProblem) -> RunItem { throw unasked }
  func log(_ fireID: String, attempt: Int?, from offset: Int, wait seconds: Int) async throws(ControlProblem) -> RunLogMessage {
    throw unasked
  }
  func deadLetters(limit: Int) async throws(ControlProblem) -> [RunItem] { throw unasked }
  func replayDeadLetters(_ request: DeadLetterRequest) async throws(ControlProblem) -> DeadLetterMessage { throw unasked }
  func dropDeadLetters(_ request: DeadLetterRequest) async throws(ControlProblem) -> DeadLetterMessage { throw unasked }
  func audit(from: String?, to: String?) async throws(ControlProblem) -> AuditMessage { throw unasked }

  private let unasked = ControlProblem(.failure, "nobody should ask this")
}
