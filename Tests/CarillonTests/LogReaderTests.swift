import ControlAPI
import ControlMessages
import Synchronization
import Testing

@testable import carillon

@Suite struct LogReaderTests {
  @Test func eachAttemptIsShownFromItsBeginningToItsEnd() async throws {
    let daemon = LogDaemon([
      .success(.piece("a1\n", next: 3, attempt: 1)), .success(.piece("", next: 0, attempt: 3)),
      .success(.piece("b1\n", next: 6, attempt: 1)),
      .success(.end(6, attempt: 1)), .success(.piece("a2\n", next: 3, attempt: 2)), .success(.end(3, attempt: 2)),
      .success(.piece("a3\n", next: 3, attempt: 3)), .success(.end(3, attempt: 3)),
    ])
    let shown = try await daemon.read()
    #expect(shown.text == "a1\nb1\na2\na3\n")
    #expect(shown.remarks == "(attempt 2)\n(attempt 3)\n")
    #expect(daemon.questions == ["newest 0", "newest 3", "1 3", "1 6", "2 0", "2 3", "newest 0", "newest 3"])
  }

  /// Who begins to follow in a back-off sees an attempt that is over before it was looked at.
  @Test func theFirstLookWaitsForNothing() async throws {
    let daemon = LogDaemon([
      .success(.piece("", next: 0, attempt: 2)), .success(.piece("", next: 0, attempt: 3)),
      .success(.piece("a2\n", next: 3, attempt: 2)), .success(.end(3, attempt: 2)), .success(.end(0, attempt: 3)),
    ])
    #expect(try await daemon.read().text == "a2\n")
    #expect(daemon.questions == ["newest 0", "newest 0", "2 0", "2 3", "newest 0"])
    #expect(daemon.waits == [false, true, true, true, true])
  }

  @Test func anAttemptThatIsNoLongerKeptIsPassedOver() async throws {
    let daemon = LogDaemon([
      .success(.piece("a1\n", next: 3, attempt: 1)), .success(.piece("x", next: 4, attempt: 2)),
      .failure(ControlProblem(.conflict, "what it wrote is no longer kept")), .success(.piece("a2\n", next: 3, attempt: 2)),
      .success(.end(3, attempt: 2)),
    ])
    let shown = try await daemon.read()
    #expect(shown.text == "a1\na2\n")
    #expect(daemon.questions == ["newest 0", "newest 3", "1 3", "newest 0", "newest 3"])
  }

  @Test func outputThatCouldNotBeKeptIsSaidAtTheEnd() async throws {
    var end = RunLogMessage.end(2, attempt: 1)
    end.lostBytes = 12
    let daemon = LogDaemon([.success(.piece("a\n", next: 2, attempt: 1)), .success(end)])
    #expect(try await daemon.read().remarks == "(12 bytes could not be kept)\n")
  }

  @Test func oneAttemptThatIsAskedForIsShownAlone() async throws {
    let daemon = LogDaemon([.success(.piece("a1\n", next: 3, attempt: 1)), .success(.end(3, attempt: 1))])
    #expect(try await daemon.read(attempt: 1).text == "a1\n")
    #expect(daemon.questions == ["1 0", "1 3"])
  }

  @Test func aDaemonOfAnEarlierReleaseNamesNoAttempt() async throws {
    let daemon = LogDaemon([.success(.piece("a\n", next: 2, attempt: nil)), .success(.end(2, attempt: nil))])
    #expect(try await daemon.read().text == "a\n")
  }
}

extension RunLogMessage {
  fileprivate static func piece(_ text: String, next: Int, attempt: Int?) -> RunLogMessage {
    RunLogMessage(text: text, nextOffset: next, isLast: false, hasGap: false, attempt: attempt)
  }

  fileprivate static func end(_ offset: Int, attempt: Int?) -> RunLogMessage {
    RunLogMessage(text: "", nextOffset: offset, isLast: true, hasGap: false, attempt: attempt)
  }
}

/// A daemon that is asked for nothing but logs, and has its answers in a row.
private final class LogDaemon: LedgerOperations {
  private let answers: Mutex<[Result<RunLogMessage, ControlProblem>]>
  private let asked = Mutex<[String]>([])
  private let waited = Mutex<[Bool]>([])

  init(_ answers: [Result<RunLogMessage, ControlProblem>]) { self.answers = Mutex(answers) }

  /// Attempt and offset of each.
  var questions: [String] { asked.withLock { $0 } }

  /// Whether each was to wait for something to come.
  var waits: [Bool] { waited.withLock { $0 } }

  /// What somebody sees who follows the log.
  func read(attempt: Int? = nil) async throws -> (text: String, remarks: String) {
    let text = Mutex("")
    let remarks = Mutex("")
    let reader = LogReader(
      operations: self, fire: "f", attempt: attempt, isFollowing: true, show: { piece in text.withLock { $0 += piece.text } },
      remark: { words in remarks.withLock { $0 += words } })
    try await reader.read()
    return (text.withLock { $0 }, remarks.withLock { $0 })
  }

  func log(_ fireID: String, attempt: Int?, from offset: Int, wait seconds: Int) async throws(ControlProblem) -> RunLogMessage {
    waited.withLock { $0.append(seconds > 0) }
    asked.withLock { $0.append("\(attempt.map(String.init) ?? "newest") \(offset)") }
    guard let answer = answers.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { throw gone }
    return try answer.get()
  }

  func run(_ fireID: String) async throws(ControlProblem) -> RunItem { throw gone }
  func runs(_ query: ListQuery) async throws(ControlProblem) -> Page<RunItem> { throw gone }
  func cancel(_ fireID: String, force: Bool) async throws(ControlProblem) -> RunItem { throw gone }
  func deadLetters(limit: Int) async throws(ControlProblem) -> [RunItem] { throw gone }
  func replayDeadLetters(_ request: DeadLetterRequest) async throws(ControlProblem) -> DeadLetterMessage { throw gone }
  func dropDeadLetters(_ request: DeadLetterRequest) async throws(ControlProblem) -> DeadLetterMessage { throw gone }
  func audit(from: String?, to: String?) async throws(ControlProblem) -> AuditMessage { throw gone }

  private let gone = ControlProblem(.conflict, "it was asked once too often")
}
