import CivilTime
import Scheduling
import Testing

/// How long a fire may wait for its start while the daemon is up.
@Suite struct StartDeadlineTests {
  /// One place, so that a second fire has to wait.
  private func single() -> DispatchLimits {
    var limits = DispatchLimits.unlimited
    limits.all.inFlight = 1
    return limits
  }

  @Test(arguments: [
    (10, 60), (60, 60), (119, 60), (240, 120), (600, 300), (7200, 3600), (86_400, 3600),
  ])
  func theDefaultIsHalfTheGapWithinBounds(gap: Int64, limit: Int64) {
    #expect(Scheduler.startDeadlineDefault(gap: .seconds(gap)) == .seconds(limit))
  }

  @Test func theDefaultOfWhatRunsOnceIsAnHour() { #expect(Scheduler.startDeadlineDefault(gap: nil) == .seconds(3600)) }

  @Test func aFireThatWaitsForLimitsIsGivenUpAtItsDeadline() throws {
    var world = World("01:59", limits: single())
    world.open(minutely("*/10 * * * *"), minutely("*/10 * * * *", id: 2))
    #expect(world.advance(to: "02:00").started.count == 1)
    #expect(world.advance(to: "02:04:59".today).started.isEmpty)
    #expect(world.story == ["02:00 claimed", "02:00 claimed"])
    _ = world.advance(to: "02:05")
    #expect(world.ledger.map(\.outcome).sorted { $0.rawValue < $1.rawValue } == [.claimed, .skippedMissedDeadline])
    #expect(world.ledger.compactMap(\.reason).map(\.code) == ["start_deadline"])
  }

  @Test func aFireThatWaitsForItsTurnIsGivenUpAtItsDeadline() throws {
    var world = World("01:59")
    world.open(minutely("*/10 * * * *", policy: policy(.last, .bufferOne)))
    _ = try world.run(at: "02:00")
    _ = world.advance(to: "02:10")
    _ = world.advance(to: "02:14:59".today)
    #expect(world.story == ["02:00 started", "02:10 waiting"])
    _ = world.advance(to: "02:15")
    #expect(world.story == ["02:00 started", "02:10 skipped_missed_deadline"])
  }

  @Test func retriesDoNotOutliveTheDeadline() throws {
    var world = World("01:59")
    world.open(minutely("0 * * * *", policy: policy { ($0.startDeadline, $0.retry.sends) = (.seconds(5), 100) }))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.busy(fire))
    _ = world.send(.busy(try #require(world.advance(to: "02:00:01".today).started.first)))
    _ = world.send(.busy(try #require(world.advance(to: "02:00:03".today).started.first)))
    _ = world.advance(to: "02:00:05".today)
    #expect(world.story == ["02:00 skipped_missed_deadline"])
  }

  @Test func whatIsSentInTimeMayTakeAsLongAsItLikes() throws {
    var world = World("01:59")
    world.open(minutely("0 * * * *", policy: policy { $0.startDeadline = .seconds(5) }))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.advance(to: "02:30")
    _ = world.send(.succeeded(fire, at: instant("02:00")))
    #expect(world.story == ["02:00 succeeded"])
  }

  @Test func thereIsNoneWhileTheTargetIsAway() throws {
    var world = World("01:59")
    world.open(minutely("0 2 * * *"))
    var fire = try #require(world.advance(to: "02:00").started.first)
    for _ in 0..<20 {
      _ = world.send(.away(fire))
      fire = try #require(world.pass(.seconds(600)).started.first, "it was given up at \(world.now)")
    }
    _ = world.send(.succeeded(fire, at: world.now))
    #expect(world.story == ["02:00 succeeded"])
  }

  @Test func aBackfillHasNone() throws {
    var world = World("03:00", limits: single())
    world.open(minutely("*/10 * * * *", policy: policy(.last, .allow)))
    let backfill = Backfill(id: Identifier(high: 7, low: 7), after: instant("01:00"), through: instant("02:00"), maxParallel: 2)
    _ = world.send(.backfillRequested(schedule: nightlyID, backfill))
    _ = world.advance(to: "03:09")
    #expect(world.story == ["01:10 claimed", "01:20 claimed"])
  }

  /// The deadline of a schedule that is due each minute is over when the next instant comes: that one decides, as the misfire policy says.
  @Test(arguments: [
    (Policy.Misfire.last, "coalesced", "waiting"), (.skip, "skipped_missed_deadline", "claimed"),
    (.all, "skipped_missed_deadline", "claimed"),
  ])
  func whereItComesWithTheNextInstantThatOneTakesThePlace(misfire: Policy.Misfire, older: String, newest: String) throws {
    var world = World("01:59", limits: single())
    world.open(minutely("0 2 * * *", id: 2), minutely("1-4 2 * * *", policy: policy(misfire)))
    let running = try world.run(at: "02:00")
    for minute in 1...3 { #expect(world.advance(to: "02:0\(minute)").started.isEmpty) }
    #expect(world.story == ["02:00 started", "02:01 \(older)", "02:02 \(older)", "02:03 \(newest)"])
    #expect(world.send(.ended(running, .succeeded)).startedDue == ["02:03"])
  }

  /// None stands for what waits in a buffer: that leaves its place when its time is over, whatever the misfire policy says.
  @Test(arguments: Policy.Misfire.allCases)
  func inABufferTheNextInstantTakesThePlaceOfWhatIsGivenUp(misfire: Policy.Misfire) throws {
    var world = World("01:59")
    world.open(minutely("0-3 2 * * *", policy: policy(misfire, .bufferOne)))
    let running = try world.run(at: "02:00")
    for minute in 1...3 { #expect(world.advance(to: "02:0\(minute)").started.isEmpty) }
    #expect(world.story == ["02:00 started", "02:01 skipped_missed_deadline", "02:02 skipped_missed_deadline", "02:03 waiting"])
    #expect(world.send(.ended(running, .succeeded)).startedDue == ["02:03"])
  }

  /// Nor does one stand for what its target has declined.
  @Test(arguments: Policy.Misfire.allCases)
  func whatItsTargetHasDeclinedLeavesItsPlaceToTheNextInstant(misfire: Policy.Misfire) throws {
    var world = World("01:59")
    world.open(minutely("0-3 2 * * *", policy: policy(misfire)))
    for minute in 0...3 {
      let fire = try #require(world.advance(to: "02:0\(minute)").started.first)
      #expect(fire.due == instant("02:0\(minute)"))
      _ = world.send(.tooMany(fire, retryAfter: .seconds(1800)))
    }
    #expect(world.story.dropLast() == (0...2).map { "02:0\($0) skipped_missed_deadline" })
  }

  /// What has outlived an outage has no deadline, and the newest instant stands for it also when its target has declined it then.
  @Test func whatIsDeclinedAfterAnOutageBlocksNobody() throws {
    var world = World("01:59")
    world.open(minutely("0-3 2 * * *"))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.away(fire))
    let again = try #require(world.advance(to: "02:00:01".today).started.first)
    #expect(again.id == fire.id)
    _ = world.send(.tooMany(again, retryAfter: .seconds(1800)))
    #expect(world.advance(to: "02:01").startedDue == ["02:01"])
    #expect(world.story == ["02:00 coalesced", "02:01 claimed"])
  }

  /// Each instant finds nobody at first, and is declined then: that counts from one to the next.
  @Test func aTargetThatDeclinesEachAfterAnOutageFailsOneInTheEnd() throws {
    var world = World("01:59")
    world.open(minutely("0-9 2 * * *", policy: policy { $0.retry.sends = 3 }))
    for minute in 0...2 {
      let fire = try #require(world.advance(to: "02:0\(minute)").started.first)
      _ = world.send(.away(fire))
      _ = world.send(.tooMany(try #require(world.pass(.seconds(2)).started.first), retryAfter: .seconds(1800)))
    }
    #expect(world.story == ["02:00 coalesced", "02:01 coalesced", "02:02 failed"])
  }

  @Test func norDoesWhatWasDeclinedBeforeARestart() throws {
    var world = World("01:59")
    world.open(minutely("0-3 2 * * *"))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.tooMany(fire, retryAfter: .seconds(1800)))
    world.now = instant("02:00:10".today)
    #expect(world.restart().started.isEmpty)
    #expect(world.send(.catchUpReleased).started.isEmpty)
    #expect(world.advance(to: "02:01").startedDue == ["02:01"])
    #expect(world.story == ["02:00 coalesced", "02:01 claimed"])
  }
}
