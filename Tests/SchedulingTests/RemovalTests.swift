import CivilTime
import Scheduling
import Testing

/// Schedules that go, and what was on its way.
@Suite struct RemovalTests {
  private func remove(_ world: inout World) -> [SchedulerEffect] { world.send(.schedulesRemoved([nightlyID])) }

  @Test func whatWaitsForItsTurnIsNotStarted() throws {
    var world = World("01:59")
    world.open(minutely(policy: policy(.last, .bufferAll(limit: 5)) { $0.startDeadline = .seconds(3600) }))
    let fire = try world.run(at: "02:00")
    _ = world.advance(to: "02:01")
    _ = world.advance(to: "02:02")
    _ = remove(&world)
    #expect(world.send(.ended(fire, .succeeded)).started.isEmpty)
    #expect(world.story == ["02:00 succeeded", "02:01 removed", "02:02 removed"])
  }

  @Test func whatItsFileSaidOfAlertsHoldsForItsRuns() throws {
    var world = World("01:59")
    var definition = minutely("0 * * * *")
    var alerts = ScheduleAlerts()
    alerts.sinks = ["night"]
    definition.alerts = alerts
    world.open(definition)
    let fire = try world.run(at: "02:00")
    _ = remove(&world)
    _ = world.send(.ended(fire, .failed))
    #expect(world.scheduler.alerts(of: nightlyID) == alerts, "its end is heard of later")
    _ = world.edit(minutely("0 * * * *"))
    #expect(world.scheduler.alerts(of: nightlyID) == nil, "as its new file says")
  }

  @Test func howLongItsRunsMayTakeIsKnown() throws {
    var world = World("01:59")
    let trigger = Trigger.command(CommandTrigger(argv: ["sleep", "60"], timeoutSeconds: 90))
    world.open(minutely("0 * * * *", trigger: trigger))
    _ = try world.run(at: "02:00")
    _ = remove(&world)
    let row = try #require(world.scheduler.activeRows.first)
    #expect(world.scheduler.runTimeout(of: row) == .seconds(90))
  }

  @Test func whatWaitsForItsTargetIsNotStarted() throws {
    var world = World("01:59")
    world.open(minutely("0 * * * *"))
    _ = world.send(.away(try #require(world.advance(to: "02:00").started.first)))
    _ = remove(&world)
    #expect(world.pass(.seconds(60)).started.isEmpty)
    #expect(world.story == ["02:00 removed"])
  }

  @Test func whatWaitsForASecondAttemptHasFailed() throws {
    var world = World("01:59")
    world.open(minutely("0 * * * *", policy: policy { $0.retry.attempts = 2 }))
    _ = world.send(.ended(try world.run(at: "02:00"), .failed))
    _ = remove(&world)
    #expect(world.pass(.seconds(60)).started.isEmpty)
    #expect(world.story == ["02:00 failed"])
  }

  @Test func aPausedScheduleIsRemovedWithOneRow() {
    var world = World("01:59")
    world.open(minutely())
    _ = world.send(.pause(since: world.now))
    _ = world.advance(to: "02:01")
    world.now = instant("02:03:30".today)
    _ = remove(&world)
    #expect(world.story == ["02:00…02:01 ×2 skipped_paused", "02:02…02:03 ×2 removed"])
    #expect(world.journal.gaps() == [])
  }

  @Test(arguments: [false, true]) func whatComesBackHasHadItsRuns(overARestart: Bool) throws {
    var world = World("01:59")
    world.open(minutely(policy: policy { $0.maxRuns = 1 }))
    _ = world.send(.ended(try world.run(at: "02:00"), .succeeded))
    _ = remove(&world)
    if overARestart { _ = world.restart() + world.send(.catchUpReleased) }
    _ = world.edit(minutely(policy: policy { $0.maxRuns = 1 }))
    #expect(world.advance(to: "02:01").started.isEmpty)
  }

  @Test(arguments: [false, true]) func whatStartsWhileItsScheduleIsGoneIsOneOfItsRuns(overARestart: Bool) throws {
    var world = World("01:59")
    world.open(minutely(policy: policy(.last, .allow) { $0.maxRuns = 1 }))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = remove(&world)
    if overARestart {
      _ = world.restart() + world.send(.catchUpReleased)
      _ = world.send(.lookedUp(fire: fire.id, .running(runID: "run", sentAt: world.now)))
    } else {
      _ = world.send(.began(fire, at: world.now))
    }
    _ = world.edit(minutely(policy: policy(.last, .allow) { $0.maxRuns = 1 }))
    #expect(world.advance(to: "02:01").started.isEmpty)
    #expect(world.story == ["02:00 started", "02:01 skipped_max_runs"])
  }

  /// Nothing else would give its mutex back.
  @Test(arguments: [false, true]) func whatRunsHasItsTimeoutThoughItsScheduleIsGone(overARestart: Bool) throws {
    var world = World("01:59")
    world.open(
      minutely("0 * * * *", policy: policy { ($0.timeout, $0.mutex) = (.seconds(600), "gpu") }),
      minutely("0 3 * * *", id: 2, policy: policy { $0.mutex = "gpu" }))
    let fire = try world.run(at: "02:00")
    _ = remove(&world)
    if overARestart { _ = world.restart() + world.send(.catchUpReleased) }
    #expect(world.advance(to: "02:09:59".today).stopped == [])
    #expect(world.advance(to: "02:10").stopped == [Stop(fire: fire.id, force: false)])
    #expect(world.advance(to: "02:11").stopped == [Stop(fire: fire.id, force: true)])
    _ = world.advance(to: "02:12")
    #expect(world.story == ["02:00 timed_out"])
    #expect(world.advance(to: "03:00").started.map(\.scheduleID) == [Identifier(high: 0, low: 2)])
  }

  @Test(arguments: [false, true]) func whatStartsWhileItsScheduleIsGoneHasItsTimeoutToo(overARestart: Bool) throws {
    var world = World("01:59")
    world.open(minutely("0 * * * *", policy: policy { $0.timeout = .seconds(600) }))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = remove(&world)
    if overARestart {
      _ = world.restart()
      _ = world.send(.lookedUp(fire: fire.id, .running(runID: "run", sentAt: world.now)))
    } else {
      _ = world.send(.began(fire, at: world.now))
    }
    #expect(world.advance(to: "02:10").stopped == [Stop(fire: fire.id, force: false)])
  }

  @Test(arguments: [false, true]) func aRunOfAScheduleThatIsGoneIsLostAfterADayOutOfSight(overARestart: Bool) throws {
    var world = World("01:59")
    world.open(minutely("0 2 * * *"))
    let fire = try world.run(at: "02:00")
    _ = remove(&world)
    if overARestart { _ = world.restart() }
    _ = world.send(.runUnreachable(fire: fire.id, Reason("no_connection", "refused")))
    _ = world.pass(.seconds(86_399))
    #expect(world.story == ["02:00 started"])
    _ = world.pass(.seconds(1))
    #expect(world.story == ["02:00 lost"])
  }

  /// The pause was over before anybody saw the schedule again: what was due until then was paused, what came later was missed.
  @Test func aPauseThatEndsWhileItsScheduleIsGoneHoldsForItsInstants() {
    var world = World("01:59")
    world.open(minutely())
    _ = world.send(.pause(until: "02:02:30".today, since: world.now))
    _ = remove(&world)
    world.now = instant("02:05:30".today)
    _ = world.send(.schedulesChanged([ScheduleChange(schedule(minutely()), owedFrom: instant("02:00"))]))
    #expect(world.send(.clockAdvanced).startedDue == ["02:05"])
    #expect(world.story == ["02:01…02:02 ×2 skipped_paused", "02:03…02:04 ×2 coalesced", "02:05 claimed"])
    #expect(world.journal.gaps() == [])
  }

  @Test(arguments: [false, true]) func whatComesBackIsPausedAsItWas(overARestart: Bool) {
    var world = World("01:59")
    world.open(minutely())
    _ = world.send(.pause(until: "02:02:30".today, since: world.now))
    _ = remove(&world)
    if overARestart { _ = world.restart() + world.send(.catchUpReleased) }
    _ = world.edit(minutely())
    #expect(world.advance(to: "02:02").started.isEmpty)
    #expect(world.advance(to: "02:03").startedDue == ["02:03"])
    #expect(world.journal.gaps() == [])
  }

  /// Who deletes it means it.
  @Test func aLocalScheduleThatIsMadeAgainStartsFromNothing() throws {
    var world = World("01:59")
    let local = minutely(policy: policy { $0.maxRuns = 1 }, source: .local)
    world.open(local)
    _ = world.send(.ended(try world.run(at: "02:00"), .succeeded))
    _ = remove(&world)
    _ = world.edit(local)
    #expect(world.advance(to: "02:01").started.count == 1)
  }

  @Test func whatComesBackTakesTurnsWithItsEarlierSelf() throws {
    var world = World("01:59")
    world.open(minutely())
    _ = try world.run(at: "02:00")
    _ = remove(&world)
    _ = world.edit(minutely())
    #expect(world.advance(to: "02:01").started.isEmpty)
  }

  @Test func whatComesBackAtOnceAnswersForNoInstantTwice() throws {
    var world = World("01:59")
    world.open(minutely(policy: policy(.last, .allow)))
    _ = try world.run(at: "02:00")
    _ = remove(&world)
    _ = world.send(.schedulesChanged([ScheduleChange(schedule(minutely()), owedFrom: instant("01:58"))]))
    #expect(world.send(.clockAdvanced).started.isEmpty)
    #expect(world.ledger.count == 1)
  }

  @Test func nothingIsHeldOfIt() throws {
    var world = World("01:59")
    world.open(minutely("0 * * * *"))
    let fire = try world.run(at: "02:00")
    _ = remove(&world)
    _ = world.send(.ended(fire, .succeeded))
    #expect(world.scheduler.firesUnderWay == 0)
    #expect(world.scheduler.statuses.isEmpty)
    #expect(world.pass(.seconds(86_400)).wake == nil)
  }

  @Test func whatWentInAnEarlierLifeAnswersForNoInstantTwiceThoughTheClockIsSetBack() {
    var world = World("01:59")
    world.open(minutely())
    world.now = instant("02:03:30".today)
    _ = remove(&world)
    #expect(world.story == ["02:00…02:03 ×4 removed"])
    world.now = instant("01:50")
    _ = world.restart()
    _ = world.send(.catchUpReleased)
    _ = world.edit(minutely())
    #expect(world.advance(to: "02:03").started.isEmpty)
    #expect(world.advance(to: "02:04").startedDue == ["02:04"])
    #expect(world.story == ["02:00…02:03 ×4 removed", "02:04 claimed"])
  }
}
