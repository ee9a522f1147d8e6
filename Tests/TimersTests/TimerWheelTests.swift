import TestSupport
import Testing
import Timers

@Suite struct TimerWheelTests {
  @Test func anEmptyWheelHasNoDeadline() {
    var wheel = TimerWheel<Int>()
    #expect(wheel.nextDeadline() == nil)
    #expect(wheel.advance(to: 1 << 40) == [])
  }

  @Test func timersExpireInOrderOfTheirDeadlines() {
    var wheel = TimerWheel<String>(now: 1000)
    _ = wheel.insert("later", at: 70_000)
    _ = wheel.insert("soon", at: 1001)
    _ = wheel.insert("middle", at: 5000)
    #expect(wheel.advance(to: 70_000) == ["soon", "middle", "later"])
  }

  @Test func aDeadlineInThePastExpiresWithTheNextAdvance() {
    var wheel = TimerWheel<Int>(now: 500)
    _ = wheel.insert(1, at: 20)
    #expect(wheel.advance(to: 500) == [1])
  }

  @Test func aTimerThatWasCancelledDoesNotExpire() {
    var wheel = TimerWheel<Int>()
    let handle = wheel.insert(1, at: 100)
    #expect(wheel.cancel(handle) == 1)
    #expect(wheel.cancel(handle) == nil)
    #expect(wheel.advance(to: 200) == [])
  }

  @Test func aHandleDoesNotCancelTheTimerThatTookItsPlace() {
    var wheel = TimerWheel<Int>()
    let old = wheel.insert(1, at: 100)
    wheel.cancel(old)
    _ = wheel.insert(2, at: 100)
    #expect(wheel.cancel(old) == nil)
    #expect(wheel.advance(to: 100) == [2])
  }

  @Test func aMillionTimersDueInAnHourCauseNoEarlierWakeUp() {
    var wheel = TimerWheel<Int>(now: 1_800_000_000_000)
    let due: UInt64 = 1_800_003_600_000
    for index in 0..<1_000_000 { _ = wheel.insert(index, at: due) }
    #expect(wheel.nextDeadline() == due)
    #expect(wheel.advance(to: due - 1).isEmpty)
    #expect(wheel.nextDeadline() == due)
    #expect(wheel.advance(to: due).count == 1_000_000)
  }

  @Test func cancellingTheEarliestMovesTheNextDeadline() {
    var wheel = TimerWheel<Int>()
    let early = wheel.insert(1, at: 5000)
    _ = wheel.insert(2, at: 5001)
    wheel.cancel(early)
    #expect(wheel.nextDeadline() == 5001)
  }
}
