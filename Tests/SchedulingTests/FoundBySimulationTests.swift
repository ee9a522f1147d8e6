import CivilTime
import Scheduling
import Testing

/// What the simulator found, each in its shortest form.
@Suite struct FoundBySimulationTests {
  private let deployment = Trigger.deployment(DeploymentTrigger(deployment: "train"))

  /// The effects of an event, with the claims that they want written left unwritten.
  private func unwritten(_ event: SchedulerEvent, _ world: inout World) -> (effects: [SchedulerEffect], batches: [LedgerBatch]) {
    let effects = world.scheduler.handle(event, at: world.now)
    return (effects, effects.compactMap { if case .commit(let batch) = $0 { batch } else { nil } })
  }

  // MARK: After a crash

  @Test func aFireThatWaitedIsSentOnlyWhenTheLedgerSaysSo() throws {
    var world = World("01:59")
    world.open(minutely(policy: policy(.last, .bufferOne)))
    let first = try world.run(at: "02:00")
    _ = world.advance(to: "02:01")
    #expect(world.story == ["02:00 started", "02:01 waiting"])
    let (effects, batches) = unwritten(.ended(first, .succeeded), &world)
    #expect(effects.started.isEmpty)
    #expect(batches.flatMap(\.updates).map(\.story) == ["02:00 succeeded", "02:01 claimed"])
    let last = try #require(batches.last)
    #expect(world.scheduler.handle(.committed(batch: last.id, refused: []), at: world.now).startedDue == ["02:01"])
  }

  @Test func aFireThatWaitedAndWasSentIsLookedUpByTheNextLife() throws {
    var world = World("01:59")
    world.open(minutely(policy: policy(.last, .bufferOne), trigger: deployment))
    let first = try world.run(at: "02:00")
    _ = world.advance(to: "02:01")
    #expect(world.send(.ended(first, .succeeded)).startedDue == ["02:01"])
    let effects = world.restart()
    #expect(effects.started.isEmpty)
    #expect(effects.lookedUp.map(\.due) == [instant("02:01")])
  }

  @Test func whatAChangeClaimsBeforeTheStartIsSentAndNotLookedUp() {
    var world = World("01:59")
    world.open(minutely("*/10 * * * *"))
    world.now = instant("02:10:30".today)
    world.scheduler = Scheduler(limits: .unlimited)
    _ = world.send(world.journal.restored)
    let changed = minutely("*/10 * * * *", policy: policy(.skip))
    let (_, batches) = unwritten(.schedulesChanged([ScheduleChange(schedule(changed), owedFrom: world.now)]), &world)
    #expect(batches.flatMap(\.claims).map(\.story) == ["02:10 claimed"])
    #expect(world.scheduler.handle(.opened, at: world.now).lookedUp.isEmpty)
  }

  @Test func aRangeDoesNotGrowOverAFireThatEndedLikeIt() throws {
    var world = World("01:59")
    world.open(minutely())
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.away(fire))
    _ = world.send(.pause(since: world.now))
    #expect(world.story == ["02:00 skipped_paused"])
    _ = world.restart()
    _ = world.send(.catchUpReleased)
    _ = world.advance(to: "02:01")
    #expect(world.story == ["02:00 skipped_paused", "02:01 skipped_paused"])
  }

  // MARK: What may have been started

  @Test func aFireThatMayHaveBeenStartedIsNotSaidToBeSkipped() throws {
    var world = World("01:59")
    world.open(minutely("0 * * * *"))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.unclear(fire))
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    #expect(world.story == ["02:00 unknown"])
    _ = world.send(.pause(since: world.now))
    #expect(world.story == ["02:00 lost"])
    #expect(world.ledger[0].reason?.code == "in_doubt")
  }

  @Test func aFireWhoseFirstAttemptRanIsNotSaidToBeRemovedUnstarted() throws {
    var world = World("01:59")
    world.open(minutely("0 * * * *", policy: policy { $0.retry.attempts = 2 }))
    let fire = try world.run(at: "02:00")
    _ = world.send(.ended(fire, .failed))
    _ = world.send(.schedulesRemoved([nightlyID]))
    #expect(world.story == ["02:00 failed"])
  }

  // MARK: Schedules that go and come back

  @Test func aFireThatWasBeingSentWhenItsScheduleWentIsNotSentAgain() throws {
    var world = World("01:59")
    world.open(minutely("0 * * * *"))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.schedulesRemoved([nightlyID]))
    _ = world.send(.away(fire))
    #expect(world.advance(to: "02:05").started.isEmpty)
    #expect(world.story == ["02:00 removed"])
  }

  @Test func aScheduleThatComesBackAnswersForNoInstantTwice() {
    var world = World("01:59")
    world.open(minutely())
    _ = world.send(.pause(since: world.now))
    world.now = instant("02:03:30".today)
    _ = world.send(.schedulesRemoved([nightlyID]))
    _ = world.send(.schedulesChanged([ScheduleChange(schedule(minutely()), owedFrom: instant("02:01"))]))
    #expect(world.batches.flatMap(\.revisions).map(\.owedFrom) == [instant("01:59"), world.now])
  }

  @Test func aLaterLifePutsTheEndOfWhatWentAtItsOwnBeginning() {
    var world = World("01:59")
    world.open(minutely())
    world.now = instant("02:03:30".today)
    _ = world.send(.schedulesRemoved([nightlyID]))
    world.now = instant("02:04:00".today)
    _ = world.restart()
    _ = world.send(.schedulesChanged([ScheduleChange(schedule(minutely()), owedFrom: instant("02:01"))]))
    #expect(world.batches.flatMap(\.revisions).last?.owedFrom == world.now)
  }

  // MARK: Policies

  @Test func maxRunsLeavesItsRoomToWhatIsYoungEnough() {
    var world = World("02:10:30".today)
    let limited = policy(.all, .allow) { ($0.maxRuns, $0.misfireWindow) = (2, .seconds(330)) }
    _ = world.restart(minutely(policy: limited), coveredUntil: "02:00")
    #expect(world.send(.catchUpReleased).startedDue == ["02:05", "02:06"])
    #expect(world.story == ["02:01…02:04 ×4 skipped_misfire", "02:05 claimed", "02:06 claimed", "02:07…02:10 ×4 skipped_max_runs"])
  }

  @Test func maxRunsIsNotExceededByABacklogLongerThanItsLimit() {
    var world = World("02:10:30".today)
    let limited = policy(.all, .allow) { ($0.maxRuns, $0.misfireLimit) = (2, 3) }
    _ = world.restart(minutely(policy: limited), coveredUntil: "02:00")
    #expect(world.send(.catchUpReleased).startedDue == ["02:08", "02:09"])
  }

  @Test func aFurtherAttemptTakesNoFurtherRunOfMaxRuns() throws {
    var world = World("01:59")
    world.open(
      minutely(
        policy: policy(.last, .allow) {
          ($0.maxRuns, $0.retry.attempts, $0.retry.backoff, $0.retry.maxBackoff) = (2, 2, .seconds(600), .seconds(600))
        }))
    let fire = try world.run(at: "02:00")
    _ = world.send(.ended(fire, .failed))
    #expect(world.advance(to: "02:01").startedDue == ["02:01"])
  }

  @Test func aPauseAfterFailuresThatComesFromTheNewestFireCoversItOnce() throws {
    var world = World("01:59")
    world.open(minutely(policy: policy { $0.pauseAfterFailures = 1 }))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.unclear(fire))
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    _ = world.send(.pause(since: world.now))
    #expect(world.story == ["02:00 lost"])
    #expect(world.scheduler.status(of: nightlyID)?.state == .paused)
  }

  @Test func aFireThatIsBeingAnnouncedKeepsItsTurnBeforeALiveOne() throws {
    var world = World("02:03:30".today)
    _ = world.restart(minutely(policy: policy(.all, .bufferAll(limit: 5))), coveredUntil: "02:00")
    let first = try #require(world.send(.catchUpReleased).started.first)
    let (_, ended) = unwritten(.succeeded(first, at: world.now), &world)
    world.now = instant("02:04")
    let (_, due) = unwritten(.clockAdvanced, &world)
    var started: [Fire] = []
    for batch in ended + due { started += world.scheduler.handle(.committed(batch: batch.id, refused: []), at: world.now).started }
    #expect(started.map(\.due) == [instant("02:02")])
  }

  @Test func anEditToTurnsKeepsOneBackWhoseWayIsFreeAlready() throws {
    var limits = DispatchLimits.unlimited
    limits.all.perSecond = 1
    var world = World("01:59", limits: limits)
    world.open(minutely(policy: policy(.all, .allow)))
    let first = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.began(first, at: world.now))
    world.now = instant("02:00:00".today)
    _ = world.send(.triggerRequested(schedule: nightlyID, fire: Identifier(high: 9, low: 1)))
    _ = world.edit(minutely(policy: policy(.all, .skip)))
    #expect(world.advance(to: "02:00:30".today).started.isEmpty)
    #expect(world.send(.ended(first, .succeeded)).started.count == 1)
  }

  @Test func ofTwoAtTheGateThatAnEditBringsTogetherOneKeepsItsPlace() throws {
    var limits = DispatchLimits.unlimited
    limits.all.inFlight = 2
    var world = World("01:59", limits: limits)
    world.open(minutely("0 * * * *", policy: policy(.all, .allow)), minutely("0 * * * *", id: 2), minutely("0 * * * *", id: 3))
    let running = world.advance(to: "02:00").started
    #expect(running.count == 2)
    _ = world.send(.schedulesRemoved([Identifier(high: 0, low: 3)]))
    for number in 1...2 as ClosedRange<UInt64> {
      _ = world.send(.triggerRequested(schedule: nightlyID, fire: Identifier(high: 9, low: number)))
    }
    _ = world.edit(minutely("0 * * * *", policy: policy(.all, .skip)))
    for fire in running { _ = world.send(.succeeded(fire, at: world.now)) }
    #expect(world.scheduler.firesUnderWay == 2)
    #expect(world.ledger.count { $0.kind == .manual && $0.outcome == .waiting } == 1)
  }

  // MARK: Requests that come twice

  private func backfill(_ through: String) -> SchedulerEvent {
    .backfillRequested(schedule: nightlyID, Backfill(id: Identifier(high: 7, low: 7), after: instant("00:30"), through: instant(through)))
  }

  @Test func aBackfillWhoseFirstInstantHasRunBeforeGoesOnWithTheNext() throws {
    var world = World("06:30")
    world.open(minutely("0 * * * *"))
    let fire = try #require(world.send(backfill("01:00")).started.first)
    _ = world.send(.succeeded(fire, at: world.now))
    #expect(world.send(backfill("02:00")).startedDue == ["02:00"])
  }

  @Test func aBackfillThatIsUnderWayIsNotBegunAgain() {
    var world = World("06:30")
    world.open(minutely("0 * * * *"))
    _ = world.send(backfill("03:00"))
    #expect(world.send(backfill("03:00")).declined.map(\.code) == ["under_way"])
  }

  @Test func aManualFireWhoseIDIsTakenLeavesTheOtherAlone() throws {
    var world = World("06:30")
    world.open(minutely("0 * * * *"))
    let id = Identifier(high: 9, low: 9)
    let fire = try #require(world.send(.triggerRequested(schedule: nightlyID, fire: id)).started.first)
    _ = world.send(.succeeded(fire, at: world.now))
    let (_, claimed) = unwritten(.triggerRequested(schedule: nightlyID, fire: id), &world)
    #expect(unwritten(.cancelRequested(fire: id, force: false), &world).batches.isEmpty)
    let batch = try #require(claimed.first)
    #expect(world.scheduler.handle(.committed(batch: batch.id, refused: [id]), at: world.now).isEmpty)
    #expect(world.scheduler.firesUnderWay == 0)
  }
}
