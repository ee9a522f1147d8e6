import CivilTime
import Scheduling
import Testing

/// W3C Trace Context: 2 + 32 + 16 + 2 lower-case hex digits, neither id all zeros.
@Suite struct TraceTests {
  private let due = (try? Instant(iso8601: "2026-11-21T02:00:00Z")) ?? .epoch

  private func fire(_ id: Identifier, attempt: Int = 1) -> Fire {
    Fire(
      id: id, kind: .scheduled, scheduleID: Identifier(high: 0, low: 1), scheduleName: "a", due: due, runName: "a-1", attempt: attempt,
      claimedAt: due, trigger: .http(HTTPTrigger(url: "http://127.0.0.1/")))
  }

  @Test func theTraceIsTheFire() throws {
    let id = try #require(Identifier("0af76519-16cd-53dd-8448-eb211c80319c"))
    let parts = fire(id).traceparent.split(separator: "-")
    #expect(parts.map(\.count) == [2, 32, 16, 2])
    #expect(parts[0] == "00" && parts[3] == "01")
    #expect(parts[1] == "0af7651916cd53dd8448eb211c80319c")
    #expect(parts[2] != "0000000000000000")
    #expect(fire(id).traceparent.allSatisfy { $0 == "-" || ("0"..."9").contains($0) || ("a"..."f").contains($0) })
  }

  @Test func aResendIsTheSameSpanAndANewAttemptAnother() {
    let id = Fire.id(schedule: Identifier(high: 0, low: 1), due: due)
    #expect(fire(id).traceparent == fire(id).traceparent)
    let (first, second) = (fire(id).traceparent.split(separator: "-"), fire(id, attempt: 2).traceparent.split(separator: "-"))
    #expect(first[1] == second[1])
    #expect(first[2] != second[2])
  }

  @Test func aRangeHasNoTrace() {
    let range = LedgerRow(
      id: Identifier(high: 0, low: 2), kind: .scheduled, scheduleID: Identifier(high: 0, low: 1), scheduleName: "a", revision: 1, due: due,
      count: 4, outcome: .skippedPaused, claimedAt: due)
    #expect(range.traceID == nil)
  }
}
