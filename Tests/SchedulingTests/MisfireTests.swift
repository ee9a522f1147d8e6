import CivilTime
import Scheduling
import Testing

/// A daemon that was down from 02:00 on comes back at 02:10:30.
@Suite struct MisfireTests {
  private func restarted(_ misfire: Policy.Misfire) -> (World, [SchedulerEffect]) {
    var world = World("02:10:30".today)
    _ = world.restart(minutely(policy: Policy(misfire: misfire)), coveredUntil: "02:00")
    let effects = world.send(.catchUpReleased)
    return (world, effects)
  }

  @Test func theLatestMissedOneFiresAndCarriesTheOthers() {
    let (world, effects) = restarted(.last)
    #expect(effects.startedDue == ["02:10"])
    #expect(world.story == ["02:01…02:09 ×9 coalesced", "02:10 claimed"])
    #expect(world.ledger[0].carriedBy == world.ledger[1].id)
    #expect(world.ledger[0].reason?.sentence == "it was missed; the fire of \(instant("02:10").iso8601) stands for it")
  }

  @Test func underSkipOnlyWhatIsMerelyLateFires() {
    let (world, effects) = restarted(.skip)
    #expect(effects.startedDue == ["02:10"])
    #expect(world.story == ["02:01…02:09 ×9 skipped_misfire", "02:10 claimed"])
  }

  @Test func underSkipNothingFiresThatIsOlderThanTheThreshold() {
    var world = World("02:12")
    _ = world.restart(minutely("*/10 * * * *", policy: Policy(misfire: .skip)), coveredUntil: "02:00")
    #expect(world.send(.catchUpReleased).started.isEmpty)
    #expect(world.story == ["02:10 skipped_misfire"])
  }

  @Test func underAllEachFiresInItsTurn() {
    var (world, effects) = restarted(.all)
    var order: [String] = []
    while let fire = effects.started.first {
      #expect(effects.started.count == 1)
      order += effects.startedDue
      effects = world.send(.succeeded(fire, at: world.now))
    }
    #expect(order == (1...10).map { "02:" + ($0 < 10 ? "0\($0)" : "\($0)") })
  }

  @Test func underAllWithOverlapAllowedTheyFireTogether() {
    var world = World("02:10:30".today)
    _ = world.restart(minutely(policy: Policy(misfire: .all, overlap: .allow)), coveredUntil: "02:00")
    #expect(world.send(.catchUpReleased).started.count == 10)
  }

  @Test func underAllTheNewestHundredFireAndTheOlderAreOneRow() {
    var world = World("2026-11-21T12:00:00Z")
    _ = world.restart(minutely(policy: Policy(misfire: .all, overlap: .allow)), coveredUntil: "02:00")
    #expect(world.send(.catchUpReleased).started.count == 100)
    #expect(world.story.first == "02:01…10:20 ×500 skipped_misfire")
  }

  @Test func aYearOfDowntimeIsOneFireAndOneRow() {
    var world = World("2027-11-21T02:00:30Z")
    _ = world.restart(minutely("*/15 * * * *"), coveredUntil: "02:00")
    #expect(world.send(.catchUpReleased).started.count == 1)
    #expect(world.ledger.map(\.count) == [365 * 96 - 1, 1])
  }

  @Test func catchUpWaitsForTheSourceAndLiveFiresDoNot() {
    var world = World("02:10:30".today)
    #expect(world.restart(minutely(), coveredUntil: "02:00").started.isEmpty)
    #expect(world.advance(to: "02:11").startedDue == ["02:11"])
    #expect(world.story == ["02:01…02:10 ×10 coalesced", "02:11 claimed"])
  }

  @Test func whatWasRemovedMeanwhileIsNotFired() {
    var world = World("02:10:30".today)
    _ = world.restart(minutely(), coveredUntil: "02:00")
    #expect(world.send(.schedulesRemoved([Identifier(high: 0, low: 1)])).started.isEmpty)
    #expect(world.send(.catchUpReleased).started.isEmpty)
    #expect(world.story == ["02:01…02:10 ×10 removed"])
  }
}
