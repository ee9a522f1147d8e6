import CivilTime
import Testing

@testable import Scheduling

@Suite struct FairQueueTests {
  private struct Weak {
    weak var fire: ActiveFire?
  }

  private func fire(_ number: UInt64, _ entry: DispatchGate.Entry) -> ActiveFire {
    let row = LedgerRow(
      id: Identifier(high: 1, low: number), kind: .scheduled, scheduleID: nightlyID, scheduleName: "nightly", revision: 1,
      due: instant("02:00"), outcome: .claimed, claimedAt: instant("02:00"))
    return ActiveFire(row, trigger: .http(HTTPTrigger(url: "http://a.example/")), phase: .gated, of: nil, entry)
  }

  /// A limit may be reached for days.
  @Test func aLineThatIsNeverEmptyKeepsNobodyWhoHasLeft() {
    var limits = DispatchLimits.unlimited
    limits.all.inFlight = 1
    var gate = DispatchGate(limits: limits)
    let entry = gate.entry(tags: [], target: TargetName(of: .http(HTTPTrigger(url: "http://a.example/"))))
    var ever: [Weak] = []
    for number in 0..<1_000 as Range<UInt64> {
      let newest = fire(number, entry)
      ever.append(Weak(fire: newest))
      gate.enqueue(newest)
      // The first one stays: nobody else ever finds the line empty.
      guard number > 0 else { continue }
      for sent in gate.open(at: instant("02:00"), includingCatchUp: true) { gate.leave(sent, at: instant("02:00")) }
    }
    #expect(gate.waitingCount == 1)
    #expect(ever.count { $0.fire != nil } <= 200)
  }
}
