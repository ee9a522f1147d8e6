import CivilTime
import ControlMessages
import Scheduling
import Seams
import ServiceLifecycleTestKit
import Synchronization
import TestSupport
import Testing

@testable import carillon

@Suite(.timeLimit(.minutes(1))) struct RunLogsTests {
  private let clock = VirtualClock(sampleDue)

  private func row(_ outcome: Outcome, attempt: Int) -> LedgerRow {
    sampleRow(outcome) { row in
      row.sentAt = sampleDue
      row.attempt = attempt
      row.runStatus = outcome.isFinal ? "exit 1" : nil
      row.trigger = .command(CommandTrigger(argv: ["/bin/true"]))
    }
  }

  private func logs(_ rows: [LedgerRow], _ target: LogTarget) -> RunLogs {
    RunLogs(rows: RowsInTurn(rows), targets: [.command: target], clock: clock)
  }

  @Test func anAttemptThatHasNotBegunIsWaitedFor() async throws {
    let target = LogTarget([.nothing, .piece(RunLogPiece(text: "a2\n", next: 3, isLast: false))])
    let logs = logs([row(.waiting, attempt: 2), row(.waiting, attempt: 2), row(.started, attempt: 2)], target)
    let id = row(.waiting, attempt: 2).id.description
    async let answer = logs.piece(of: id, attempt: nil, from: 0, wait: 20)
    for second in [1, 2] {
      await clock.alarm(at: sampleDue.advanced(by: .seconds(second)))
      #expect(target.count == 1, "it is not asked while there is nothing")
      clock.set(sampleDue.advanced(by: .seconds(second)))
    }
    #expect(try await answer == RunLogMessage(text: "a2\n", nextOffset: 3, isLast: false, hasGap: false, attempt: 2))
    #expect(target.count == 2)
  }

  @Test func theEndOfAnAttemptIsNotTheEndOfItsFire() async throws {
    let end = RunLogResult.piece(RunLogPiece(text: "", next: 3, isLast: true))
    let logs = logs([row(.started, attempt: 1), row(.waiting, attempt: 2)], LogTarget([end]))
    let id = row(.started, attempt: 1).id.description
    async let answer = logs.piece(of: id, attempt: nil, from: 3, wait: 20)
    await clock.alarm(at: sampleDue.advanced(by: .seconds(1)))
    clock.set(sampleDue.advanced(by: .seconds(1)))
    #expect(try await answer == RunLogMessage(text: "", nextOffset: 0, isLast: false, hasGap: false, attempt: 2))
  }

  @Test func aFireThatIsCancelledBeforeItsNextAttemptEndsTheLogInOrder() async throws {
    let logs = logs([row(.waiting, attempt: 2), row(.cancelled, attempt: 2)], LogTarget([.nothing]))
    let id = row(.waiting, attempt: 2).id.description
    async let answer = logs.piece(of: id, attempt: nil, from: 0, wait: 20)
    await clock.alarm(at: sampleDue.advanced(by: .seconds(1)))
    clock.set(sampleDue.advanced(by: .seconds(1)))
    #expect(try await answer == RunLogMessage(text: "", nextOffset: 0, isLast: true, hasGap: false, attempt: 2))
  }

  @Test func theLogEndsWithItsFire() async throws {
    let end = RunLogResult.piece(RunLogPiece(text: "", next: 3, isLast: true, lostBytes: 12))
    let id = row(.failed, attempt: 2).id.description
    let newest = try await logs([row(.failed, attempt: 2)], LogTarget([end])).piece(of: id, attempt: nil, from: 3, wait: 20)
    #expect(newest == RunLogMessage(text: "", nextOffset: 3, isLast: true, hasGap: false, attempt: 2, lostBytes: 12))
    let earlier = try await logs([row(.waiting, attempt: 2)], LogTarget([end])).piece(of: id, attempt: 1, from: 3, wait: 20)
    #expect(earlier == RunLogMessage(text: "", nextOffset: 3, isLast: true, hasGap: false, attempt: 1, lostBytes: 12))
  }

  @Test func ofALongLogAPageHasTheEnd() async throws {
    let pieces = [RunLogPiece(text: "ab\n", next: 1_000_003, isLast: false), RunLogPiece(text: "c\n", next: 1_000_005, isLast: false)]
    let end = RunLogPiece(text: "", next: 1_000_005, isLast: true)
    let target = LogTarget((pieces + [end]).map(RunLogResult.piece), start: 1_000_000)
    let tail = try await logs([row(.failed, attempt: 2)], target).tail(of: row(.failed, attempt: 2))
    #expect(tail.leftOut == 1_000_000)
    #expect(tail.message == RunLogMessage(text: "ab\nc\n", nextOffset: 1_000_005, isLast: true, hasGap: false, attempt: 2))
    #expect(target.offsets == [1_000_000, 1_000_003, 1_000_005])
  }

  @Test func thePlaceInTheLogOfAnAttemptIsNoneInTheNext() async throws {
    let target = LogTarget([.piece(RunLogPiece(text: "a2\n", next: 3, isLast: false)), .nothing], start: 1_000_000)
    let tail = try await logs([row(.started, attempt: 2)], target).tail(of: row(.started, attempt: 1))
    #expect(tail.leftOut == 0 && target.offsets.prefix(2) == [1_000_000, 0])
  }

  @Test(arguments: [false, true]) func whoWaitsIsAnsweredWhenTheDaemonStops(inTarget: Bool) async throws {
    let nothing = RunLogResult.piece(RunLogPiece(text: "", next: 0, isLast: false))
    let target = LogTarget([nothing], waits: inTarget ? clock : nil)
    let logs = logs([row(.started, attempt: 1)], target)
    let id = row(.started, attempt: 1).id.description
    try await testGracefulShutdown { trigger in
      async let answer = logs.piece(of: id, attempt: nil, from: 0, wait: 20)
      await clock.alarm(at: sampleDue.advanced(by: .seconds(inTarget ? 20 : 1)))
      trigger.triggerGracefulShutdown()
      #expect(try await answer == RunLogMessage(text: "", nextOffset: 0, isLast: false, hasGap: false, attempt: 1))
      // Who asks now does not wait at all.
      let next = try await logs.piece(of: id, attempt: nil, from: 0, wait: 20)
      #expect(next.text.isEmpty && !next.isLast)
    }
  }

  @Test func whoDoesNotWaitIsAnsweredAtOnce() async throws {
    let id = row(.waiting, attempt: 2).id.description
    let answer = try await logs([row(.waiting, attempt: 2)], LogTarget([.nothing])).piece(of: id, attempt: nil, from: 0, wait: 0)
    #expect(answer == RunLogMessage(text: "", nextOffset: 0, isLast: false, hasGap: false, attempt: 2))
  }
}

/// Rows of one fire, one for each question; the last one stays.
private final class RowsInTurn: FireRows {
  private let rows: Mutex<[LedgerRow]>

  init(_ rows: [LedgerRow]) { self.rows = Mutex(rows) }

  func row(of fireID: String) async throws(ControlProblem) -> LedgerRow {
    rows.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
  }
}

/// A target that is asked for nothing but logs, and has its answers in a row; the last one stays.
private final class LogTarget: TriggerTarget {
  private let answers: Mutex<[RunLogResult]>
  private let asked = Mutex<[Int]>([])
  private let start: Int
  private let waits: (any WallClock)?

  /// - Parameter waits: by this clock it waits as long as it may, as for a run that writes nothing; nil: it does not.
  init(_ answers: [RunLogResult], start: Int = 0, waits: (any WallClock)? = nil) {
    self.answers = Mutex(answers)
    self.start = start
    self.waits = waits
  }

  /// From where it was asked, in turn.
  var offsets: [Int] { asked.withLock { $0 } }
  /// How often it was asked.
  var count: Int { offsets.count }

  func logStart(of fire: Fire, keeping bytes: Int) async -> Int { start }

  func log(of fire: Fire, from offset: Int, patience: Duration) async -> RunLogResult {
    asked.withLock { $0.append(offset) }
    if let waits, patience > .zero { await Doorbell().wait(until: waits.now().advanced(by: patience), by: waits) }
    return answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
  }

  func start(_ fire: Fire) async -> AttemptResult { .unclear(Reason("no_start", "it starts nothing")) }
  func lookUp(_ fire: Fire) async -> LookUpResult { .cannotBeAsked }
  func stop(_ fire: Fire, force: Bool) async -> StopResult { .asked }
  func observations(of fire: Fire) -> AsyncStream<RunObservation> { AsyncStream { $0.finish() } }
}
