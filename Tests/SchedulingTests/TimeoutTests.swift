import CivilTime
import Scheduling
import Testing

/// A run that takes longer than it may is told to end, then made to, then given up on.
@Suite struct TimeoutTests {
  private func timed(_ overlap: Policy.Overlap = .skip, attempts: Int = 1) -> ScheduleDefinition {
    minutely("0 * * * *", policy: policy(.last, overlap) { ($0.timeout, $0.retry.attempts) = (.seconds(600), attempts) })
  }

  private func running(attempts: Int = 1) throws -> (World, Fire) {
    var world = World("01:59")
    world.open(timed(attempts: attempts))
    let fire = try world.run(at: "02:00")
    return (world, fire)
  }

  @Test func itIsToldPolitelyFirst() throws {
    var (world, fire) = try running()
    #expect(world.advance(to: "02:09:59".today).stopped == [])
    #expect(world.advance(to: "02:10").stopped == [Stop(fire: fire.id, force: false)])
    _ = world.send(.stopAnswered(fire: fire.id, .asked))
    _ = world.send(.ended(fire, .failed))
    #expect(world.story == ["02:00 timed_out"])
  }

  @Test func whatDoesNotListenIsMadeToEnd() throws {
    var (world, fire) = try running()
    _ = world.advance(to: "02:10")
    #expect(world.advance(to: "02:10:59".today).stopped == [])
    #expect(world.advance(to: "02:11").stopped == [Stop(fire: fire.id, force: true)])
  }

  @Test func whatCannotBeMadeToEndIsGivenUpOn() throws {
    var (world, _) = try running()
    _ = world.advance(to: "02:10")
    _ = world.advance(to: "02:11")
    _ = world.advance(to: "02:12")
    #expect(world.story == ["02:00 timed_out"])
    #expect(world.scheduler.firesUnderWay == 0)
  }

  /// Its target would be asked for as long as the daemon lives.
  @Test func whatIsGivenUpOnIsLookedAtNoMore() throws {
    var (world, fire) = try running()
    let effects = world.advance(to: "02:10") + world.advance(to: "02:11")
    #expect(effects.unfollowed == [])
    #expect(world.advance(to: "02:12").unfollowed == [fire.id])
  }

  @Test func whatCannotBeStoppedIsLookedAtNoMoreAndWhatIsLostNeither() throws {
    var (world, fire) = try running()
    _ = world.advance(to: "02:10")
    #expect(world.send(.stopAnswered(fire: fire.id, .impossible(Reason("no_stop", "it cannot be ended")))).unfollowed == [fire.id])
    var other = World("01:59")
    other.open(minutely("0 2 * * *"))
    let lost = try other.run(at: "02:00")
    _ = other.send(.runUnreachable(fire: lost.id, Reason("no_connection", "refused")))
    #expect(other.pass(Scheduler.patience).unfollowed == [lost.id])
    #expect(other.story.first == "02:00 lost")
  }

  @Test func whatHasToldItsEndNeedNotBeLeftAlone() throws {
    var (world, fire) = try running()
    _ = world.advance(to: "02:10")
    #expect(world.send(.ended(fire, .failed)).unfollowed == [])
  }

  @Test func whatCannotBeStoppedAtAllIsGivenUpOnAtOnce() throws {
    var (world, fire) = try running()
    _ = world.advance(to: "02:10")
    _ = world.send(.stopAnswered(fire: fire.id, .impossible(Reason("no_stop", "this kind of run cannot be ended"))))
    #expect(world.story == ["02:00 timed_out"])
    #expect(world.ledger[0].reason?.sentence == "it ran longer than it may, and cannot be ended: this kind of run cannot be ended")
  }

  /// Its state can be read all the while, so it is never out of sight.
  @Test func whatNobodyCanBeToldToEndIsGivenUpOnAfterAnHour() throws {
    var world = World("01:59")
    world.open(minutely("0 2 * * *", policy: policy { $0.timeout = .seconds(600) }))
    let fire = try world.run(at: "02:00")
    _ = world.send(.runChanged(fire: fire.id, RunObservation(status: "running")))
    var stops = world.advance(to: "02:10").stopped
    for _ in 1...59 {
      _ = world.send(.stopAnswered(fire: fire.id, .unavailable(Reason("http_403", "answered 403"))))
      stops += world.pass(.seconds(60)).stopped
    }
    #expect(stops == Array(repeating: Stop(fire: fire.id, force: false), count: 60))
    #expect(world.story == ["02:00 started"])
    _ = world.send(.stopAnswered(fire: fire.id, .unavailable(Reason("http_403", "answered 403"))))
    _ = world.pass(.seconds(60))
    #expect(world.story == ["02:00 timed_out"])
    #expect(world.ledger[0].reason?.sentence == "it ran longer than it may, and for an hour nobody could be told to end it")
  }

  /// A command's exit record, as it is found after its fire was asked to end.
  private func exited(_ fire: Fire, _ code: Int, at time: String) -> SchedulerEvent {
    let reason = code == 0 ? nil : Reason("exit_code", "it exited with \(code)")
    return .runChanged(
      fire: fire.id,
      RunObservation(
        status: "exit \(code)", outcome: code == 0 ? .succeeded : .failed, reason: reason, finishedAt: instant(time), exitCode: code))
  }

  /// The machine slept, and the timer goes off before anybody has looked.
  @Test(arguments: [(0, "02:00 succeeded"), (3, "02:00 failed")])
  func whatHadEndedInTimeAndIsSeenLaterTellsItsOwnEnd(code: Int, story: String) throws {
    var (world, fire) = try running()
    #expect(world.advance(to: "02:40").stopped == [Stop(fire: fire.id, force: false)])
    _ = world.send(.stopAnswered(fire: fire.id, .asked))
    _ = world.send(exited(fire, code, at: "02:05"))
    #expect(world.story == [story])
    #expect(world.ledger[0].reason?.code == (code == 0 ? nil : "exit_code"))
    #expect(world.ledger[0].finishedAt == instant("02:05"))
  }

  @Test(arguments: [(0, "02:00 succeeded"), (3, "02:00 failed")])
  func whatEndsInTimeOutOfSightTellsItsOwnEnd(code: Int, story: String) throws {
    var (world, fire) = try running()
    _ = world.advance(to: "02:05")
    _ = world.send(.runUnreachable(fire: fire.id, Reason("run_unreachable", "its folder cannot be read")))
    _ = world.advance(to: "02:10")
    _ = world.send(.stopAnswered(fire: fire.id, .unavailable(Reason("supervisor_unreachable", "its folder cannot be read"))))
    _ = world.advance(to: "02:14")
    _ = world.send(exited(fire, code, at: "02:08"))
    #expect(world.story == [story])
  }

  @Test func whatEndedWhileTheDaemonWasDownTellsItsOwnEndThoughItsTimeIsOver() throws {
    var (world, fire) = try running()
    world.now = instant("02:15")
    _ = world.restart()
    _ = world.send(.clockAdvanced)
    _ = world.send(exited(fire, 3, at: "02:05"))
    #expect(world.story == ["02:00 failed"])
  }

  @Test func whatFailsAfterItWasToldToEndHasTakenTooLong() throws {
    var (world, fire) = try running()
    _ = world.advance(to: "02:10")
    _ = world.send(exited(fire, 3, at: "02:10:01".today))
    #expect(world.story == ["02:00 timed_out"])
  }

  @Test func aClockThatIsSetBackMakesNoEndOneInTime() throws {
    var (world, fire) = try running()
    _ = world.advance(to: "02:10")
    world.now = instant("01:10")
    _ = world.send(.clockStepped(by: .seconds(-3600)))
    _ = world.send(exited(fire, 3, at: "01:10:01".today))
    #expect(world.story.contains("02:00 timed_out"))
  }

  @Test func whatSucceedsMeanwhileHasSucceeded() throws {
    var (world, fire) = try running()
    _ = world.advance(to: "02:10")
    _ = world.send(.ended(fire, .succeeded))
    #expect(world.story == ["02:00 succeeded"])
  }

  @Test func aTimeoutIsWorthAnotherAttempt() throws {
    var (world, fire) = try running(attempts: 2)
    _ = world.advance(to: "02:10")
    _ = world.send(.ended(fire, .cancelled))
    #expect(world.pass(.seconds(1)).started.map(\.attempt) == [2])
  }

  @Test func aFurtherAttemptHasATimeOfItsOwn() throws {
    var (world, fire) = try running(attempts: 2)
    _ = world.advance(to: "02:10")
    _ = world.send(.ended(fire, .cancelled))
    let second = try #require(world.pass(.seconds(1)).started.first)
    _ = world.send(.began(second, at: world.now))
    #expect(world.pass(.seconds(599)).stopped == [])
    #expect(world.pass(.seconds(1)).stopped == [Stop(fire: fire.id, force: false)])
  }

  /// Somebody who helps calls nothing off.
  @Test func aTimeoutThatIsCancelledByForceIsGivenUpOnAllTheSame() throws {
    var (world, fire) = try running()
    _ = world.advance(to: "02:10")
    world.now = instant("02:10:30".today)
    #expect(world.send(.cancelRequested(fire: fire.id, force: true)).stopped == [Stop(fire: fire.id, force: true)])
    _ = world.advance(to: "02:11:30".today)
    #expect(world.story == ["02:00 timed_out"])
  }

  @Test func whatIsToMakeRoomAndDoesNotEndIsGivenUpOnInItsTime() throws {
    var world = World("01:59")
    world.open(minutely("*/5 * * * *", policy: policy(.last, .cancelOther) { $0.timeout = .seconds(600) }))
    let fire = try world.run(at: "02:00")
    #expect(world.advance(to: "02:05").stopped == [Stop(fire: fire.id, force: false)])
    #expect(world.advance(to: "02:06").stopped == [Stop(fire: fire.id, force: true)])
    #expect(world.advance(to: "02:07").stopped == [])
    #expect(world.advance(to: "02:10").stopped == [Stop(fire: fire.id, force: true)])
    _ = world.advance(to: "02:11")
    #expect(world.story.first == "02:00 timed_out")
  }

  @Test func itIsCountedFromTheSendOverARestart() throws {
    var (world, fire) = try running()
    world.now = instant("02:15")
    #expect(world.restart().followed.map(\.id) == [fire.id])
    #expect(world.send(.clockAdvanced).stopped == [Stop(fire: fire.id, force: false)])
  }

  private func limited(to timeout: Duration?) -> ScheduleDefinition { minutely("0 * * * *", policy: policy { $0.timeout = timeout }) }

  @Test func anEditHoldsForTheRunThatGoesOn() throws {
    var (world, fire) = try running()
    _ = world.advance(to: "02:05")
    _ = world.edit(limited(to: .seconds(900)))
    #expect(world.advance(to: "02:14:59".today).stopped == [])
    #expect(world.advance(to: "02:15").stopped == [Stop(fire: fire.id, force: false)])
  }

  @Test func aLimitThatIsOverWithTheEditEndsTheRunAtOnce() throws {
    var (world, fire) = try running()
    _ = world.advance(to: "02:05")
    let wake = try #require(world.edit(limited(to: .seconds(240))).wake)
    #expect(wake <= world.now)
    #expect(world.send(.clockAdvanced).stopped == [Stop(fire: fire.id, force: false)])
  }

  @Test func aLimitMayBeTakenAwayAndComeBack() throws {
    var (world, fire) = try running()
    _ = world.edit(limited(to: nil))
    #expect(world.advance(to: "02:20").stopped == [])
    world.now = world.now.advanced(by: .seconds(-3600))
    _ = world.send(.clockStepped(by: .seconds(-3600)))
    _ = world.edit(limited(to: .seconds(1800)))
    #expect(world.pass(.seconds(599)).stopped == [], "time that has passed counts, not what the clock shows")
    #expect(world.pass(.seconds(1)).stopped == [Stop(fire: fire.id, force: false)])
  }

  @Test func whatIsBeingEndedForItsTimeStaysSo() throws {
    var (world, fire) = try running()
    _ = world.advance(to: "02:10")
    _ = world.edit(limited(to: .seconds(3600)))
    #expect(world.advance(to: "02:11").stopped == [Stop(fire: fire.id, force: true)])
  }

  @Test func aScheduleThatComesBackWithAnotherLimitHoldsItsRunToThat() throws {
    var (world, fire) = try running()
    _ = world.send(.schedulesRemoved([nightlyID]))
    world.now = instant("02:05")
    _ = world.edit(limited(to: .seconds(900)))
    #expect(world.advance(to: "02:10").stopped == [])
    #expect(world.advance(to: "02:15").stopped == [Stop(fire: fire.id, force: false)])
  }

  /// A fire whose answer was lost at 02:00, and whose target cannot be asked, with ten minutes for that.
  private func unseen() throws -> World {
    var world = World("01:59")
    world.open(timed())
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.unclear(fire))
    _ = world.send(.lookedUp(fire: fire.id, .unavailable(Reason("no_connection", "refused"))))
    return world
  }

  @Test func anEditHoldsForWhatIsOutOfSightToo() throws {
    var world = try unseen()
    _ = world.advance(to: "02:05")
    _ = world.edit(limited(to: .seconds(1800)))
    _ = world.advance(to: "02:29:59".today)
    #expect(world.story == ["02:00 unknown"])
    _ = world.advance(to: "02:30")
    #expect(world.story == ["02:00 lost"])
  }

  @Test func anEditHoldsForARunThatIsOutOfSightWhichIsToldToEndFirst() throws {
    var world = World("01:59")
    world.open(limited(to: nil))
    let fire = try world.run(at: "02:00")
    _ = world.send(.runUnreachable(fire: fire.id, Reason("no_connection", "refused")))
    _ = world.advance(to: "02:05")
    _ = world.edit(limited(to: .seconds(600)))
    #expect(world.story == ["02:00 started"])
    #expect(world.advance(to: "02:10").stopped == [Stop(fire: fire.id, force: false)])
    #expect(world.story == ["02:00 lost"])
  }

  @Test func howLongItIsOutOfSightIsTimeThatHasPassedAfterAnEditToo() throws {
    var world = try unseen()
    world.now = instant("01:00")
    _ = world.send(.clockStepped(by: .seconds(-3600)))
    _ = world.edit(limited(to: .seconds(1200)))
    _ = world.pass(.seconds(1199))
    #expect(world.story == ["02:00 unknown"])
    _ = world.pass(.seconds(1))
    #expect(world.story == ["02:00 lost"])
  }

  @Test func aRunThatIsOutOfSightForAsLongIsLost() throws {
    var (world, fire) = try running()
    _ = world.advance(to: "02:05")
    _ = world.send(.runUnreachable(fire: fire.id, Reason("no_connection", "refused")))
    #expect(world.ledger[0].reason?.sentence == "how its run stands cannot be learned now: refused")
    _ = world.advance(to: "02:10")
    _ = world.send(.stopAnswered(fire: fire.id, .unavailable(Reason("no_connection", "refused"))))
    _ = world.advance(to: "02:11")
    _ = world.advance(to: "02:20")
    #expect(world.ledger[0].outcome.isFinal)
  }

  @Test func withoutATimeoutADayOutOfSightIsTooLong() throws {
    var world = World("01:59")
    world.open(minutely("0 2 * * *"))
    let fire = try world.run(at: "02:00")
    _ = world.send(.runUnreachable(fire: fire.id, Reason("no_connection", "refused")))
    _ = world.pass(.seconds(86_399))
    #expect(world.ledger[0].outcome == .started)
    _ = world.pass(.seconds(1))
    #expect(world.ledger[0].outcome == .lost)
  }

  @Test func aRunThatIsSeenAgainIsNotLost() throws {
    var world = World("01:59")
    world.open(minutely("0 2 1 * *"))
    world.now = instant("2026-12-01T01:59:00Z")
    let fire = try world.run(at: "2026-12-01T02:00:00Z")
    _ = world.send(.runUnreachable(fire: fire.id, Reason("no_connection", "refused")))
    _ = world.send(.runChanged(fire: fire.id, RunObservation(status: "running")))
    _ = world.pass(.seconds(10 * 86_400))
    #expect(world.ledger.last?.outcome == .started)
  }

  @Test func aRunThatWasFoundAfterVainQuestionsIsNotLost() throws {
    var world = World("01:59")
    world.open(minutely("0 2 1 * *"))
    let fire = try #require(world.advance(to: "2026-12-01T02:00:00Z").started.first)
    _ = world.send(.unclear(fire))
    _ = world.send(.lookedUp(fire: fire.id, .unavailable(Reason("no_connection", "refused"))))
    _ = world.send(.lookedUp(fire: fire.id, .running(runID: "r1", sentAt: world.now)))
    _ = world.pass(.seconds(10 * 86_400))
    #expect(world.ledger.last?.outcome == .started)
  }
}
