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

  @Test(arguments: 1...7) func nothingIsLostWhereLevelsMeet(level: UInt64) {
    let boundary: UInt64 = 1 << (6 * level)
    for offset in [0, 1, 63] as [UInt64] {
      var wheel = TimerWheel<UInt64>(now: boundary - 1 - offset)
      let deadlines = [boundary - 1, boundary, boundary + 1, boundary + 63, 2 * boundary]
      for deadline in deadlines { _ = wheel.insert(deadline, at: deadline) }
      for deadline in deadlines {
        #expect(wheel.nextDeadline() == max(deadline, boundary - 1 - offset))
        #expect(wheel.advance(to: deadline) == [deadline], "level \(level), offset \(offset)")
        wheel.checkInvariants()
      }
    }
  }

  @Test func aTimerYearsAwayIsKeptWhileTimeGoesByInSmallSteps() {
    let year: UInt64 = 31_557_600_000
    var wheel = TimerWheel<String>(now: 1_800_000_000_000)
    let due = wheel.now + 20 * year
    _ = wheel.insert("far", at: due)
    while wheel.now + 12 * 3_600_000 < due {
      #expect(wheel.advance(to: wheel.now + 12 * 3_600_000 - 7).isEmpty)
    }
    wheel.checkInvariants()
    #expect(wheel.nextDeadline() == due)
    #expect(wheel.advance(to: due) == ["far"])
  }

  @Test func whatWasInsertedWhileOthersExpireIsNotOvertaken() {
    var wheel = TimerWheel<Int>(now: 100)
    _ = wheel.insert(1, at: 4200)
    #expect(wheel.advance(to: 4100) == [])
    _ = wheel.insert(2, at: 4150)
    _ = wheel.insert(3, at: 4099)
    #expect(wheel.advance(to: 4300) == [3, 2, 1])
  }
}
