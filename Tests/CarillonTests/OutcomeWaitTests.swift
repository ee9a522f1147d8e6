import ControlAPI
import ControlMessages
import Synchronization
import Testing

@testable import carillon

@Suite struct OutcomeWaitTests {
  @Test func itAsksUntilTheOutcomeIsFinal() async throws {
    let operations = Progress(["claimed", "started", "unknown", "started", "succeeded"])
    let pauses = Mutex<[Duration]>([])
    let wait = OutcomeWait(operations: operations) { pause in pauses.withLock { $0.append(pause) } }
    let run = try await wait.outcome(of: .sample("claimed"))
    #expect(run.outcome == "succeeded")
    #expect(run.hasSucceeded)
    #expect(pauses.withLock { $0 } == [.milliseconds(100), .milliseconds(200), .milliseconds(400), .milliseconds(800), .seconds(1)])
  }

  @Test func aFinalOutcomeIsNotAskedForAgain() async throws {
    let wait = OutcomeWait(operations: Progress([])) { _ in Issue.record("nothing to wait for") }
    #expect(try await wait.outcome(of: .sample("rejected")).hasSucceeded == false)
  }

  @Test func anUnknownOutcomeIsFinalOnceItHasEnded() {
    #expect(!RunItem.sample("new_in_1.0").isFinal)
    #expect(RunItem.sample("new_in_1.0") { $0.finishedAt = "2026-11-21T02:00:00Z" }.isFinal)
  }

  @Test func aDaemonThatGoesAwayLeavesTheFiresName() async {
    let wait = OutcomeWait(operations: Progress([])) { _ in }
    let lost = await #expect(throws: LostSight.self) { try await wait.outcome(of: .sample("started")) }
    #expect(lost?.problem.code == .unavailable)
    #expect(lost?.description.contains("fire 33333333-3333-5333-8333-333333333333 goes on without us") == true)
    #expect(lost.map { ExitStatus.of($0, in: Carillon.self) } == 3)
  }

  @Test func aDaemonThatComesBackIsAskedOnAndItIsSaidOnce() async throws {
    let told = Mutex<[String]>([])
    let questions = Mutex(0)
    let patience = Patience(pause: { _ in }) { words in told.withLock { $0.append(words) } }
    let answer = try await patience.asking { () async throws(ControlProblem) -> Int in
      let count = questions.withLock { count in
        count += 1
        return count
      }
      guard count > 3 else { throw ControlProblem(.unavailable, "gone") }
      return count
    }
    #expect(answer == 4)
    #expect(told.withLock { $0 } == ["carillon: gone; it is asked again for up to 60 s\n"])
  }

  @Test func patienceHasAnEndAndIsForADaemonThatIsAwayOnly() async {
    let pauses = Mutex<Duration>(.zero)
    let patience = Patience(pause: { pause in pauses.withLock { $0 += pause } }) { _ in }
    for (code, length) in [(.notFound, .zero), (.unavailable, Patience.limit)] as [(ControlProblem.Code, Duration)] {
      await #expect(throws: ControlProblem.self) {
        try await patience.asking { () async throws(ControlProblem) -> Int in throw ControlProblem(code, "m") }
      }
      #expect(pauses.withLock { $0 } == length)
    }
  }
}

/// A daemon that knows one fire, whose outcome moves on with each question, and then goes away.
private final class Progress: LedgerOperations {
  private let outcomes: Mutex<[String]>

  init(_ outcomes: [String]) { self.outcomes = Mutex(outcomes) }

  func run(_ fireID: String) async throws(ControlProblem) -> RunItem {
    guard let outcome = outcomes.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { throw gone }
    return .sample(outcome)
  }

  func runs(_ query: ListQuery) async throws(ControlProblem) -> Page<RunItem> { throw gone }
  func cancel(_ fireID: String, force: Bool) async throws(ControlProblem) -> RunItem { throw gone }
  func log(_ fireID: String, attempt: Int?, from offset: Int, wait seconds: Int) async throws(ControlProblem) -> RunLogMessage {
    throw gone
  }
  func deadLetters(limit: Int) async throws(ControlProblem) -> [RunItem] { throw gone }
  func replayDeadLetters(_ request: DeadLetterRequest) async throws(ControlProblem) -> DeadLetterMessage { throw gone }
  func dropDeadLetters(_ request: DeadLetterRequest) async throws(ControlProblem) -> DeadLetterMessage { throw gone }
  func audit(from: String?, to: String?) async throws(ControlProblem) -> AuditMessage { throw gone }

  private let gone = ControlProblem(.unavailable, "gone")
}
