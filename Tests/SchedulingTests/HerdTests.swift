import CivilTime
import Scheduling
import Testing
import Values

/// Many schedules that are due at one instant.
@Suite struct HerdTests {
  private func world(of count: UInt64, wakesPerTurn: Int) -> World {
    var world = World("01:59")
    world.scheduler = Scheduler(limits: .unlimited, wakesPerTurn: wakesPerTurn)
    world.open((1...count).map { minutely("0 2 * * *", id: $0) })
    return world
  }

  @Test func isTakenUpPieceByPiece() {
    var world = world(of: 7, wakesPerTurn: 3)
    world.now = instant("02:00")
    var pieces: [Int] = []
    var wake: Instant? = world.now
    while let at = wake, at <= world.now {
      let effects = world.scheduler.handle(.clockAdvanced, at: world.now)
      guard case .commit(let batch) = effects.first else { return #expect(Bool(false), "nothing was written") }
      pieces.append(batch.claims.count)
      #expect(batch.coveredUntil.count == batch.claims.count)
      wake = effects.wake
    }
    #expect(pieces == [3, 3, 1])
    #expect(wake == instant("02:00").advanced(by: .seconds(86_400)))
  }

  @Test func whatIsLeftCanBeRemovedMeanwhile() {
    var world = world(of: 4, wakesPerTurn: 1)
    var started = world.advance(to: "02:00").startedDue.count
    _ = world.send(.schedulesRemoved([2, 3, 4].map { Identifier(high: 0, low: $0) }))
    for _ in 0..<4 { started += world.send(.clockAdvanced).started.count }
    // What was due before it was removed is owed, and settled as removed or started; nothing is both.
    #expect(world.ledger.count == 4 && Set(world.ledger.map(\.scheduleID)).count == 4)
    #expect(world.ledger.filter { $0.outcome == .claimed }.count == started)
  }

  @Test func whatIsLeftCanBePausedMeanwhile() {
    var world = world(of: 3, wakesPerTurn: 1)
    #expect(world.advance(to: "02:00").started.count == 1)
    let pause = Pause(since: world.now, until: nil, reason: Reason("asked", "asked"))
    _ = world.send(.pauseRequested([1, 2, 3].map { Identifier(high: 0, low: $0) }, pause))
    for _ in 0..<4 { _ = world.send(.clockAdvanced) }
    #expect(world.ledger.count == 3)
    #expect(world.scheduler.statuses.allSatisfy { $0.nextDue == nil && $0.coveredUntil >= instant("02:00") })
  }
}
