import TestSupport
import Testing
import Timers

/// Cancelling what is due next, again and again: the slot that comes first has to say who follows.
@Suite struct TimerWheelCancellationTests {
  /// The first instant of a slot of level 5, which spans 2^30 ticks.
  private static let slot: UInt64 = 1673 << 30

  @Test func aHerdIsCancelledOneByOneAndTheNextDeadlineIsAlwaysExact() {
    var wheel = TimerWheel<Int>(now: Self.slot - 1)
    let distinct = (0..<100_000).map { Self.slot + 7 * UInt64($0) }
    let deadlines = distinct + [UInt64](repeating: Self.slot + 350_000, count: 100_000)
    let handles = deadlines.indices.map { wheel.insert($0, at: deadlines[$0]) }
    var random = SeededGenerator(seed: 1)
    let byDeadline = deadlines.indices.sorted { (deadlines[$0], $0) < (deadlines[$1], $1) }
    let victims = zip(byDeadline, byDeadline.shuffled(using: &random)).flatMap { [$0, $1] }
    var (left, first) = ([Bool](repeating: true, count: deadlines.count), 0)
    for (step, victim) in victims.enumerated() where left[victim] {
      let cancelled = wheel.cancel(handles[victim])
      left[victim] = false
      while first < byDeadline.count, !left[byDeadline[first]] { first += 1 }
      let expected = first < byDeadline.count ? deadlines[byDeadline[first]] : nil
      let next = wheel.nextDeadline()
      // An expectation for each of so many steps would take most of the time.
      if cancelled != victim || next != expected {
        Issue.record("step \(step): cancelled \(cancelled ?? -1), not \(victim); next \(next ?? 0), not \(expected ?? 0)")
        return
      }
      if step % 50_021 == 0 { wheel.checkInvariants() }
    }
    #expect(wheel.count == 0)
  }

  @Test(arguments: UInt64(0)..<50) func aCrowdedSlotKnowsItsEarliestWhoeverComesAndGoes(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var wheel = TimerWheel<Int>(now: Self.slot - 1)
    var timers: [(deadline: UInt64, handle: TimerWheel<Int>.Handle)] = []
    for step in 0..<600 {
      if step < 100 || timers.isEmpty || Bool.random(using: &random) {
        let deadline = max(wheel.now, Self.slot) + UInt64.random(in: 0..<40, using: &random) * 50_000
        timers.append((deadline, wheel.insert(step, at: deadline)))
      } else {
        // Mostly one that is due next.
        let earliest = timers.indices.min { timers[$0].deadline < timers[$1].deadline } ?? 0
        let victim = step.isMultiple(of: 4) ? Int.random(in: timers.indices, using: &random) : earliest
        wheel.cancel(timers.remove(at: victim).handle)
      }
      if step == 400 {
        let target = Self.slot + 300_000
        #expect(wheel.advance(to: target).count == timers.count { $0.deadline <= target }, "seed \(seed)")
        timers.removeAll { $0.deadline <= target }
      }
      if step.isMultiple(of: 16) { wheel.checkInvariants() }
      #expect(wheel.nextDeadline() == timers.map(\.deadline).min(), "seed \(seed), step \(step)")
    }
  }

  @Test func timersThatComeAndGoInACrowdedSlotLeaveNothingBehind() {
    var wheel = TimerWheel<UInt64>(now: Self.slot - 1)
    let handles = (0..<100).map { wheel.insert($0, at: Self.slot + $0) }
    wheel.cancel(handles[0])
    #expect(wheel.nextDeadline() == Self.slot + 1)
    for round in 0..<1000 as Range<UInt64> { wheel.cancel(wheel.insert(round, at: Self.slot + 1000)) }
    wheel.checkInvariants()
    wheel.cancel(handles[1])
    #expect(wheel.nextDeadline() == Self.slot + 2)
    #expect(wheel.advance(to: Self.slot + 1000) == Array(2..<100))
  }
}
