import CivilTime
import Scheduling
import Testing

/// After so many real starts nothing more is started.
@Suite struct MaxRunsTests {
  private func limited(_ limit: Int, _ misfire: Policy.Misfire = .last, _ overlap: Policy.Overlap = .skip) -> ScheduleDefinition {
    minutely(policy: policy(misfire, overlap) { $0.maxRuns = limit })
  }

  @Test func afterTheLastOneNothingStarts() throws {
    var world = World("01:59")
    world.open(limited(2))
    for minute in ["02:00", "02:01"] { _ = world.send(.ended(try world.run(at: minute), .succeeded)) }
    #expect(world.advance(to: "02:02").started.isEmpty)
    #expect(world.advance(to: "02:03").started.isEmpty)
    #expect(world.story == ["02:00 succeeded", "02:01 succeeded", "02:02…02:03 ×2 skipped_max_runs"])
    #expect(world.scheduler.status(of: nightlyID)?.state == .ended)
  }

  @Test func whatWasRefusedDoesNotCount() throws {
    var world = World("01:59")
    world.open(limited(1))
    let refused = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.attemptEnded(fire: refused.id, .refused(.rejected, Reason("http_404", "answered 404"), sentAt: world.now)))
    #expect(world.advance(to: "02:01").startedDue == ["02:01"])
  }

  @Test func aManualFireDoesNotCount() throws {
    var world = World("01:59:30".today)
    world.open(limited(1))
    let manual = try #require(world.send(.triggerRequested(schedule: nightlyID, fire: Identifier(high: 9, low: 9))).started.first)
    _ = world.send(.succeeded(manual, at: world.now))
    #expect(world.advance(to: "02:00").startedDue == ["02:00"])
  }

  @Test func theCountOutlivesARestart() throws {
    var world = World("01:59")
    world.open(limited(1))
    _ = world.send(.ended(try world.run(at: "02:00"), .succeeded))
    _ = world.restart()
    _ = world.send(.catchUpReleased)
    #expect(world.advance(to: "02:01").started.isEmpty)
    #expect(world.story == ["02:00 succeeded", "02:01 skipped_max_runs"])
  }

  @Test func aFireUnderWayTakesAPlaceBeforeItHasStarted() {
    var world = World("01:59")
    world.open(limited(1, .all, .allow))
    #expect(world.advance(to: "02:00").started.count == 1)
    #expect(world.advance(to: "02:01").started.isEmpty)
  }

  @Test func aSecondAttemptIsNotASecondRun() throws {
    var definition = limited(2, .all, .allow)
    (definition.policy.retry.attempts, definition.policy.retry.backoff, definition.policy.retry.maxBackoff) = (
      2, .seconds(600), .seconds(600)
    )
    var world = World("01:59")
    world.open(definition)
    _ = world.send(.ended(try world.run(at: "02:00"), .failed))
    #expect(world.advance(to: "02:01").startedDue == ["02:01"])
  }

  // MARK: What is lost

  private let lost = LookUpResult.settled(.lost, Reason("no_exit_status", "it was started, and the machine went down"))

  /// The fire of 02:00, of which nobody knows yet whether it was started.
  private func asked(_ retryUnknown: Bool?) throws -> (World, Fire) {
    var definition = limited(1)
    definition.policy.retryUnknown = retryUnknown
    var world = World("01:59")
    world.open(definition)
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.unclear(fire))
    return (world, fire)
  }

  @Test(arguments: [false, true]) func aRunThatIsLostCounts(isCancelled: Bool) throws {
    var (world, fire) = try asked(nil)
    if isCancelled { _ = world.send(.cancelRequested(fire: fire.id, force: false)) }
    _ = world.send(.lookedUp(fire: fire.id, lost))
    #expect(world.scheduler.status(of: nightlyID)?.state == .ended)
    #expect(world.advance(to: "02:01").started.isEmpty)
    #expect(world.story == [isCancelled ? "02:00 cancelled" : "02:00 lost", "02:01 skipped_max_runs"])
  }

  @Test func aRunThatIsLostAndRepeatedCountsOnce() throws {
    var (world, fire) = try asked(true)
    _ = world.send(.lookedUp(fire: fire.id, lost))
    let again = try #require(world.pass(.seconds(1)).started.first)
    #expect(again.attempt == 2)
    _ = world.send(.succeeded(again, at: world.now))
    #expect(world.journal.states[nightlyID]?.runsStarted == 1)
    #expect(world.advance(to: "02:01").started.isEmpty)
    #expect(world.story == ["02:00 succeeded", "02:01 skipped_max_runs"])
  }

  @Test func whatItsTargetNeverStartedDoesNotCount() throws {
    var (world, fire) = try asked(nil)
    _ = world.send(.cancelRequested(fire: fire.id, force: false))
    _ = world.send(.lookedUp(fire: fire.id, .notStarted))
    #expect(world.advance(to: "02:01").startedDue == ["02:01"])
  }

  @Test func underAllTheEarliestOfTheMissedTakeThePlaces() {
    var world = World("02:10:30".today)
    _ = world.restart(limited(2, .all, .allow), coveredUntil: "02:00")
    #expect(world.send(.catchUpReleased).startedDue == ["02:01", "02:02"])
    #expect(world.story == ["02:01 claimed", "02:02 claimed", "02:03…02:10 ×8 skipped_max_runs"])
  }

  @Test func theMisfireWindowIsLookedAtFirst() {
    var definition = limited(2, .all, .allow)
    definition.policy.misfireWindow = .seconds(240)
    var world = World("02:10:30".today)
    _ = world.restart(definition, coveredUntil: "02:00")
    #expect(world.send(.catchUpReleased).startedDue == ["02:07", "02:08"])
    #expect(world.story == ["02:01…02:06 ×6 skipped_misfire", "02:07 claimed", "02:08 claimed", "02:09…02:10 ×2 skipped_max_runs"])
    _ = world.advance(to: "02:11")
    #expect(world.story.last == "02:09…02:11 ×3 skipped_max_runs")
  }

  @Test func underLastTheLatestTakesTheOnePlace() {
    var world = World("02:10:30".today)
    _ = world.restart(limited(1), coveredUntil: "02:00")
    #expect(world.send(.catchUpReleased).startedDue == ["02:10"])
  }
}
