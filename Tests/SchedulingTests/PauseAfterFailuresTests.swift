import CivilTime
import Scheduling
import Testing

/// A schedule that fails too often in a row is paused.
@Suite struct PauseAfterFailuresTests {
  private let definition = minutely(policy: policy { $0.pauseAfterFailures = 2 })

  private func world(_ outcomes: [Outcome]) throws -> World {
    var world = World("01:59")
    world.open(definition)
    for (minute, outcome) in outcomes.enumerated() { _ = world.send(.ended(try world.run(at: "02:0\(minute)"), outcome)) }
    return world
  }

  @Test func theLastFailureIsTheReason() throws {
    var world = try world([.failed, .failed])
    #expect(world.advance(to: "02:02").started.isEmpty)
    let reason = world.scheduler.status(of: nightlyID)?.memory.pause?.reason
    #expect(reason == Reason("paused_after_failures", "it failed 2 times in a row; the last: it ended badly"))
    #expect(world.story == ["02:00 failed", "02:01 failed", "02:02 skipped_paused"])
  }

  @Test func oneFailureIsNotEnough() throws {
    var world = try world([.failed])
    #expect(world.advance(to: "02:01").started.count == 1)
  }

  @Test func aSuccessInBetweenStartsTheCountAnew() throws {
    var world = try world([.failed, .succeeded, .failed])
    #expect(world.advance(to: "02:03").started.count == 1)
  }

  @Test func whatWasCancelledCountsAsNeither() throws {
    var world = try world([.failed, .cancelled])
    #expect(world.scheduler.status(of: nightlyID)?.memory.failuresInARow == 1)
    #expect(world.advance(to: "02:02").started.count == 1)
  }

  @Test func itIsWrittenWithTheFailure() throws {
    let world = try world([.failed, .failed])
    let batch = try #require(world.batches.last { $0.updates.contains { $0.outcome == .failed } })
    #expect(batch.states[nightlyID]?.pause != nil)
    #expect(batch.states[nightlyID]?.failuresInARow == 2)
  }

  @Test func itOutlivesARestart() throws {
    var world = try world([.failed, .failed])
    _ = world.restart()
    _ = world.send(.catchUpReleased)
    #expect(world.advance(to: "02:05").started.isEmpty)
  }

  @Test func resumingStartsTheCountAnew() throws {
    var world = try world([.failed, .failed])
    _ = world.send(.resumeRequested([nightlyID], replay: false))
    #expect(world.scheduler.status(of: nightlyID)?.memory.failuresInARow == 0)
    #expect(world.advance(to: "02:02").started.count == 1)
  }

  @Test(arguments: [false, true]) func whatFailsWhileItsScheduleIsGoneCounts(overARestart: Bool) throws {
    var world = try world([.failed])
    let fire = try world.run(at: "02:01")
    _ = world.send(.schedulesRemoved([nightlyID]))
    if overARestart { _ = world.restart() + world.send(.catchUpReleased) }
    world.now = instant("02:02:30".today)
    _ = world.send(.ended(fire, .failed))
    world.now = instant("02:03:30".today)
    _ = world.edit(definition)
    let memory = world.scheduler.status(of: nightlyID)?.memory
    #expect(memory?.pause?.reason == Reason("paused_after_failures", "it failed 2 times in a row; the last: it ended badly"))
    #expect(world.advance(to: "02:04").started.isEmpty)
    #expect(world.send(.resumeRequested([nightlyID], replay: true)).startedDue == ["02:04"])
  }

  @Test func aSuccessWhileItsScheduleIsGoneStartsTheCountAnew() throws {
    var world = try world([.failed])
    let fire = try world.run(at: "02:01")
    _ = world.send(.schedulesRemoved([nightlyID]))
    _ = world.send(.ended(fire, .succeeded))
    _ = world.edit(definition)
    #expect(world.scheduler.status(of: nightlyID)?.memory.failuresInARow == 0)
  }

  @Test func whatWaitedBehindTheFailureIsDropped() throws {
    var world = World("01:59")
    world.open(minutely(policy: policy(.all, .bufferAll(limit: 5)) { ($0.pauseAfterFailures, $0.startDeadline) = (1, .seconds(3600)) }))
    let fire = try world.run(at: "02:00")
    _ = world.advance(to: "02:01")
    _ = world.advance(to: "02:02")
    #expect(world.send(.ended(fire, .failed)).started.isEmpty)
    #expect(world.story == ["02:00 failed", "02:01 skipped_paused", "02:02 skipped_paused"])
  }
}
