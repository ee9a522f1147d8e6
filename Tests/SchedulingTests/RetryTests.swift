import CivilTime
import Scheduling
import Testing

/// Sends are tries of one attempt; attempts are runs of one fire.
@Suite struct RetryTests {
  private func retrying(_ cron: String = "0 * * * *", _ change: (inout RetryPolicy) -> Void = { _ in }) -> ScheduleDefinition {
    minutely(
      cron,
      policy: policy { policy in
        policy.retry.attempts = 3
        change(&policy.retry)
      })
  }

  private func started(_ definition: ScheduleDefinition) throws -> (World, Fire) {
    var world = World("01:59")
    world.open(definition)
    let fire = try world.run(at: "02:00")
    return (world, fire)
  }

  @Test func aResendKeepsNameAndKey() throws {
    var world = World("01:59")
    world.open(retrying())
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.busy(fire))
    let again = try #require(world.pass(.seconds(1)).started.first)
    #expect(again.runName == fire.runName)
    #expect(again.idempotencyKey == fire.id)
  }

  @Test func aNewAttemptHasANameAndAKeyOfItsOwn() throws {
    var (world, fire) = try started(retrying())
    _ = world.send(.ended(fire, .failed))
    let second = try #require(world.pass(.seconds(1)).started.first)
    #expect(second.runName == "\(fire.runName)-2")
    #expect(second.idempotencyKey == .version5(namespace: fire.id, name: "attempt/2"))
    _ = world.send(.began(second, at: world.now))
    _ = world.send(.ended(second, .failed))
    let third = try #require(world.pass(.seconds(2)).started.first)
    #expect(third.runName == "\(fire.runName)-3")
    #expect(third.id == fire.id)
  }

  /// The attempt was planned in time, and its target was away for days.
  @Test func anAttemptIsNotSentLongAfterItsBudget() throws {
    var (world, fire) = try started(retrying("0 2 21 11 *") { $0.budget = .seconds(3600) })
    _ = world.send(.ended(fire, .failed))
    let second = try #require(world.pass(.seconds(1)).started.first)
    _ = world.send(.attemptEnded(fire: second.id, .unavailable(Reason("away", "connection refused"))))
    #expect(world.pass(.seconds(3 * 86_400)).started.isEmpty)
    #expect(world.ledger.map(\.outcome) == [.failed])
    #expect(world.ledger[0].reason?.code == "no_further_attempt")
  }

  @Test func afterTheLastAttemptTheFireHasFailed() throws {
    var (world, fire) = try started(retrying { $0.attempts = 2 })
    _ = world.send(.ended(fire, .failed))
    let second = try #require(world.pass(.seconds(1)).started.first)
    _ = world.send(.began(second, at: world.now))
    _ = world.send(.ended(second, .failed))
    #expect(world.story == ["02:00 failed"])
    #expect(world.ledger[0].attempt == 2)
  }

  @Test func aNewAttemptIsWrittenBeforeItIsSent() throws {
    var (world, fire) = try started(retrying { $0.backoff = .zero })
    let effects = world.scheduler.handle(.ended(fire, .failed), at: world.now)
    guard case .commit(let batch)? = effects.first else { return #expect(Bool(false), "nothing was written") }
    #expect(batch.updates.map(\.attempt) == [2])
    #expect(effects.started.isEmpty)
    #expect(world.scheduler.handle(.clockAdvanced, at: world.now).started.isEmpty, "it is not durable yet")
    _ = world.journal.write(batch)
    #expect(world.send(.committed(batch: batch.id, refused: [])).started.map(\.attempt) == [2])
  }

  @Test func byDefaultNoRunIsRepeated() throws {
    var (world, fire) = try started(minutely("0 * * * *"))
    _ = world.send(.ended(fire, .failed))
    #expect(world.pass(.seconds(600)).started.isEmpty)
  }

  @Test func noAttemptIsMadeBehindTheBudget() throws {
    var (world, fire) = try started(retrying { $0.budget = .seconds(300) })
    world.now = world.now.advanced(by: .seconds(300))
    _ = world.send(.ended(fire, .failed))
    #expect(world.story == ["02:00 failed"])
  }

  @Test(arguments: [(1, true), (75, false)]) func onlySomeExitCodesAreWorthIt(code: Int, isFinal: Bool) throws {
    var (world, fire) = try started(retrying { $0.exitCodes = [75...78] })
    _ = world.send(.ended(fire, .failed, exitCode: code))
    #expect(world.ledger[0].outcome.isFinal == isFinal)
  }

  @Test func whatWasCancelledIsNotRepeated() throws {
    var (world, fire) = try started(retrying())
    _ = world.send(.cancelRequested(fire: fire.id, force: false))
    _ = world.send(.ended(fire, .failed))
    #expect(world.story == ["02:00 cancelled"])
  }

  @Test func sendsAndAttemptsAreCountedApart() throws {
    var world = World("01:59")
    world.open(minutely("0 * * * *", policy: policy { ($0.retry.sends, $0.startDeadline) = (3, .seconds(3600)) }))
    var fire = try #require(world.advance(to: "02:00").started.first)
    for _ in 0..<2 {
      _ = world.send(.busy(fire))
      fire = try #require(world.pass(.seconds(60)).started.first)
      #expect(fire.attempt == 1)
    }
    _ = world.send(.busy(fire))
    #expect(world.story == ["02:00 failed"])
  }

  /// Two answers of 503, and what came of the third send.
  private func declined(then last: (Fire, Instant) -> SchedulerEvent) throws -> LedgerRow {
    var world = World("01:59")
    world.open(minutely("0 * * * *", policy: policy { ($0.retry.sends, $0.startDeadline) = (3, .seconds(3600)) }))
    var fire = try #require(world.advance(to: "02:00").started.first)
    for _ in 0..<2 {
      _ = world.send(.busy(fire, at: world.now))
      #expect(world.ledger[0].sentAt == nil, "it may be started yet")
      fire = try #require(world.pass(.seconds(60)).started.first)
    }
    _ = world.send(last(fire, world.now))
    return world.ledger[0]
  }

  @Test func whatIsDeclinedToTheLastWasSentWhenItWasFirstSent() throws {
    let row = try declined { .busy($0, at: $1) }
    #expect(row.outcome == .failed)
    #expect(row.sentAt == instant("02:00"))
    #expect(row.wasRefused)
  }

  @Test func whatIsRefusedInTheEndWasSentWhenItWasFirstSent() throws {
    let row = try declined { .attemptEnded(fire: $0.id, .refused(.failed, Reason("http_404", "answered 404"), sentAt: $1)) }
    #expect(row.sentAt == instant("02:00"))
    #expect(row.wasRefused)
  }

  /// From then on its run is counted.
  @Test func whatIsTakenInTheEndWasSentWhenItWasTaken() throws {
    let row = try declined { .succeeded($0, at: $1) }
    #expect(row.sentAt == instant("02:02"))
  }

  @Test func aTargetThatWasAwayMayStillDecline() throws {
    var world = World("01:59")
    world.open(minutely("0 2 * * *", policy: policy { $0.retry.sends = 3 }))
    var fire = try #require(world.advance(to: "02:00").started.first)
    for _ in 0..<10 {
      _ = world.send(.away(fire))
      fire = try #require(world.pass(.seconds(60)).started.first)
    }
    _ = world.send(.busy(fire))
    #expect(world.story == ["02:00 waiting"])
  }

  @Test func theTargetSaysHowLongToWait() throws {
    var world = World("01:59")
    world.open(minutely("0 * * * *"))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.busy(fire, retryAfter: .seconds(30)))
    #expect(world.pass(.seconds(29)).started.isEmpty)
    #expect(world.pass(.seconds(1)).started == [fire])
  }

  // MARK: What is declined, over a restart

  /// Declined at 02:00, and not to be sent again before 02:30.
  private func declinedUntilHalfPastTwo(_ misfire: Policy.Misfire = .last) throws -> World {
    var world = World("01:59")
    world.open(minutely("0 2 * * *", policy: policy(misfire)))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.busy(fire, retryAfter: .seconds(1800)))
    return world
  }

  @Test func whenWhatIsDeclinedIsSentAgainIsTold() throws {
    let world = try declinedUntilHalfPastTwo()
    #expect(world.ledger[0].reason == Reason("http_503", "answered 503; it is sent again at 2026-11-21T02:30:00Z"))
  }

  @Test func noRestartShortensWhatATargetAskedFor() throws {
    var world = try declinedUntilHalfPastTwo()
    for time in ["02:00:10".today, "02:20"] {
      world.now = instant(time)
      #expect(world.restart().started.isEmpty)
      #expect(world.send(.catchUpReleased).started.isEmpty)
      #expect(world.story == ["02:00 waiting"])
    }
    #expect(world.advance(to: "02:29:59".today).started.isEmpty)
    #expect(world.advance(to: "02:30").startedDue == ["02:00"])
  }

  @Test func whatWasDeclinedAndWhoseTimeCameMeanwhileIsSentAtTheStart() throws {
    var world = try declinedUntilHalfPastTwo()
    world.now = instant("02:31")
    #expect(world.restart().started.isEmpty)
    #expect(world.send(.catchUpReleased).startedDue == ["02:00"])
  }

  @Test func aClockThatWasSetBackMeanwhileMakesItAnHourAtMost() throws {
    var world = try declinedUntilHalfPastTwo()
    world.now = instant("00:00")
    #expect(world.restart().started.isEmpty)
    #expect(world.advance(to: "00:59:59".today).started.isEmpty)
    #expect(world.advance(to: "01:00").startedDue == ["02:00"])
  }

  @Test func underSkipItWaitsForNoLongerThanItIsMerelyLate() throws {
    var world = try declinedUntilHalfPastTwo(.skip)
    world.now = instant("02:00:30".today)
    #expect(world.restart().started.isEmpty)
    #expect(world.story == ["02:00 waiting"])
    #expect(world.advance(to: "02:01:01".today).started.isEmpty)
    #expect(world.story == ["02:00 skipped_misfire"])
  }

  @Test func aSecondAttemptThatWasDeclinedKeepsItsTimeToo() throws {
    var (world, fire) = try started(retrying("0 2 21 11 *"))
    _ = world.send(.ended(fire, .failed))
    let second = try #require(world.pass(.seconds(1)).started.first)
    _ = world.send(.busy(second, retryAfter: .seconds(1800)))
    #expect(world.restart().started.isEmpty)
    #expect(world.advance(to: "02:30").started.isEmpty)
    #expect(world.advance(to: "02:30:01".today).started.map(\.attempt) == [2])
  }

  /// An answer was lost, and the same request declined when it was sent again.
  private func inDoubtAndDeclined(timeout: Duration? = nil) throws -> (World, Fire) {
    var world = World("01:59")
    world.open(minutely("0 2 * * *", policy: policy { $0.timeout = timeout }))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.unclear(fire))
    _ = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    #expect(world.pass(.seconds(1)).started == [fire])
    _ = world.send(.busy(fire, retryAfter: .seconds(1800)))
    return (world, fire)
  }

  @Test func whatIsInDoubtAndWasDeclinedKeepsItsTimeToo() throws {
    var (world, fire) = try inDoubtAndDeclined()
    #expect(world.restart().lookedUp.map(\.id) == [fire.id])
    #expect(world.send(.lookedUp(fire: fire.id, .cannotBeAsked)).started.isEmpty)
    #expect(world.advance(to: "02:30").started.isEmpty)
    #expect(world.advance(to: "02:30:01".today).started.map(\.id) == [fire.id])
  }

  @Test func whatIsLostIsNotSaidToBeSentAgain() throws {
    var (world, fire) = try inDoubtAndDeclined(timeout: .seconds(300))
    _ = world.restart()
    for minute in 1...6 where world.ledger[0].outcome == .unknown {
      _ = world.send(.lookedUp(fire: fire.id, .unavailable(Reason("no_connection", "refused"))))
      _ = world.advance(to: "02:0\(minute)")
    }
    #expect(world.story == ["02:00 lost"])
    #expect(world.ledger[0].reason == Reason("out_of_sight", "what became of it could not be learned in time: refused"))
  }

  @Test func alsoWhenItsTargetCannotBeAskedAtFirst() throws {
    var (world, fire) = try inDoubtAndDeclined()
    #expect(world.restart().lookedUp.map(\.id) == [fire.id])
    _ = world.send(.lookedUp(fire: fire.id, .unavailable(Reason("no_connection", "refused"))))
    #expect(world.ledger[0].reason == Reason("no_connection", "refused; it is sent again at 2026-11-21T02:30:01Z"))
    #expect(world.pass(.seconds(2)).lookedUp.map(\.id) == [fire.id])
    #expect(world.send(.lookedUp(fire: fire.id, .notStarted)).started.isEmpty)
    #expect(world.advance(to: "02:30").started.isEmpty)
    #expect(world.advance(to: "02:30:01".today).started.map(\.id) == [fire.id])
  }

  @Test(arguments: UInt64(0)..<100) func jitterShortensADelayByAtMostItsPart(seed: UInt64) {
    var retry = RetryPolicy()
    retry.jitter = 0.5
    for count in 1...70 {
      let full = RetryPolicy().delay(afterFailure: count, of: Identifier(high: seed, low: 1))
      let delay = retry.delay(afterFailure: count, of: Identifier(high: seed, low: 1))
      #expect(delay <= full && delay >= full / 2)
    }
  }

  @Test func aDelayIsNeverLongerThanTheLongest() {
    #expect(RetryPolicy().delay(afterFailure: 1000, of: nightlyID) == RetryPolicy.maxBackoffDefault)
  }

  // MARK: Over a restart

  /// A first attempt that failed at 02:00; the second follows an hour later.
  private func failedWithAnHourToWait() throws -> World {
    var (world, fire) = try started(retrying("0 2 21 11 *") { ($0.backoff, $0.maxBackoff) = (.seconds(3600), .seconds(3600)) })
    _ = world.send(.ended(fire, .failed))
    return world
  }

  @Test func noRestartShortensTheDelayBeforeAnAttempt() throws {
    var world = try failedWithAnHourToWait()
    for time in ["02:10", "02:20", "02:59"] {
      world.now = instant(time)
      #expect(world.restart().started.isEmpty)
      #expect(world.story == ["02:00 waiting"])
    }
    #expect(world.advance(to: "02:59:59".today).started.isEmpty)
    #expect(world.advance(to: "03:00").started.map(\.attempt) == [2])
  }

  @Test func anAttemptWhoseTimeCameMeanwhileIsMadeAtTheStart() throws {
    var world = try failedWithAnHourToWait()
    world.now = instant("03:30")
    #expect(world.restart().started.map(\.attempt) == [2])
  }

  @Test func aClockThatWasSetBackMeanwhileMakesTheDelayNoLonger() throws {
    var world = try failedWithAnHourToWait()
    world.now = instant("01:00")
    #expect(world.restart().started.isEmpty)
    #expect(world.advance(to: "01:59:59".today).started.isEmpty)
    #expect(world.advance(to: "02:00").started.map(\.attempt) == [2])
  }

  @Test func untilWhenAnAttemptWaitsIsTold() throws {
    let world = try failedWithAnHourToWait()
    let sentence = "attempt 1 ended as failed: it ended badly; attempt 2 is put off until 2026-11-21T03:00:00Z"
    #expect(world.ledger[0].reason == Reason("retry", sentence))
  }

  @Test func aTimeInTheWordsOfATargetIsNoDelay() throws {
    var (world, fire) = try started(retrying { $0.backoff = .zero })
    let reason = Reason("run_failed", "no room until 2026-11-21T09:00:00Z")
    _ = world.send(.runChanged(fire: fire.id, RunObservation(status: "failed", outcome: .failed, reason: reason)))
    #expect(world.restart().started.map(\.attempt) == [2])
  }

  @Test func aSecondAttemptIsNotMadeWhilePaused() throws {
    var (world, fire) = try started(retrying { ($0.backoff, $0.maxBackoff) = (.seconds(60), .seconds(60)) })
    _ = world.send(.ended(fire, .failed))
    _ = world.send(.pause(since: world.now))
    #expect(world.pass(.seconds(60)).started.isEmpty)
    #expect(world.story == ["02:00 failed"])
  }

  @Test func aSecondAttemptThatIsCancelledWhileItIsWrittenIsNotSent() throws {
    var (world, fire) = try started(retrying { $0.backoff = .zero })
    let effects = world.scheduler.handle(.ended(fire, .failed), at: world.now)
    guard case .commit(let batch)? = effects.first else { return #expect(Bool(false), "nothing was written") }
    _ = world.scheduler.handle(.clockAdvanced, at: world.now)
    _ = world.journal.write(batch)
    _ = world.send(.cancelRequested(fire: fire.id, force: false))
    #expect(world.send(.committed(batch: batch.id, refused: [])).started.isEmpty)
    #expect(world.story == ["02:00 cancelled"])
  }

  // MARK: Beside newer ones

  /// A newer fire in its place would be refused as well, and of their refusals none would be the last.
  @Test(arguments: Policy.Misfire.allCases) func whatItsTargetDeclinedIsNotStoodForByTheNextInstant(misfire: Policy.Misfire) throws {
    var world = World("01:59")
    world.open(minutely(policy: policy(misfire) { ($0.retry.sends, $0.startDeadline) = (2, .seconds(600)) }))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.tooMany(fire, retryAfter: .seconds(90)))
    #expect(world.advance(to: "02:01").started.isEmpty)
    #expect(world.story == ["02:00 waiting", "02:01 skipped_overlap"])
    let again = try #require(world.advance(to: "02:01:30".today).started.first)
    #expect(again.id == fire.id)
    _ = world.send(.tooMany(again, retryAfter: .seconds(90)))
    #expect(world.story == ["02:00 failed", "02:01 skipped_overlap"])
    #expect(world.advance(to: "02:02").startedDue == ["02:02"])
  }
}
