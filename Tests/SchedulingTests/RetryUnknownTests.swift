import CivilTime
import Scheduling
import Testing

/// What becomes of a fire of which nobody can say whether it was started.
@Suite struct RetryUnknownTests {
  private func asked(_ retryUnknown: Bool?) throws -> (World, Fire) {
    var world = World("01:59")
    world.open(minutely("0 * * * *", policy: policy { $0.retryUnknown = retryUnknown }))
    let fire = try #require(world.advance(to: "02:00").started.first)
    #expect(world.send(.unclear(fire)).lookedUp == [fire])
    return (world, fire)
  }

  @Test func byDefaultItIsSentAgainUnderItsKey() throws {
    var (world, fire) = try asked(nil)
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    #expect(world.pass(.seconds(1)).started == [fire])
  }

  @Test func whereThatIsNotWantedItIsLost() throws {
    var (world, fire) = try asked(false)
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    #expect(world.story == ["02:00 lost"])
    #expect(world.ledger[0].reason?.code == "retry_unknown")
  }

  @Test func aLostRunIsNotRepeated() throws {
    var (world, fire) = try asked(nil)
    _ = world.send(.lookedUp(fire: fire.id, .settled(.lost, Reason("no_exit_status", "the machine went down"))))
    #expect(world.story == ["02:00 lost"])
  }

  @Test func whereThatIsWantedALostRunIsFollowedByAnother() throws {
    var (world, fire) = try asked(true)
    _ = world.send(.lookedUp(fire: fire.id, .settled(.lost, Reason("no_exit_status", "the machine went down"))))
    #expect(world.send(.clockAdvanced).started.isEmpty)
    #expect(world.pass(.seconds(1)).started.map(\.attempt) == [2])
  }

  // MARK: Commands that were started

  private let supervisorGone = RunObservation(
    status: "lost", outcome: .lost, reason: Reason("supervisor_gone", "its supervisor left no exit record"))

  private func commandRuns(_ retryUnknown: Bool?, _ change: (inout Policy) -> Void = { _ in }) throws -> (World, Fire) {
    var world = World("01:59")
    world.open(
      minutely(
        "0 * * * *",
        policy: policy { policy in
          policy.retryUnknown = retryUnknown
          change(&policy)
        }, trigger: .command(CommandTrigger(argv: ["true"]))))
    let fire = try world.run(at: "02:00")
    return (world, fire)
  }

  @Test func aCommandThatACrashTookIsStartedAgainWhereThatIsWanted() throws {
    var (world, fire) = try commandRuns(true)
    #expect(world.restart().followed.map(\.id) == [fire.id])
    #expect(world.send(.runChanged(fire: fire.id, supervisorGone)).started.isEmpty)
    #expect(world.story == ["02:00 waiting"])
    let again = try #require(world.pass(.seconds(1)).started.first)
    #expect(again.runName == "\(fire.runName)-2")
    _ = world.send(.began(again, at: world.now))
    _ = world.send(.ended(again, .succeeded))
    #expect(world.story == ["02:00 succeeded"])
  }

  /// However often the machine crashes: each time a little later.
  @Test func itIsStartedFiveTimesAtMost() throws {
    var (world, fire) = try commandRuns(true)
    for (attempt, delay) in [(2, 1000), (3, 2000), (4, 4000), (5, 8000)] {
      _ = world.send(.runChanged(fire: fire.id, supervisorGone))
      #expect(world.pass(.milliseconds(delay - 1)).started.isEmpty)
      let again = try #require(world.pass(.milliseconds(1)).started.first)
      #expect(again.attempt == attempt)
      _ = world.send(.began(again, at: world.now))
    }
    _ = world.send(.runChanged(fire: fire.id, supervisorGone))
    #expect(world.story == ["02:00 lost"])
  }

  @Test func orAsOftenAsItsAttemptsAllow() throws {
    var (world, fire) = try commandRuns(true) { $0.retry.attempts = 7 }
    for attempt in 2...7 {
      _ = world.send(.runChanged(fire: fire.id, supervisorGone))
      let again = try #require(world.pass(.seconds(60)).started.first)
      #expect(again.attempt == attempt)
      _ = world.send(.began(again, at: world.now))
    }
    _ = world.send(.runChanged(fire: fire.id, supervisorGone))
    #expect(world.story.first == "02:00 lost")
  }

  @Test(arguments: [nil, false] as [Bool?]) func whereThatIsNotWantedACommandThatACrashTookIsLost(retryUnknown: Bool?) throws {
    var (world, fire) = try commandRuns(retryUnknown) { $0.retry.attempts = 3 }
    _ = world.send(.runChanged(fire: fire.id, supervisorGone))
    #expect(world.story == ["02:00 lost"])
    #expect(world.ledger[0].reason?.code == "supervisor_gone")
  }

  @Test func aCommandThatWasToEndAndIsThenLostIsNotStartedAgain() throws {
    var (world, fire) = try commandRuns(true)
    _ = world.send(.cancelRequested(fire: fire.id, force: false))
    _ = world.send(.runChanged(fire: fire.id, supervisorGone))
    #expect(world.story == ["02:00 cancelled"])
  }

  @Test func aLostCommandIsNotStartedAgainWhilePaused() throws {
    var (world, fire) = try commandRuns(true)
    _ = world.send(.pause(since: world.now))
    _ = world.send(.runChanged(fire: fire.id, supervisorGone))
    #expect(world.story == ["02:00 lost"])
  }

  /// The command itself has done its work.
  @Test func aCommandThatEndedWellIsNotStartedAgainWhenItsRunIsGone() throws {
    var (world, fire) = try commandRuns(true)
    var gone = RunObservation(status: "exit 0", outcome: .lost, reason: Reason("run_vanished", "the server no longer has its run"))
    gone.finishedAt = world.now
    _ = world.send(.runChanged(fire: fire.id, gone))
    #expect(world.story == ["02:00 lost"])
  }

  /// Its target may be at work on it still.
  @Test func whatIsNoCommandAndIsLostIsNotStartedAgain() throws {
    var world = World("01:59")
    world.open(minutely("0 * * * *", policy: policy { $0.retryUnknown = true }))
    let fire = try world.run(at: "02:00")
    _ = world.send(.runChanged(fire: fire.id, RunObservation(status: "gone", outcome: .lost, reason: Reason("run_vanished", "gone"))))
    #expect(world.story == ["02:00 lost"])
  }

  /// A second send that is under way when the daemon dies is as much in doubt as the first.
  @Test func aResendIsInDoubtOnceItIsSent() throws {
    var world = World("01:59")
    world.open(minutely("0 * * * *", policy: policy { $0.retryUnknown = false }))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.busy(fire))
    #expect(world.pass(.seconds(1)).started == [fire])
    let effects = world.restart()
    #expect(effects.started.isEmpty)
    #expect(effects.lookedUp.map(\.id) == [fire.id])
  }

  // MARK: An orderly end

  /// Two schedules of which one fire at a time is sent, and the first of them is.
  private func oneAtATime() throws -> (World, Fire) {
    var limits = DispatchLimits.unlimited
    limits.all.inFlight = 1
    var world = World("01:59", limits: limits)
    world.open([1, 2].map { minutely("0 * * * *", id: $0, policy: policy { $0.retryUnknown = false }) })
    let fire = try #require(world.advance(to: "02:00").started.first)
    return (world, fire)
  }

  @Test func atTheDaemonsEndNothingThatWaitsIsBegun() throws {
    var (world, fire) = try oneAtATime()
    _ = world.send(.stopping)
    #expect(world.send(.succeeded(fire, at: world.now)).started.isEmpty)
    let effects = world.restart()
    #expect(effects.lookedUp.isEmpty)
    #expect(Set(effects.started.map(\.scheduleID) + [fire.scheduleID]).count == 2, "it goes out in the next life")
  }

  @Test func whatIsOnlyAnnouncedAtTheEndIsNotInDoubt() throws {
    var (world, fire) = try oneAtATime()
    let announced = world.scheduler.handle(.succeeded(fire, at: world.now), at: world.now).commits
    #expect(announced.flatMap(\.updates).map(\.outcome) == [.succeeded, .claimed])
    _ = world.scheduler.handle(.stopping, at: world.now)
    let effects = announced.flatMap { world.scheduler.handle(.committed(batch: $0.id, refused: []), at: world.now) }
    #expect(effects.started.isEmpty)
    #expect(effects.commits.flatMap(\.updates).map(\.outcome) == [.waiting])
    // It stands still, which is as it should be.
    #expect(world.scheduler.audit(at: world.now) == [])
  }

  @Test func whatIsBeingClaimedAtTheEndIsNotInDoubt() {
    var world = World("01:59")
    world.open(minutely("0 * * * *", policy: policy { $0.retryUnknown = false }))
    world.now = instant("02:00")
    let claimed = world.scheduler.handle(.clockAdvanced, at: world.now).commits
    #expect(claimed.flatMap(\.claims).map(\.outcome) == [.claimed])
    _ = world.scheduler.handle(.stopping, at: world.now)
    let effects = claimed.flatMap { world.scheduler.handle(.committed(batch: $0.id, refused: []), at: world.now) }
    #expect(effects.started.isEmpty)
    #expect(effects.commits.flatMap(\.updates).map(\.reason?.code) == ["daemon_stops"])
  }

  // MARK: What else happens meanwhile

  /// It may have been taken each time, and nobody has said what became of it.
  @Test func afterAsManySendsAsThereMayBeItIsLostAndNotFailed() throws {
    var world = World("01:59")
    world.open(minutely("0 * * * *", policy: policy { $0.retry.sends = 2 }))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.attemptEnded(fire: fire.id, .unclear(Reason("timeout", "no answer within 30 s"))))
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    #expect(world.pass(.seconds(60)).started == [fire])
    _ = world.send(.attemptEnded(fire: fire.id, .unclear(Reason("timeout", "no answer within 30 s"))))
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    #expect(world.story == ["02:00 lost"])
    #expect(world.ledger[0].reason?.sentence == "whether it was started cannot be learned: no answer within 30 s")
  }

  /// The API may have refused the second because it is at work on the first.
  @Test(arguments: [Outcome.failed, .rejected]) func aResendThatIsRefusedSaysNothingOfTheFirstSend(outcome: Outcome) throws {
    var (world, fire) = try asked(nil)
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    #expect(world.pass(.seconds(1)).started == [fire])
    _ = world.send(.attemptEnded(fire: fire.id, .refused(outcome, Reason("http_409", "answered 409"), sentAt: world.now)))
    #expect(world.story == ["02:00 lost"])
    #expect(world.ledger[0].reason == Reason("in_doubt", "whether it was started cannot be learned: answered 409"))
    #expect(!world.ledger[0].wasRefused)
  }

  @Test func whatCertainlyWasNotStartedIsRefusedAsEver() throws {
    var (world, fire) = try asked(nil)
    _ = world.send(.lookedUp(fire: fire.id, .notStarted))
    #expect(world.pass(.seconds(1)).started == [fire])
    _ = world.send(.attemptEnded(fire: fire.id, .refused(.failed, Reason("http_404", "answered 404"), sentAt: world.now)))
    #expect(world.story == ["02:00 failed"])
    #expect(world.ledger[0].wasRefused)
  }

  @Test func aPauseDoesNotPretendThatItWasNotStarted() throws {
    var (world, fire) = try asked(nil)
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    _ = world.send(.pause(since: world.now))
    #expect(world.pass(.seconds(60)).started.isEmpty)
    #expect(world.story == ["02:00 lost"])
  }

  @Test func aNewerFireDoesNotStandForIt() throws {
    var world = World("01:59")
    world.open(minutely("* * * * *", policy: policy { $0.retry.backoff = .seconds(60) }))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.advance(to: "02:00:50".today)
    _ = world.send(.unclear(fire))
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    _ = world.advance(to: "02:01")
    #expect(world.story == ["02:00 unknown", "02:01 skipped_overlap"])
  }

  @Test func whatIsRemovedWhileItIsAskedAboutIsNotSent() throws {
    var (world, fire) = try asked(nil)
    _ = world.send(.schedulesRemoved([nightlyID]))
    _ = world.send(.lookedUp(fire: fire.id, .notStarted))
    #expect(world.pass(.seconds(60)).started.isEmpty)
    #expect(world.story == ["02:00 removed"])
  }

  @Test func whatIsCancelledInDoubtIsNotSentAgain() throws {
    var (world, fire) = try asked(nil)
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    _ = world.send(.cancelRequested(fire: fire.id, force: false))
    #expect(world.pass(.seconds(60)).started.isEmpty)
    #expect(world.story == ["02:00 cancelled"])
    #expect(world.ledger[0].reason == Reason("cancelled", "it was cancelled; whether it was started before that cannot be learned"))
  }

  @Test func itsReasonKeepsTheDoubtWhereTheResendFindsNobody() throws {
    var (world, fire) = try asked(nil)
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    #expect(world.pass(.seconds(1)).started == [fire])
    _ = world.send(.cancelRequested(fire: fire.id, force: false))
    _ = world.send(.away(fire))
    #expect(world.story == ["02:00 cancelled"])
    #expect(world.ledger[0].reason == Reason("cancelled", "it was cancelled; whether it was started before that cannot be learned"))
  }

  /// Nor is it lost where it is not to be sent twice.
  @Test(arguments: [nil, false] as [Bool?]) func itsReasonKeepsTheDoubtWhereItsTargetCannotBeAsked(retryUnknown: Bool?) throws {
    var (world, fire) = try asked(retryUnknown)
    _ = world.send(.cancelRequested(fire: fire.id, force: false))
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    #expect(world.story == ["02:00 cancelled"])
    #expect(world.ledger[0].reason == Reason("cancelled", "it was asked to end; whether it was started before that cannot be learned"))
  }

  @Test(arguments: [true, false, nil] as [Bool?]) func whatIsCancelledAndThenLostIsNotFollowedByAnother(retryUnknown: Bool?) throws {
    var (world, fire) = try asked(retryUnknown)
    _ = world.send(.cancelRequested(fire: fire.id, force: false))
    _ = world.send(.lookedUp(fire: fire.id, .settled(.lost, Reason("no_exit_status", "the machine went down"))))
    #expect(world.pass(.seconds(60)).started.isEmpty)
    #expect(world.story == ["02:00 cancelled"])
    #expect(world.ledger[0].reason == Reason("cancelled", "it was asked to end; the machine went down"))
  }

  @Test func whatHasToMakeRoomAndIsThenLostIsNotFollowedByAnother() throws {
    var world = World("01:59")
    world.open(minutely(policy: policy(.last, .cancelOther) { $0.retryUnknown = true }))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.unclear(fire))
    #expect(world.advance(to: "02:01").started.isEmpty)
    let lost = SchedulerEvent.lookedUp(fire: fire.id, .settled(.lost, Reason("no_exit_status", "the machine went down")))
    #expect(world.send(lost).startedDue == ["02:01"])
    #expect(world.story == ["02:00 cancelled", "02:01 claimed"])
    #expect(world.ledger[0].reason?.code == "overlap_cancel")
  }

  @Test func itsReasonKeepsTheDoubtWhereANewerOneTakesItsPlace() throws {
    var world = World("01:59")
    world.open(minutely(policy: policy(.last, .cancelOther) { $0.retry.backoff = .seconds(60) }))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.advance(to: "02:00:50".today)
    _ = world.send(.unclear(fire))
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    #expect(world.advance(to: "02:01").startedDue == ["02:01"])
    let sentence = "the fire of 2026-11-21T02:01:00Z took its place; whether it was started before that cannot be learned"
    #expect(world.ledger[0].reason == Reason("overlap_cancel", sentence))
  }
}
