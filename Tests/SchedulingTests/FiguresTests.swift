import CivilTime
import Scheduling
import Testing

/// What the scheduler tells of itself in numbers.
@Suite struct FiguresTests {
  private func hourly(_ id: UInt64) -> ScheduleDefinition { minutely("0 * * * *", id: id, policy: policy(.last, .allow)) }

  @Test func schedulesAreCountedByState() {
    var world = World("01:59")
    world.open(hourly(1), hourly(2), minutely("0 * * * *", id: 3, standing: .unbound))
    let figures = world.figures
    #expect(figures.schedules == [.armed: 2, .unbound: 1])
    #expect(figures.nextDue == instant("02:00"))
    #expect(Dictionary(grouping: world.scheduler.statuses, by: \.state).mapValues(\.count) == figures.schedules)
  }

  /// Between its due instant and that nothing is overdue.
  @Test func theNextFireIsThatOfTheJitter() {
    var world = World("01:59")
    world.open(minutely("0 * * * *", policy: policy(.last, .allow) { $0.jitter = .seconds(1800) }))
    let next = world.figures.nextDue ?? .epoch
    #expect(next >= instant("02:00") && next < instant("02:30"))
    _ = world.advance(to: "02:00")
    #expect(world.figures.nextDue == next || next == instant("02:00"))
  }

  @Test func thePresentStateIsTheOneOfTheStatus() {
    var world = World("01:59")
    world.open(hourly(1))
    let id = world.scheduler.statuses[0].schedule.id
    _ = world.send(.pauseRequested([id], Pause(since: world.now, reason: Reason("paused", "it was paused"))))
    #expect(world.figures.schedules == [.paused: 1])
    #expect(world.figures.nextDue == nil)
  }

  @Test func aBreakerIsSeenToOpenProbeAndClose() throws {
    var world = World("01:59")
    world.open((1...5).map(hourly))
    for fire in world.advance(to: "02:00").started { _ = world.send(.away(fire)) }
    #expect(positions(world) == ["127.0.0.1:80": .open])
    #expect(world.figures.underWay == 5)
    _ = world.pass(.seconds(1))
    #expect(world.figures.gated > 0)
    let probe = try #require(world.pass(.seconds(4)).started.first)
    #expect(positions(world) == ["127.0.0.1:80": .probing])
    _ = world.send(.succeeded(probe, at: world.now))
    #expect(positions(world) == ["127.0.0.1:80": .closed])
  }

  /// Until one waits again, nobody can say how the target is.
  @Test func aBreakerThatNoFireWaitsForIsIdle() {
    var world = World("01:59")
    world.open((1...5).map(hourly))
    for fire in world.advance(to: "02:00").started { _ = world.send(.away(fire)) }
    for row in world.scheduler.activeRows { _ = world.send(.cancelRequested(fire: row.id, force: false)) }
    #expect(world.figures.underWay == 0)
    #expect(positions(world) == ["127.0.0.1:80": .idle])
    _ = world.advance(to: "03:00")
    #expect(positions(world) == ["127.0.0.1:80": .probing])
  }

  private func positions(_ world: World) -> [String: CircuitPosition] {
    Dictionary(uniqueKeysWithValues: world.figures.circuits.map { ($0.description, $1) })
  }
}

extension World {
  fileprivate var figures: SchedulerFigures { scheduler.figures(at: now) }
}
