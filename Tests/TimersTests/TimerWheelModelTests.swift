import TestSupport
import Testing
import Timers

/// The wheel against a sorted list, which cannot be wrong.
@Suite struct TimerWheelModelTests {
  @Test(arguments: UInt64(0)..<200) func firesLikeASortedList(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let start = UInt64.random(in: 0..<(1 << 41), using: &random)
    var wheel = TimerWheel<Int>(now: start)
    var model = Model(now: start)
    for step in 0..<300 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<6:
        let deadline = start + (UInt64.random(in: 0..<(1 << 40), using: &random) >> UInt64.random(in: 0..<40, using: &random))
        model.insert(step, at: deadline, as: wheel.insert(step, at: deadline))
      case 6..<8:
        guard let victim = model.timers.randomElement(using: &random) else { continue }
        #expect(wheel.cancel(victim.handle) == victim.payload, "seed \(seed), step \(step)")
        model.timers.removeAll { $0.payload == victim.payload }
      default:
        let target = model.now + (UInt64.random(in: 0..<(1 << 40), using: &random) >> UInt64.random(in: 0..<41, using: &random))
        let (expired, expected) = (wheel.advance(to: target), model.advance(to: target))
        #expect(expired.sorted() == expected.map(\.payload).sorted(), "seed \(seed), step \(step)")
        // Timers of one deadline may come in any order, those of different deadlines may not.
        let deadlines = Dictionary(uniqueKeysWithValues: expected.map { ($0.payload, $0.deadline) })
        #expect(expired.map { deadlines[$0] } == expected.map(\.deadline), "seed \(seed), step \(step)")
        #expect(expected.allSatisfy { wheel.cancel($0.handle) == nil }, "seed \(seed), step \(step)")
      }
      // Looking at every slot after every step would take most of the time.
      if step.isMultiple(of: 16) { wheel.checkInvariants() }
      #expect(wheel.nextDeadline() == model.nextDeadline, "seed \(seed), step \(step)")
    }
    #expect(wheel.advance(to: 1 << 43) == model.advance(to: 1 << 43).map(\.payload), "seed \(seed), at the end")
  }

  /// With a limit the same timers come, only in pieces.
  @Test(arguments: UInt64(1000)..<1100) func advancesInPiecesLikeASortedList(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let start = UInt64.random(in: 0..<(1 << 41), using: &random)
    var wheel = TimerWheel<Int>(now: start)
    var model = Model(now: start)
    var deadlines: [Int: UInt64] = [:]
    for step in 0..<300 {
      if Int.random(in: 0..<10, using: &random) < 7 {
        // Few different ones, so that herds stand in one slot.
        let deadline = wheel.now + (UInt64.random(in: 0..<8, using: &random) << UInt64.random(in: 0..<30, using: &random))
        model.insert(step, at: deadline, as: wheel.insert(step, at: deadline))
        deadlines[step] = deadline
        continue
      }
      let target = wheel.now + (UInt64.random(in: 0..<16, using: &random) << UInt64.random(in: 0..<30, using: &random))
      let limit = Int.random(in: 1...12, using: &random)
      let (expired, due) = (wheel.advance(to: target, atMost: limit), model.timers.count { $0.deadline <= target })
      #expect(expired.count == min(limit, due), "seed \(seed), step \(step)")
      // Those of an earlier deadline come first, and nobody who is due later comes before them.
      let came = expired.compactMap { deadlines[$0] }
      #expect(came == came.sorted() && came.allSatisfy { $0 <= target }, "seed \(seed), step \(step)")
      model.timers.removeAll { expired.contains($0.payload) }
      #expect(wheel.now == (due > limit ? came.last : target), "seed \(seed), step \(step)")
      #expect(wheel.nextDeadline() == model.nextDeadline && wheel.count == model.timers.count, "seed \(seed), step \(step)")
      wheel.checkInvariants()
    }
    #expect(wheel.advance(to: 1 << 43).sorted() == model.timers.map(\.payload).sorted(), "seed \(seed), at the end")
  }

  private struct Model {
    var now: UInt64
    var timers: [Timer] = []

    typealias Timer = (payload: Int, deadline: UInt64, handle: TimerWheel<Int>.Handle)

    init(now: UInt64) { self.now = now }

    var nextDeadline: UInt64? { timers.map(\.deadline).min() }

    mutating func insert(_ payload: Int, at deadline: UInt64, as handle: TimerWheel<Int>.Handle) {
      timers.append((payload, deadline, handle))
    }

    mutating func advance(to target: UInt64) -> [Timer] {
      now = max(now, target)
      let due = timers.filter { $0.deadline <= now }.sorted { ($0.deadline, $0.payload) < ($1.deadline, $1.payload) }
      timers.removeAll { $0.deadline <= now }
      return due
    }
  }
}
