import CivilTime
import Scheduling
import Testing

/// The clock is set while the daemon is up.
@Suite struct ClockStepTests {
  private let day: Int64 = 86_400

  private func step(_ world: inout World, by seconds: Int64) -> [SchedulerEffect] {
    world.now = world.now.advanced(by: .seconds(seconds))
    return world.send(.clockStepped(by: .seconds(seconds)))
  }

  @Test func forwardOverDueInstantsIsAMisfire() {
    var world = World("01:59:30".today)
    world.open(minutely())
    #expect(step(&world, by: 600).startedDue == ["02:09"])
    #expect(world.story == ["02:00…02:08 ×9 coalesced", "02:09 claimed"])
  }

  @Test func backwardFiresNothingTwice() throws {
    var world = World("01:59")
    world.open(minutely("*/10 * * * *", policy: policy(.last, .allow)))
    #expect(world.advance(to: "02:00").started.count == 1)
    #expect(step(&world, by: -3600).started.isEmpty)
    #expect(world.advance(to: "02:00").started.isEmpty)
    #expect(world.advance(to: "02:10").startedDue == ["02:10"])
  }

  @Test func aRunIsNotTimedOutByAStep() throws {
    var world = World("01:59")
    world.open(minutely("0 2 1 * *", policy: policy { $0.timeout = .seconds(600) }))
    let fire = try world.run(at: "2026-12-01T02:00:00Z")
    #expect(step(&world, by: day).stopped == [])
    #expect(world.pass(.seconds(599)).stopped == [])
    #expect(world.pass(.seconds(1)).stopped == [Stop(fire: fire.id, force: false)])
  }

  @Test(arguments: [-86_400, 86_400] as [Int64]) func aDelayKeepsItsLength(seconds: Int64) throws {
    var world = World("01:59")
    world.open(minutely("0 2 1 * *", policy: policy { ($0.retry.backoff, $0.startDeadline) = (.seconds(10), .seconds(200_000)) }))
    let fire = try #require(world.advance(to: "2026-12-01T02:00:00Z").started.first)
    _ = world.send(.busy(fire))
    #expect(step(&world, by: seconds).started.isEmpty)
    #expect(world.pass(.seconds(9)).started.isEmpty)
    #expect(world.pass(.seconds(1)).started == [fire])
  }

  @Test(arguments: [-86_400, 86_400] as [Int64]) func theDelayOfASecondAttemptKeepsItsLength(seconds: Int64) throws {
    var world = World("01:59")
    world.open(minutely("0 2 1 * *", policy: policy { ($0.retry.attempts, $0.retry.backoff) = (2, .seconds(10)) }))
    let fire = try world.run(at: "2026-12-01T02:00:00Z")
    _ = world.send(.ended(fire, .failed))
    #expect(step(&world, by: seconds).started.isEmpty)
    #expect(world.pass(.seconds(9)).started.isEmpty)
    #expect(world.pass(.seconds(1)).started.map(\.attempt) == [2])
  }

  @Test func aPauseEndsAtItsTimeOfDay() {
    var world = World("01:59")
    world.open(minutely())
    _ = world.send(.pause(until: "04:00", since: world.now))
    _ = step(&world, by: 3600)
    #expect(world.advance(to: "03:59").started.isEmpty)
    #expect(world.advance(to: "04:00").startedDue == ["04:00"])
  }

  @Test func limitsGoOnAfterAStepBack() {
    var limits = DispatchLimits.unlimited
    limits.all.perSecond = 1
    var world = World("01:59", limits: limits)
    world.open(minutely("0 * * * *"), minutely("0 * * * *", id: 2))
    #expect(world.advance(to: "02:00").started.count == 1)
    _ = step(&world, by: -day)
    #expect(world.pass(.seconds(1)).started.count == 1)
  }

  @Test func aStepThatNobodyToldIsSurvived() {
    var world = World("02:00:30".today)
    world.open(minutely())
    #expect(world.advance(to: "02:00:10".today).started.isEmpty)
    #expect(world.advance(to: "02:01").startedDue == ["02:01"])
  }

  @Test(arguments: [-86_400, 86_400] as [Int64]) func aStartDeadlineCountsTimeThatHasPassed(seconds: Int64) throws {
    var world = World("01:59")
    world.open(minutely("0 2 1 * *", policy: policy(.last, .bufferOne) { $0.startDeadline = .seconds(300) }))
    _ = try world.run(at: "2026-12-01T02:00:00Z")
    _ = world.send(.triggerRequested(schedule: nightlyID, fire: Identifier(high: 9, low: 9)))
    _ = step(&world, by: seconds)
    _ = world.pass(.seconds(299))
    #expect(world.story == ["02:00 waiting", "02:00 started"])
    _ = world.pass(.seconds(1))
    #expect(world.story == ["02:00 skipped_missed_deadline", "02:00 started"])
  }

  /// Both orders: the clock shows in between that its time is long over, or has not come yet.
  @Test(arguments: [-3600, -600, 600, 3600] as [Int64]) func stepsThatUndoEachOtherLeaveAStartDeadlineAlone(seconds: Int64) throws {
    var world = World("01:59")
    let rules = policy { ($0.startDeadline, $0.retry.backoff, $0.retry.maxBackoff) = (.seconds(300), .seconds(90), .seconds(90)) }
    world.open(minutely("0 2 1 * *", policy: rules))
    var fire = try #require(world.advance(to: "2026-12-01T02:00:00Z").started.first)
    for _ in 0..<4 {
      // The clock is wrong when it begins to wait.
      _ = step(&world, by: seconds)
      _ = world.send(.busy(fire))
      _ = step(&world, by: -seconds)
      guard world.now < instant("2026-12-01T02:04:30Z") else { break }
      fire = try #require(world.pass(.seconds(90)).started.first)
    }
    #expect(world.advance(to: "2026-12-01T02:04:59Z").started.isEmpty)
    #expect(world.story == ["02:00 waiting"])
    _ = world.pass(.seconds(1))
    #expect(world.story == ["02:00 skipped_missed_deadline"])
  }

  /// A calendar puts off until midnight what then has to wait for its turn.
  private func putOffUntilMidnight() throws -> World {
    var world = World("2026-12-01T01:59:00Z")
    let tuesday = ExclusionCalendar(name: "tuesday", weekly: [.init(weekdays: [2])])
    let putOff = policy(.last, .bufferOne) {
      ($0.startDeadline, $0.mutex, $0.calendars) = (.seconds(300), "gpu", [CalendarRule(tuesday, action: .defer)])
    }
    world.open(minutely("0 2 1 * *", policy: policy { $0.mutex = "gpu" }), minutely("0 2 1 * *", id: 2, policy: putOff))
    _ = try world.run(at: "2026-12-01T02:00:00Z")
    _ = world.advance(to: "2026-12-01T23:56:40Z")
    return world
  }

  @Test(arguments: [180, -180, -3600] as [Int64]) func stepsThatUndoEachOtherLeaveTheDeadlineOfWhatIsPutOffAlone(seconds: Int64) throws {
    var world = try putOffUntilMidnight()
    _ = step(&world, by: seconds)
    _ = step(&world, by: -seconds)
    _ = world.advance(to: "2026-12-02T00:00:00Z")
    _ = world.advance(to: "2026-12-02T00:04:59Z")
    let waiting = try #require(world.ledger.first { $0.scheduleID != nightlyID }?.id)
    #expect(world.journal.rows[waiting]?.outcome == .waiting)
    _ = world.pass(.seconds(1))
    #expect(world.journal.rows[waiting]?.outcome == .skippedMissedDeadline)
  }

  /// It was missed then, and has no deadline: the misfire policy says what is made of it.
  @Test func whatAStepBringsOverItsTimeWaitsForItsTurn() throws {
    var world = try putOffUntilMidnight()
    _ = step(&world, by: 3600)
    _ = step(&world, by: -3600)
    _ = world.advance(to: "2026-12-02T12:00:00Z")
    let waiting = try #require(world.ledger.first { $0.scheduleID != nightlyID }?.id)
    #expect(world.journal.rows[waiting]?.outcome == .waiting)
  }

  @Test(arguments: [[7200], [-7200], [7200, -7200], [-7200, 7200]] as [[Int64]])
  func aBudgetCountsTimeThatHasPassed(steps: [Int64]) throws {
    for (passed, isTriedAgain) in [(3500, true), (3700, false)] as [(Int64, Bool)] {
      var world = World("01:59")
      let rules = policy { ($0.retry.attempts, $0.retry.backoff, $0.retry.budget) = (2, .seconds(10), .seconds(3600)) }
      world.open(minutely("0 2 1 * *", policy: rules))
      let fire = try world.run(at: "2026-12-01T02:00:00Z")
      for seconds in steps { _ = step(&world, by: seconds) }
      _ = world.pass(.seconds(passed))
      _ = world.send(.ended(fire, .failed))
      #expect(world.pass(.seconds(10)).started.map(\.attempt) == (isTriedAgain ? [2] : []))
    }
  }

  @Test func aStepBeforeItIsTakenCountsForNoBudget() throws {
    var world = World("01:59")
    let rules = policy {
      ($0.retry.attempts, $0.retry.backoff, $0.retry.budget, $0.startDeadline) = (2, .seconds(10), .seconds(3600), .seconds(200_000))
    }
    world.open(minutely("0 2 1 * *", policy: rules))
    let fire = try #require(world.advance(to: "2026-12-01T02:00:00Z").started.first)
    _ = step(&world, by: -day)
    _ = world.send(.busy(fire))
    let taken = try #require(world.pass(.seconds(10)).started.first)
    _ = world.send(.began(taken, at: world.now))
    _ = world.send(.ended(taken, .failed))
    #expect(world.pass(.seconds(10)).started.map(\.attempt) == [2])
  }

  @Test func aStepWhileAFireIsBeingSentLeavesItItsTimeToWait() throws {
    var world = World("01:59")
    world.open(minutely("0 2 1 * *", policy: policy { ($0.startDeadline, $0.retry.sends) = (.seconds(300), 100) }))
    let fire = try #require(world.advance(to: "2026-12-01T02:00:00Z").started.first)
    _ = step(&world, by: day)
    _ = world.send(.busy(fire))
    #expect(world.pass(.seconds(1)).started.map(\.id) == [fire.id])
  }
}
