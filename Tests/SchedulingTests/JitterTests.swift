import CivilTime
import Scheduling
import Testing

/// Fires are spread behind their due instants, each schedule at a place of its own.
@Suite struct JitterTests {
  private func spread(_ seconds: Int64, _ cron: String = "0 * * * *", id: UInt64 = 1, misfire: Policy.Misfire = .last) -> ScheduleDefinition
  {
    minutely(cron, id: id, policy: policy(misfire) { $0.jitter = .seconds(seconds) })
  }

  /// When the timer for the fire of 02:00 goes off, behind 02:00.
  private func offset(_ definition: ScheduleDefinition) throws -> Duration {
    var world = World("01:59")
    _ = world.send(.opened)
    return instant("02:00").duration(to: try #require(world.edit(definition).wake))
  }

  @Test func aFireComesBehindItsDueInstant() throws {
    let offset = try offset(spread(600))
    var world = World("01:59")
    world.open(spread(600))
    world.now = instant("02:00").advanced(by: offset - .milliseconds(1))
    #expect(world.send(.clockAdvanced).started.isEmpty)
    #expect(world.pass(.milliseconds(1)).startedDue == ["02:00"])
  }

  @Test func theOffsetIsTheSameAfterARestart() throws {
    let offset = try offset(spread(600))
    var world = World("01:59")
    _ = world.restart(spread(600), coveredUntil: "01:00")
    _ = world.send(.catchUpReleased)
    world.now = instant("02:00").advanced(by: offset)
    #expect(world.send(.clockAdvanced).startedDue == ["02:00"])
  }

  @Test func itIsNotLateness() throws {
    let offset = try offset(spread(600))
    var world = World("01:59")
    world.open(spread(600))
    world.now = instant("02:00").advanced(by: offset)
    let fire = try #require(world.send(.clockAdvanced).started.first)
    _ = world.send(.succeeded(fire, at: world.now.advanced(by: .milliseconds(7))))
    #expect(world.row(of: fire)?.latenessMilliseconds == 7)
    #expect(fire.details.isCatchUp == nil)
  }

  @Test func anEditBetweenDueAndStartLosesNothing() throws {
    let offset = try offset(spread(600))
    var world = World("01:59")
    world.open(spread(600))
    _ = world.advance(to: "02:00:01".today)
    #expect(world.edit(spread(600, "30 * * * *")).started.isEmpty)
    world.now = instant("02:00").advanced(by: offset)
    #expect(world.send(.clockAdvanced).startedDue == ["02:00"])
    #expect(world.journal.gaps() == [])
  }

  @Test func aPauseBetweenDueAndStartIsAPause() throws {
    var world = World("01:59")
    world.open(spread(600))
    _ = world.advance(to: "02:00:01".today)
    _ = world.send(.pause(since: world.now))
    #expect(world.advance(to: "02:30").started.isEmpty)
    #expect(world.story == ["02:00 skipped_paused"])
  }

  @Test func aRemovalBetweenDueAndStartLeavesARow() {
    var world = World("01:59")
    world.open(spread(600))
    _ = world.advance(to: "02:00:01".today)
    _ = world.send(.schedulesRemoved([nightlyID]))
    #expect(world.story == ["02:00 removed"])
  }

  @Test func aThousandSchedulesAreSpreadEvenly() throws {
    var tenths = [Int](repeating: 0, count: 10)
    for id in 0..<1000 {
      let offset = try offset(spread(600, id: UInt64(id)))
      #expect(offset >= .zero && offset < .seconds(600))
      tenths[Int(offset / .seconds(60))] += 1
    }
    // 100 are expected, with a standard deviation of 9.5: five of them are never seen by chance.
    #expect(tenths.allSatisfy { (53...147).contains($0) }, "\(tenths)")
  }

  @Test func aShortOutageWithinTheJitterIsNoMisfire() throws {
    let offset = try offset(spread(600, misfire: .skip))
    var world = World(instant("02:00").advanced(by: offset).iso8601)
    _ = world.restart(spread(600, misfire: .skip), coveredUntil: "01:00")
    #expect(world.send(.catchUpReleased).startedDue == ["02:00"])
  }
}
