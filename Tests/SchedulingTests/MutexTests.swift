import CivilTime
import Scheduling
import Testing

/// Schedules that share a mutex run one fire at a time among them all.
@Suite struct MutexTests {
  @Test func whatFindsItHeldIsSkipped() throws {
    var world = World("01:59")
    world.open(sharing(.skip, "0 * * * *", id: 1), sharing(.skip, "1 * * * *", id: 2))
    _ = try world.run(at: "02:00")
    #expect(world.advance(to: "02:01").started.isEmpty)
    #expect(world.story == ["02:00 started", "02:01 skipped_mutex"])
    #expect(world.ledger[1].reason?.code == "mutex_held")
  }

  /// A row tells of one reason: who held it at its instants.
  @Test func whoHeldItIsToldForEachInstant() throws {
    var world = World("01:59")
    world.open(sharing(.skip, "0,10 * * * *", id: 1), sharing(.skip, "1,2,11 * * * *", id: 2))
    let first = try world.run(at: "02:00")
    _ = world.advance(to: "02:02")
    _ = world.send(.ended(first, .succeeded))
    _ = try world.run(at: "02:10")
    _ = world.advance(to: "02:11")
    #expect(world.ledger.filter { $0.outcome == .skippedMutex }.map(\.count) == [2, 1])
    #expect(world.ledger.last?.reason?.sentence.contains("02:10") == true)
  }

  @Test func whoWaitsForSomethingElseHoldsNothing() throws {
    var world = World("01:59")
    world.open(sharing(.skip, "0 * * * *", id: 1), sharing(.skip, "0 3 * * *", id: 2))
    let first = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.attemptEnded(fire: first.id, .unavailable(Reason("away", "connection refused"))))
    let effects = world.send(.triggerRequested(schedule: Identifier(high: 0, low: 2), fire: Identifier(high: 9, low: 9)))
    #expect(effects.declined == [] && effects.started.map(\.kind) == [.manual])
  }

  /// An outage brings together what is due at times of its own.
  @Test func whatWasMissedIsMadeUpForInTurn() throws {
    var world = World("01:30")
    world.open(sharing(.skip, "0 2 * * *", id: 1), sharing(.skip, "0 3 * * *", id: 2))
    world.now = instant("04:00")
    _ = world.restart()
    let first = try #require(world.send(.catchUpReleased).started.first)
    _ = world.send(.began(first, at: world.now))
    #expect(world.story == ["02:00 started", "03:00 waiting"])
    #expect(world.send(.ended(first, .succeeded)).startedDue == ["03:00"])
  }

  /// A schedule's own run, which outlived the outage, is still under way.
  @Test func whatWasMissedDuringTheRunOfItsOwnScheduleIsSkipped() throws {
    var world = World("01:59")
    world.open(sharing(.skip, "0 * * * *", id: 1), sharing(.skip, "30 3 * * *", id: 2))
    let running = try world.run(at: "02:00")
    world.now = instant("04:10")
    _ = world.restart()
    _ = world.send(.runChanged(fire: running.id, RunObservation(status: "running")))
    #expect(world.send(.catchUpReleased).started.isEmpty)
    #expect(world.story == ["02:00 started", "03:00…04:00 ×2 skipped_overlap", "03:30 waiting"])
  }

  @Test func ofTwoThatAreDueTogetherOneRuns() {
    var world = World("01:59")
    world.open(sharing(.skip, id: 1), sharing(.skip, id: 2))
    #expect(world.advance(to: "02:00").started.count == 1)
    #expect(Set(world.ledger.map(\.outcome)) == [.claimed, .skippedMutex])
  }

  @Test func whatBuffersWaitsForItsTurn() throws {
    var world = World("01:59")
    world.open(sharing(.bufferOne, "0 * * * *", id: 1), sharing(.bufferOne, "0 * * * *", id: 2))
    let first = try world.run(at: "02:00")
    let next = world.send(.ended(first, .succeeded)).started
    #expect(next.map(\.scheduleID) == [Identifier(high: 0, low: 2)])
    #expect(Set(world.story) == ["02:00 succeeded", "02:00 claimed"])
  }

  @Test func theTurnIsPassedOnWhileTheHolderWaitsForItsTarget() throws {
    var world = World("01:59")
    world.open(sharing(.bufferOne, "0 * * * *", id: 1), sharing(.bufferOne, "0 * * * *", id: 2))
    let first = try #require(world.advance(to: "02:00").started.first)
    let next = world.send(.busy(first)).started
    #expect(next.map(\.scheduleID) == [Identifier(high: 0, low: 2)])
    #expect(world.pass(.seconds(5)).started.isEmpty, "two at once")
    #expect(world.send(.succeeded(next[0], at: world.now)).started.map(\.id) == [first.id])
  }

  @Test func whatMayHaveBeenStartedKeepsTheTurn() throws {
    var world = World("01:59")
    world.open(sharing(.bufferOne, "0 * * * *", id: 1), sharing(.bufferOne, "0 * * * *", id: 2))
    let first = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.unclear(first))
    #expect(world.send(.lookedUp(fire: first.id, .cannotBeAsked)).started.isEmpty, "the first may be running")
    #expect(world.pass(.seconds(1)).started.map(\.id) == [first.id])
  }

  @Test func aHolderWhoseScheduleIsRemovedKeepsItToItsEnd() throws {
    var world = World("01:59")
    world.open(sharing(.bufferOne, "0 * * * *", id: 1), sharing(.bufferOne, "1 * * * *", id: 2))
    let first = try world.run(at: "02:00")
    _ = world.send(.schedulesRemoved([first.scheduleID]))
    #expect(world.advance(to: "02:01").started.isEmpty)
    #expect(world.send(.ended(first, .succeeded)).startedDue == ["02:01"])
  }

  @Test func underAllowTheMutexStillHolds() throws {
    var world = World("01:59")
    world.open(sharing(.allow, "0 * * * *", id: 1), sharing(.allow, "1 * * * *", id: 2))
    _ = try world.run(at: "02:00")
    #expect(world.advance(to: "02:01").started.isEmpty)
    let manual = world.send(.triggerRequested(schedule: Identifier(high: 0, low: 2), fire: Identifier(high: 9, low: 9)))
    #expect(manual.declined.count == 1)
  }

  @Test func cancelOtherEndsTheHolderOfAnotherSchedule() throws {
    var world = World("01:59")
    world.open(sharing(.skip, "0 * * * *", id: 1), sharing(.cancelOther, "1 * * * *", id: 2))
    let first = try world.run(at: "02:00")
    #expect(world.advance(to: "02:01").stopped == [Stop(fire: first.id, force: false)])
    #expect(world.send(.ended(first, .cancelled)).startedDue == ["02:01"])
  }

  @Test func aBackfillTakesItsTurnToo() throws {
    var world = World("02:30")
    world.open(sharing(.skip, "0 * * * *", id: 1), sharing(.skip, "31 * * * *", id: 2))
    let holder = try world.run(at: "02:31")
    let backfill = Backfill(id: Identifier(high: 7, low: 7), after: instant("00:30"), through: instant("02:00"), maxParallel: 2)
    #expect(world.send(.backfillRequested(schedule: nightlyID, backfill)).started.isEmpty)
    #expect(world.send(.ended(holder, .succeeded)).startedDue == ["01:00"])
  }

  @Test func aScheduleThatComesUnderItTakesItsRunAlong() throws {
    var world = World("01:59")
    world.open(minutely("0 * * * *"), sharing(.skip, "1 * * * *", id: 2))
    _ = try world.run(at: "02:00")
    _ = world.edit(sharing(.skip, "0 * * * *", id: 1))
    #expect(world.advance(to: "02:01").started.isEmpty)
    #expect(world.story == ["02:00 started", "02:01 skipped_mutex"])
  }

  @Test func itIsHeldOverARestart() throws {
    var world = World("01:59")
    world.open(sharing(.skip, "0 * * * *", id: 1), sharing(.skip, "1 * * * *", id: 2))
    _ = try world.run(at: "02:00")
    _ = world.restart()
    #expect(world.advance(to: "02:01").started.isEmpty)
  }

  @Test func aRunOfAScheduleThatIsGoneHoldsItOverARestart() throws {
    var world = World("01:59")
    world.open(sharing(.skip, "0 * * * *", id: 1), sharing(.skip, "1 * * * *", id: 2))
    let fire = try world.run(at: "02:00")
    _ = world.send(.schedulesRemoved([nightlyID]))
    #expect(world.restart().followed.map(\.id) == [fire.id])
    _ = world.send(.catchUpReleased)
    #expect(world.advance(to: "02:01").started.isEmpty)
    #expect(world.story == ["02:00 started", "02:01 skipped_mutex"])
    _ = world.send(.ended(fire, .succeeded))
    #expect(world.advance(to: "03:01").startedDue == ["03:01"])
  }
}
