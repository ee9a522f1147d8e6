import CivilTime
import Scheduling
import Testing

/// Schedules that follow others.
@Suite struct ChainTests {
  private let action = Trigger.http(HTTPTrigger(url: "http://127.0.0.1/evaluate"))

  private func follower(
    _ condition: ChainTrigger.Condition = .success, after upstream: String = "nightly", id: UInt64 = 2, name: String = "evaluate",
    standing: ScheduleDefinition.Standing = .armed, policy: Policy = Policy()
  ) -> ScheduleDefinition {
    ScheduleDefinition(
      record: ScheduleRecord(id: Identifier(high: 0, low: id), name: name, source: .file), standing: standing, policy: policy,
      trigger: .chain(ChainTrigger(after: upstream, condition, action: action)))
  }

  private func world(_ schedules: ScheduleDefinition...) -> World {
    var world = World("01:59")
    world.open(schedules)
    return world
  }

  private func lines(_ world: World) -> [String] { world.ledger.map { "\($0.scheduleName) \($0.kind.rawValue) \($0.story)" } }

  @Test func aSuccessIsFollowed() throws {
    var world = world(minutely("0 * * * *"), follower())
    let first = try world.run(at: "02:00")
    world.now = instant("02:07")
    let next = try #require(world.send(.ended(first, .succeeded)).started.first)
    #expect(next.trigger == action)
    #expect(next.details.follows == first.id)
    #expect(lines(world) == ["nightly scheduled 02:00 succeeded", "evaluate chained 02:07 claimed"])
  }

  /// 2026-11-21 is a Saturday.
  @Test func calendarsHoldForWhatFollows() throws {
    let weekend = ExclusionCalendar(name: "weekend", weekly: [.init(weekdays: [0, 6])])
    let rules = [CalendarRule.Action.skip, .defer].map { action in policy { $0.calendars = [CalendarRule(weekend, action: action)] } }
    var world = world(minutely("0 * * * *"), follower(id: 2, name: "a", policy: rules[0]), follower(id: 3, name: "b", policy: rules[1]))
    let first = try world.run(at: "02:00")
    #expect(world.send(.ended(first, .succeeded)).started.isEmpty)
    let followers = world.ledger.filter { $0.kind == .chained }
    #expect(Set(followers.map(\.outcome)) == [.skippedCalendar, .waiting])
    let deferred = followers.first { $0.outcome == .waiting }
    #expect(deferred?.details.notBefore == instant("2026-11-23T00:00:00Z"))
  }

  @Test func ofSeveralThatACalendarPutsOffTheNewestIsKeptWhereFiresEndOthers() throws {
    let weekend = ExclusionCalendar(name: "weekend", weekly: [.init(weekdays: [0, 6])])
    let rules = policy(.last, .cancelOther) { $0.calendars = [CalendarRule(weekend, action: .defer)] }
    var world = world(minutely("0 * * * *"), follower(policy: rules))
    for hour in ["02:00", "03:00"] { _ = world.send(.ended(try world.run(at: hour), .succeeded)) }
    #expect(world.ledger.filter { $0.kind == .chained }.map(\.story) == ["02:00 cancelled", "03:00 waiting"])
    #expect(world.advance(to: "2026-11-23T00:00:00Z").started.filter { $0.kind == .chained }.count == 1)
  }

  /// A life that ended before the server was read had not asked for anything.
  @Test func whatWasPutOffEndsNothingBeforeTheFirstLookInWhicheverLife() throws {
    var world = world(minutely("0 * * * *"), follower(policy: policy(.last, .cancelOther) { $0.jitter = .seconds(600) }))
    _ = world.send(.ended(try world.run(at: "02:00"), .succeeded))
    let running = try world.run(at: "02:10")
    _ = world.send(.ended(try world.run(at: "03:00"), .succeeded))
    world.now = instant("03:10:30".today)
    #expect(world.restart().stopped == [])
    #expect(world.restart().stopped == [])
    #expect(world.send(.catchUpReleased).stopped == [Stop(fire: running.id, force: false)])
  }

  @Test func jitterPutsOffWhatFollows() throws {
    var world = world(minutely("0 * * * *"), follower(policy: policy { $0.jitter = .seconds(600) }))
    let first = try world.run(at: "02:00")
    #expect(world.send(.ended(first, .succeeded)).started.isEmpty)
    #expect(world.advance(to: "02:10").started.map(\.kind) == [.chained])
  }

  @Test func whatIsPutOffEndsOthersWhenItsTimeComes() throws {
    var world = world(minutely("0 * * * *"), follower(policy: policy(.last, .cancelOther) { $0.jitter = .seconds(600) }))
    let first = try world.run(at: "02:00")
    _ = world.send(.ended(first, .succeeded))
    let follower = try world.run(at: "02:10")
    let second = try world.run(at: "03:00")
    #expect(world.send(.ended(second, .succeeded)).stopped.isEmpty)
    #expect(world.advance(to: "03:10").stopped == [Stop(fire: follower.id, force: false)])
  }

  /// When the calendar ends one of them runs, and one waits.
  @Test func ofWhatIsPutOffAsManyAreKeptAsTheBufferHoldsBehindOne() throws {
    let weekend = ExclusionCalendar(name: "weekend", weekly: [.init(weekdays: [0, 6])])
    let policy = policy(.last, .bufferOne) { $0.calendars = [CalendarRule(weekend, action: .defer)] }
    var world = world(minutely("0 * * * *"), follower(policy: policy))
    for hour in 2...4 {
      let first = try world.run(at: "0\(hour):00")
      _ = world.send(.ended(first, .succeeded))
    }
    #expect(world.ledger.filter { $0.kind == .chained }.map(\.outcome) == [.waiting, .waiting, .skippedOverlap])
    let next = try #require(world.advance(to: "2026-11-23T00:00:00Z").started.first { $0.kind == .chained })
    #expect(next.due == instant("02:00"))
  }

  @Test func whatIsPutOffMeetsOthersWhenItsTimeComes() throws {
    var world = world(minutely("0 2 * * *"), follower(policy: policy(.last, .skip) { $0.jitter = .seconds(600) }))
    let manual = try #require(
      world.send(.triggerRequested(schedule: Identifier(high: 0, low: 2), fire: Identifier(high: 9, low: 9))).started.first)
    _ = world.send(.began(manual, at: world.now))
    let first = try world.run(at: "02:00")
    _ = world.send(.ended(first, .succeeded))
    #expect(world.ledger.filter { $0.kind == .chained }.map(\.outcome) == [.waiting])
    _ = world.advance(to: "02:10")
    #expect(world.ledger.filter { $0.kind == .chained }.map(\.outcome) == [.skippedOverlap])
  }

  @Test func theEndAndWhatFollowsItAreWrittenTogether() throws {
    var world = world(minutely("0 * * * *"), follower())
    let first = try world.run(at: "02:00")
    let count = world.batches.count
    _ = world.send(.ended(first, .succeeded))
    let batch = try #require(world.batches.dropFirst(count).first)
    #expect(batch.updates.map(\.outcome) == [.succeeded])
    #expect(batch.claims.map(\.kind) == [.chained])
  }

  @Test(arguments: [
    (ChainTrigger.Condition.success, Outcome.succeeded, true), (.success, .failed, false), (.failure, .failed, true),
    (.failure, .succeeded, false), (.failure, .timedOut, true), (.failure, .lost, true), (.any, .succeeded, true), (.any, .cancelled, true),
    (.any, .skippedOverlap, false), (.failure, .skippedMissedDeadline, false), (.any, .coalesced, false),
  ])
  func aConditionAcceptsTheEndsOfRuns(_ condition: ChainTrigger.Condition, _ outcome: Outcome, _ accepted: Bool) {
    #expect(condition.accepts(outcome) == accepted)
  }

  @Test func aFailureIsNotFollowedOnSuccess() throws {
    var world = world(minutely("0 * * * *"), follower(.success), follower(.failure, id: 3, name: "tell"))
    let first = try world.run(at: "02:00")
    #expect(world.send(.ended(first, .failed)).started.map(\.scheduleName) == ["tell"])
  }

  @Test func onlyTheLastAttemptIsTheEnd() throws {
    var world = world(minutely("0 * * * *", policy: policy { $0.retry.attempts = 2 }), follower(.any))
    let first = try world.run(at: "02:00")
    #expect(world.send(.ended(first, .failed)).started.isEmpty)
    let again = try #require(world.advance(to: "02:30").started.first)
    _ = world.send(.began(again, at: world.now))
    #expect(world.send(.ended(again, .failed)).started.map(\.scheduleName) == ["evaluate"])
  }

  @Test func anUpstreamIsNamedByItsIDToo() throws {
    var world = world(minutely("0 * * * *"), follower(after: nightlyID.description))
    let first = try world.run(at: "02:00")
    #expect(world.send(.ended(first, .succeeded)).started.count == 1)
  }

  @Test func aManualFireIsFollowedAndABackfillIsNot() throws {
    var world = world(minutely("0 * * * *"), follower())
    let manual = Identifier(high: 9, low: 9)
    let fire = try #require(world.send(.triggerRequested(schedule: nightlyID, fire: manual)).started.first)
    #expect(world.send(.succeeded(fire, at: world.now)).started.map(\.scheduleName) == ["evaluate"])
    let backfill = Backfill(id: Identifier(high: 8, low: 8), after: instant("00:30"), through: instant("01:30"))
    let past = try #require(world.send(.backfillRequested(schedule: nightlyID, backfill)).started.first)
    #expect(world.send(.succeeded(past, at: world.now)).started.isEmpty)
  }

  @Test func aPausedFollowerSaysThatItWasPaused() throws {
    var world = world(minutely("0 * * * *"), follower())
    _ = world.send(.pause(Identifier(high: 0, low: 2), since: world.now))
    let first = try world.run(at: "02:00")
    #expect(world.send(.ended(first, .succeeded)).started.isEmpty)
    #expect(lines(world) == ["evaluate chained 02:00 skipped_paused", "nightly scheduled 02:00 succeeded"])
  }

  @Test func aFollowerThatIsStillAtWorkSkipsByItsPolicy() throws {
    var world = world(minutely(), follower())
    let first = try world.run(at: "02:00")
    let next = try #require(world.send(.ended(first, .succeeded)).started.first)
    _ = world.send(.began(next, at: world.now))
    let second = try world.run(at: "02:01")
    #expect(world.send(.ended(second, .succeeded)).started.isEmpty)
    #expect(world.story.contains("02:01 skipped_overlap"))
  }

  @Test func aFollowerCountsItsRuns() throws {
    var world = world(minutely(), follower(policy: policy { $0.maxRuns = 1 }))
    let first = try world.run(at: "02:00")
    let next = try #require(world.send(.ended(first, .succeeded)).started.first)
    _ = world.send(.began(next, at: world.now))
    _ = world.send(.ended(next, .succeeded))
    let second = try world.run(at: "02:01")
    #expect(world.send(.ended(second, .succeeded)).started.isEmpty)
    #expect(world.story.contains("02:01 skipped_max_runs"))
  }

  @Test func followersAreFollowed() throws {
    var world = world(minutely("0 * * * *"), follower(), follower(after: "evaluate", id: 3, name: "publish"))
    let first = try world.run(at: "02:00")
    let second = try #require(world.send(.ended(first, .succeeded)).started.first)
    let third = try #require(world.send(.succeeded(second, at: world.now)).started.first)
    #expect(third.scheduleName == "publish")
    #expect(third.details.chainDepth == 2)
  }

  @Test func aCircleIsSetAside() {
    let world = world(
      follower(after: "publish", id: 2, name: "evaluate"), follower(after: "deploy", id: 3, name: "publish"),
      follower(after: "evaluate", id: 4, name: "deploy"))
    let status = world.scheduler.status(of: Identifier(high: 0, low: 4))
    #expect(status?.state == .invalid)
    #expect(status?.reason?.sentence == "it follows itself: deploy after evaluate after publish after deploy")
  }

  private func state(_ id: UInt64, _ world: World) -> ScheduleStatus.State? {
    world.scheduler.status(of: Identifier(high: 0, low: id))?.state
  }

  /// Neither is judged by what the other one followed before.
  @Test(arguments: [false, true]) func aPairThatIsTurnedRoundInOneEditIsNoCircle(inReverse: Bool) {
    var world = world(
      minutely("0 * * * *"), follower(after: "nightly", id: 2, name: "evaluate"), follower(after: "evaluate", id: 3, name: "publish"))
    let turned = [follower(after: "publish", id: 2, name: "evaluate"), follower(after: "nightly", id: 3, name: "publish")]
    let now = world.now
    _ = world.send(.schedulesChanged((inReverse ? turned.reversed() : turned).map { ScheduleChange(schedule($0), owedFrom: now) }))
    #expect([state(2, world), state(3, world)] == [.armed, .armed])
    #expect(world.scheduler.statuses.map(\.revision).sorted() == [1, 2, 2])
  }

  @Test(arguments: [ScheduleDefinition.Standing.armed, .paused])
  func whatIsSetAsideComesInWhenTheCircleIsOpened(standing: ScheduleDefinition.Standing) {
    var world = world(
      minutely("0 * * * *"), follower(after: "publish", id: 2, name: "evaluate"),
      follower(after: "evaluate", id: 3, name: "publish", standing: standing))
    #expect(state(3, world) == .invalid)
    _ = world.edit(follower(after: "nightly", id: 2, name: "evaluate"))
    #expect(state(3, world) == (standing == .armed ? .armed : .paused))
  }

  @Test func whatIsSetAsideComesInWhenAnotherOneGoes() {
    var world = world(follower(after: "publish", id: 2, name: "evaluate"), follower(after: "evaluate", id: 3, name: "publish"))
    _ = world.send(.schedulesRemoved([Identifier(high: 0, low: 2)]))
    #expect(state(3, world) == .armed)
  }

  @Test func whatComesInFollows() throws {
    var world = world(
      minutely("0 * * * *"), follower(after: "publish", id: 2, name: "evaluate"), follower(after: "evaluate", id: 3, name: "publish"))
    _ = world.edit(follower(after: "nightly", id: 2, name: "evaluate"))
    let first = try world.run(at: "02:00")
    let second = try #require(world.send(.ended(first, .succeeded)).started.first)
    #expect(world.send(.succeeded(second, at: world.now)).started.map(\.scheduleName) == ["publish"])
  }

  /// The sources tell all that they have after a start.
  @Test func whatAnEarlierLifeSetAsideComesInToo() {
    let closing = follower(after: "evaluate", id: 3, name: "publish")
    var world = world(minutely("0 * * * *"), follower(after: "publish", id: 2, name: "evaluate"), closing)
    _ = world.restart()
    _ = world.edit(closing)
    #expect(state(3, world) == .invalid)
    _ = world.edit(follower(after: "nightly", id: 2, name: "evaluate"))
    #expect(state(3, world) == .armed)
  }

  @Test func whatACircleLeavesInForceStaysSoWhenItIsEdited() {
    var world = world(follower(after: "publish", id: 2, name: "evaluate"), follower(after: "evaluate", id: 3, name: "publish"))
    _ = world.edit(follower(after: "publish", id: 2, name: "evaluate", policy: policy { $0.maxRuns = 5 }))
    #expect([state(2, world), state(3, world)] == [.armed, .invalid])
  }

  @Test func whatWasTooFarDownComesInWhenItsChainGetsShorter() {
    var world = World("01:59")
    world.open((2...19).map { follower(after: $0 == 2 ? "nightly" : "step-\($0 - 1)", id: $0, name: "step-\($0)") })
    _ = world.edit(follower(after: "nightly", id: 10, name: "step-10"))
    #expect((2...19).allSatisfy { state($0, world) == .armed })
  }

  @Test func aChainHasAnEnd() {
    var world = World("01:59")
    world.open((2...19).map { follower(after: $0 == 2 ? "nightly" : "step-\($0 - 1)", id: $0, name: "step-\($0)") })
    let states = (2...19).map { world.scheduler.status(of: Identifier(high: 0, low: UInt64($0)))?.state }
    #expect(states.filter { $0 == .armed }.count == Scheduler.chainDepthLimit)
    #expect(world.scheduler.status(of: Identifier(high: 0, low: 18))?.reason?.code == "chain_too_deep")
  }

  @Test func afterACrashTheEndThatIsLearnedIsFollowedOnce() throws {
    var world = world(minutely("0 * * * *"), follower())
    let first = try world.run(at: "02:00")
    _ = world.restart()
    _ = world.send(.catchUpReleased)
    #expect(world.send(.ended(first, .succeeded)).started.map(\.scheduleName) == ["evaluate"])
    #expect(world.restart().started.isEmpty)
    #expect(world.ledger.filter { $0.kind == .chained }.count == 1)
  }

  // MARK: Before the sources have been looked at

  /// A run of the first schedule ends in the next life, before the sources have been looked at.
  private func endedAtAStart() throws -> World {
    var world = world(minutely("0 * * * *"), follower())
    let first = try world.run(at: "02:00")
    world.now = instant("02:07")
    _ = world.restart()
    #expect(world.send(.ended(first, .succeeded)).started.isEmpty)
    #expect(lines(world) == ["nightly scheduled 02:00 succeeded", "evaluate chained 02:07 claimed"])
    return world
  }

  @Test func whatFollowsAnEndWaitsForTheFirstLook() throws {
    var world = try endedAtAStart()
    #expect(world.pass(.seconds(20)).started.isEmpty)
    #expect(world.send(.catchUpReleased).started.map(\.scheduleName) == ["evaluate"])
  }

  @Test func whatWasDeletedMeanwhileFollowsNoEnd() throws {
    var world = try endedAtAStart()
    _ = world.send(.schedulesRemoved([Identifier(high: 0, low: 2)]))
    #expect(world.send(.catchUpReleased).started.isEmpty)
    #expect(lines(world) == ["nightly scheduled 02:00 succeeded", "evaluate chained 02:07 removed"])
  }

  /// The daemon was killed when it had claimed what follows: whether that was started is asked at once, and no more than that is done.
  @Test(arguments: [LookUpResult.notStarted, .cannotBeAsked])
  func whatAnEarlierLifeHasClaimedWaitsForTheFirstLook(answer: LookUpResult) throws {
    var world = world(minutely("0 * * * *"), follower())
    let first = try world.run(at: "02:00")
    let next = try #require(world.send(.ended(first, .succeeded)).started.first)
    #expect(world.restart().lookedUp.map(\.id) == [next.id])
    #expect(world.send(.lookedUp(fire: next.id, answer)).started.isEmpty)
    #expect(world.send(.catchUpReleased).started.map(\.id) == [next.id])
  }

  @Test func whatWaitsForItsTurnWaitsForTheFirstLookToo() throws {
    var world = world(minutely(), follower(policy: policy(.last, .bufferOne)))
    let first = try world.run(at: "02:00")
    let next = try #require(world.send(.ended(first, .succeeded)).started.first)
    _ = world.send(.began(next, at: world.now))
    let second = try world.run(at: "02:01")
    _ = world.send(.ended(second, .succeeded))
    _ = world.restart()
    #expect(world.send(.ended(next, .succeeded)).started.isEmpty)
    #expect(world.send(.catchUpReleased).started.map(\.kind) == [.chained])
  }

  @Test func whatJitterPutsOffWaitsForTheFirstLookToo() throws {
    var world = world(minutely("0 * * * *"), follower(policy: policy { $0.jitter = .seconds(600) }))
    let first = try world.run(at: "02:00")
    _ = world.send(.ended(first, .succeeded))
    _ = world.restart()
    #expect(world.advance(to: "02:10").started.isEmpty)
    #expect(world.send(.catchUpReleased).started.map(\.kind) == [.chained])
  }

  /// What follows the first fire runs, and so does the second fire, whose follower will end it.
  private func followed() throws -> (World, next: Fire, second: Fire) {
    var world = world(minutely("0 * * * *"), follower(policy: policy(.last, .cancelOther)))
    let first = try world.run(at: "02:00")
    let next = try #require(world.send(.ended(first, .succeeded)).started.first)
    _ = world.send(.began(next, at: world.now))
    let second = try world.run(at: "03:00")
    return (world, next, second)
  }

  @Test func nothingIsEndedForItBeforeTheFirstLook() throws {
    var (world, next, second) = try followed()
    world.now = instant("03:00:20".today)
    #expect(world.restart().stopped.isEmpty)
    #expect(world.send(.ended(second, .succeeded)).stopped.isEmpty)
    #expect(world.send(.catchUpReleased).stopped == [Stop(fire: next.id, force: false)])
    #expect(world.send(.ended(next, .failed)).started.map(\.kind) == [.chained])
  }

  /// A run of what follows went on when the next was claimed, and was asked to end.
  @Test func whatHadToMakeRoomForOneThatFollowsIsAskedAgain() throws {
    var (world, next, second) = try followed()
    let asked = [Stop(fire: next.id, force: false)]
    #expect(world.send(.ended(second, .succeeded)).stopped == asked)
    #expect(world.restart().stopped == asked)
    #expect(world.send(.catchUpReleased).stopped.isEmpty)
  }

  @Test func aFollowerHasNoTimingAndIsArmed() {
    let world = world(follower())
    let status = world.scheduler.status(of: Identifier(high: 0, low: 2))
    #expect(status?.state == .armed)
    #expect(status?.nextDue == nil)
  }

  @Test func theTimingOfAServersRecordDoesNotCount() throws {
    var definition = follower()
    definition.record.source = .zenml
    definition.record.cronExpression = "* * * * *"
    var world = world(definition)
    #expect(world.advance(to: "02:05").started.isEmpty)
    #expect(world.scheduler.status(of: definition.id)?.schedule.definition.warnings.map(\.code) == ["chain_wins"])
  }
}
