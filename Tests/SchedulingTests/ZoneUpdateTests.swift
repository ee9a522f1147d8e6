import CivilTime
import Scheduling
import Testing

/// The time zones' rules are replaced while the daemon is up.
@Suite struct ZoneUpdateTests {
  private func zone(hours: Int) -> ZoneRules {
    ZoneRules(name: "Test/Zone", fixedOffset: ZoneOffset(seconds: hours * 3600, isDaylight: false, abbreviation: "TST"))
  }

  private func daily(_ id: UInt64, inZone: Bool) -> ScheduleDefinition {
    var definition = minutely("0 12 * * *", id: id)
    definition.record.timeZone = inZone ? "Test/Zone" : nil
    return definition
  }

  @Test func onlyWhatMovesHasANewRevision() {
    let (before, after) = (zone(hours: 1), zone(hours: 2))
    var world = World("01:59")
    _ = world.send(.opened)
    _ = world.send(.catchUpReleased)
    let definitions = [daily(1, inZone: true), daily(2, inZone: false)]
    _ = world.send(.schedulesChanged(definitions.map { ScheduleChange(Schedule($0) { _ in before }, owedFrom: world.now) }))
    let effects = world.send(.zonesReplaced(definitions.map { Schedule($0) { _ in after } }))
    let moved = SchedulerEffect.moved(schedule: nightlyID, from: instant("11:00"), to: instant("10:00"))
    #expect(effects.contains(moved))
    #expect(world.batches.last?.revisions.map(\.scheduleID) == [nightlyID])
    #expect(world.advance(to: "10:00").started.map(\.scheduleID) == [nightlyID])
    #expect(world.advance(to: "12:00").started.map(\.scheduleID.low) == [2])
  }

  @Test func theSameRulesChangeNothing() {
    let rules = zone(hours: 1)
    var world = World("01:59")
    _ = world.send(.opened)
    _ = world.send(.catchUpReleased)
    _ = world.send(.schedulesChanged([ScheduleChange(Schedule(daily(1, inZone: true)) { _ in rules }, owedFrom: world.now)]))
    let before = world.batches.count
    #expect(world.send(.zonesReplaced([Schedule(daily(1, inZone: true)) { _ in rules }])).isEmpty)
    #expect(world.batches.count == before)
  }

  @Test func whatMovesIntoThePastIsNotFired() {
    let (before, after) = (zone(hours: 0), zone(hours: 10))
    var world = World("03:00")
    _ = world.send(.opened)
    _ = world.send(.catchUpReleased)
    _ = world.send(.schedulesChanged([ScheduleChange(Schedule(daily(1, inZone: true)) { _ in before }, owedFrom: world.now)]))
    #expect(world.send(.zonesReplaced([Schedule(daily(1, inZone: true)) { _ in after }])).started.isEmpty)
    #expect(world.advance(to: "12:00").started.isEmpty)
    #expect(world.advance(to: "2026-11-22T02:00:00Z").started.count == 1)
  }
}
