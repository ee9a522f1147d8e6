import CivilTime
import Exposition
import Scheduling
import Testing

@testable import Engine

/// What is counted of the rows that become durable.
@Suite struct FireFiguresTests {
  private static let due = (try? Instant(iso8601: "2026-11-21T02:00:00Z")) ?? .epoch
  private static let schedule = Identifier(high: 0, low: 1)
  private let trigger = Trigger.http(HTTPTrigger(url: "http://127.0.0.1/"))

  private func fire(_ outcome: Outcome, number: UInt64 = 1, reason: Reason? = nil, sent: Duration? = nil, ran: Duration = .seconds(2))
    -> LedgerRow
  {
    let sentAt = sent.map { Self.due.advanced(by: $0) }
    return LedgerRow(
      id: Identifier(high: 7, low: number), kind: .scheduled, scheduleID: Self.schedule, scheduleName: "a", revision: 1, due: Self.due,
      outcome: outcome, reason: reason, claimedAt: Self.due.advanced(by: .milliseconds(1)), sentAt: sentAt,
      finishedAt: outcome.isFinal ? sentAt?.advanced(by: ran) ?? Self.due : nil, runName: "a-1", trigger: trigger)
  }

  private func range(_ id: UInt64, count: Int) -> LedgerRow {
    LedgerRow(
      id: Identifier(high: 8, low: id), kind: .scheduled, scheduleID: Self.schedule, scheduleName: "a", revision: 1, due: Self.due,
      count: count, outcome: .skippedPaused, reason: Reason("paused", "it was paused"), claimedAt: Self.due)
  }

  private func ends(_ figures: FireFigures) -> [String: UInt64] {
    Dictionary(
      uniqueKeysWithValues: figures.tallies.ends.counts.map { ("\($0.kind.rawValue) \($0.outcome.rawValue) \($0.code ?? "none")", $1) })
  }

  @Test func aFireIsCountedOnceHoweverOftenItsRowIsWritten() {
    var figures = FireFigures()
    figures.note(fire(.claimed))
    figures.note(fire(.started, sent: .milliseconds(4)))
    figures.note(fire(.started, sent: .milliseconds(4)))
    figures.note(fire(.succeeded, sent: .milliseconds(4)))
    #expect(ends(figures) == ["scheduled succeeded none": 1])
    #expect(figures.tallies.lateness[.scheduled]?.count == 1)
    #expect(figures.tallies.lateness[.scheduled]?.sum == 0.004)
    #expect(figures.tallies.queueWait.sum == 0.003)
    #expect(figures.tallies.runs[.http]?.sum == 2)
  }

  @Test func whatACalendarPutsOffIsNotLateBeforeThat() {
    var figures = FireFigures()
    var row = fire(.started, sent: .seconds(7200))
    row.details.jitterMilliseconds = 10
    row.details.notBefore = Self.due.advanced(by: .seconds(7199))
    figures.note(row)
    #expect(figures.tallies.lateness[.scheduled]?.sum == 1)
  }

  @Test func aFireThatEndsWithItsAnswerIsCountedToo() {
    var figures = FireFigures()
    figures.note(fire(.failed, reason: Reason("http_500", "no"), sent: .milliseconds(4)))
    #expect(ends(figures) == ["scheduled failed http_500": 1])
    #expect(figures.tallies.lateness[.scheduled]?.count == 1)
    #expect(figures.tallies.runs[.http]?.count ?? 0 == 0, "nothing ran")
  }

  @Test func whatAnEarlierLifeHasSentIsNotLateAgain() {
    var figures = FireFigures()
    figures.takeUp([fire(.started, sent: .seconds(1))], latest: [LedgerRow]())
    figures.note(fire(.succeeded, sent: .seconds(1)))
    #expect(figures.tallies.lateness[.scheduled]?.count == 0)
    #expect(ends(figures) == ["scheduled succeeded none": 1])
  }

  @Test func aRangeCountsEachOfItsInstantsOnce() {
    var figures = FireFigures()
    figures.note(range(1, count: 3))
    figures.note(range(1, count: 4))
    figures.note(range(2, count: 1))
    figures.note(range(2, count: 2))
    #expect(ends(figures) == ["scheduled skipped_paused paused": 6])
  }

  @Test func whatAnEarlierLifeHasCountedOfARangeIsNotCountedAgain() {
    var figures = FireFigures()
    figures.takeUp([], latest: [range(1, count: 6)])
    figures.note(range(1, count: 7))
    #expect(ends(figures) == ["scheduled skipped_paused paused": 1])
    figures.note(range(2, count: 2))
    #expect(ends(figures) == ["scheduled skipped_paused paused": 3])
  }

  @Test func reasonsOfServersDoNotFillTheMemory() {
    var figures = FireFigures()
    for number in 0..<10_000 as Range<UInt64> {
      figures.note(fire(number % 2 == 0 ? .failed : .cancelled, number: number, reason: Reason("run_state\(number)", "no")))
    }
    let counts = figures.tallies.ends.counts
    #expect(counts.count <= FireTallies.endLimit + 2)
    #expect(counts.values.reduce(0, +) == 10_000)
    #expect(counts[.init(kind: .scheduled, outcome: .failed, code: "other")] ?? 0 > 4000)
  }

  @Test(arguments: ["run_Oh no", "a\nb", "", String(repeating: "a", count: 49), "É"])
  func whatIsNoCodeIsNoLabel(_ code: String) {
    var figures = FireFigures()
    figures.note(fire(.failed, reason: Reason(code, "no")))
    #expect(ends(figures) == ["scheduled failed other": 1])
  }

  @Test func claimsAreCountedByTransaction() {
    var figures = FireFigures()
    var (first, second) = (LedgerBatch(id: 1), LedgerBatch(id: 2))
    first.claims = [fire(.claimed, number: 1), fire(.claimed, number: 2)]
    second.claims = [fire(.claimed, number: 3)]
    figures.noteCommit(of: [first, second], took: .milliseconds(3))
    figures.noteCommit(of: [LedgerBatch(id: 3)], took: .milliseconds(1))
    #expect(figures.tallies.claimBatches.count == 1)
    #expect(figures.tallies.claimBatches.sum == 3)
    #expect(figures.tallies.commits.count == 2)
  }
}
