import CivilTime
import Scheduling
import Testing

@Suite struct RecoveryTests {
  private func row(_ outcome: Outcome, runID: String? = nil) -> LedgerRow {
    let id = Fire.id(schedule: Identifier(high: 0, low: 1), due: instant("02:00"))
    return LedgerRow(
      id: id, kind: .scheduled, scheduleID: Identifier(high: 0, low: 1), scheduleName: "nightly", revision: 1,
      due: instant("02:00"), outcome: outcome, claimedAt: instant("02:00"), runID: runID, runName: "frozen-name",
      trigger: Trigger.http(HTTPTrigger(url: "http://127.0.0.1/", headers: ["Authorization": "Bearer x"])).withoutSecrets)
  }

  private var definition: ScheduleDefinition {
    minutely(trigger: .http(HTTPTrigger(url: "http://127.0.0.1/", headers: ["Authorization": "Bearer x"])))
  }

  @Test func aClaimedFireIsLookedUpBeforeAnythingIsSent() {
    var world = World("02:00:30".today)
    let effects = world.restart(definition, coveredUntil: "02:00", unfinished: [row(.claimed)])
    #expect(effects.started.isEmpty)
    #expect(effects.lookedUp.map(\.runName) == ["frozen-name"])
    #expect(world.send(.lookedUp(fire: row(.claimed).id, .notStarted)).started.map(\.runName) == ["frozen-name"])
  }

  @Test func theOutcomeOfWhatSomebodyAskedForOutlivesARestart() throws {
    var world = World("01:59")
    let id = Identifier(high: 0, low: 1)
    world.open(minutely("0 * * * *"))
    let fire = try #require(world.send(.triggerRequested(schedule: id, fire: Identifier(high: 9, low: 1))).started.first)
    _ = world.send(.succeeded(fire, at: world.now))
    #expect(world.scheduler.status(of: id)?.lastOutcome == .succeeded)
    _ = world.restart()
    #expect(world.scheduler.status(of: id)?.lastOutcome == .succeeded)
    _ = world.send(.catchUpReleased)
    let due = try #require(world.advance(to: "02:00").started.first)
    let failure = RunObservation(status: "HTTP 500", outcome: .failed)
    _ = world.send(.attemptEnded(fire: due.id, .finished(failure, sentAt: world.now)))
    _ = world.restart()
    #expect(world.scheduler.status(of: id)?.lastOutcome == .failed, "the newer one counts")
  }

  @Test func aRunThatIsFoundIsFollowedAndNotStarted() {
    var world = World("02:00:30".today)
    _ = world.restart(definition, coveredUntil: "02:00", unfinished: [row(.claimed)])
    let effects = world.send(.lookedUp(fire: row(.claimed).id, .running(runID: "r1", sentAt: nil)))
    #expect(effects.started.isEmpty)
    #expect(effects.followed.map(\.runID) == ["r1"])
  }

  @Test func aStartedFireIsFollowedAtOnce() {
    var world = World("02:00:30".today)
    let effects = world.restart(definition, coveredUntil: "02:00", unfinished: [row(.started, runID: "r1")])
    #expect(effects.followed.map(\.runID) == ["r1"])
    #expect(effects.lookedUp.isEmpty)
  }

  /// It may have been paused or deleted there meanwhile, and the newest instant is to be made up for.
  @Test func whatHasWaitedForLongWaitsForTheSourceToBeAsked() {
    var world = World("05:30")
    let hourly = minutely("0 * * * *", trigger: .http(HTTPTrigger(url: "http://127.0.0.1/", headers: ["Authorization": "Bearer x"])))
    #expect(world.restart(hourly, coveredUntil: "02:00", unfinished: [row(.waiting)]).started.isEmpty)
    #expect(world.send(.catchUpReleased).startedDue == ["05:00"])
    #expect(world.story == ["02:00 coalesced", "03:00…04:00 ×2 coalesced", "05:00 claimed"])
  }

  @Test func aTargetThatCannotBeAskedNowIsAskedLater() {
    var world = World("02:00:30".today)
    _ = world.restart(definition, coveredUntil: "02:00", unfinished: [row(.claimed)])
    _ = world.send(.lookedUp(fire: row(.claimed).id, .unavailable(Reason("no_connection", "refused"))))
    #expect(world.story == ["02:00 unknown"])
    #expect(world.advance(to: "02:00:31".today).lookedUp.count == 1)
  }

  @Test func secretsComeBackFromTheScheduleThatStillHasThem() {
    var world = World("02:00:30".today)
    _ = world.restart(definition, coveredUntil: "02:00", unfinished: [row(.claimed)])
    let fire = world.send(.lookedUp(fire: row(.claimed).id, .notStarted)).started.first
    #expect(fire?.trigger == definition.trigger)
  }

  @Test func withoutItsSecretsAFireIsNotSent() {
    var world = World("02:00:30".today)
    var changed = definition
    changed.trigger = .command(CommandTrigger(argv: ["true"]))
    _ = world.restart(changed, coveredUntil: "02:00", unfinished: [row(.claimed)])
    #expect(world.send(.lookedUp(fire: row(.claimed).id, .notStarted)).started.isEmpty)
    #expect(world.story == ["02:00 lost"])
  }

  @Test func secretsThatAreForAnotherServerNowAreNotSaidToBeGoneAltogether() throws {
    var world = World("02:00:30".today)
    var changed = definition
    changed.trigger = .http(HTTPTrigger(url: "http://127.0.0.2/", headers: ["Authorization": "Bearer x"]))
    _ = world.restart(changed, coveredUntil: "02:00", unfinished: [row(.claimed)])
    #expect(world.send(.lookedUp(fire: row(.claimed).id, .notStarted)).started.isEmpty)
    let end = try #require(world.batches.flatMap(\.updates).last { $0.id == row(.claimed).id })
    #expect(end.outcome == .lost && end.reason?.code == "secrets_gone")
    #expect(end.reason?.sentence.hasSuffix("the schedule no longer has them for the server and proxy that it was to go to") == true)
  }

  @Test func whatAnEarlierLifeMayHaveSentIsAskedForSinceItsClaim() throws {
    var world = World("02:00:30".today)
    _ = world.restart(definition, coveredUntil: "02:00", unfinished: [row(.claimed)])
    #expect(world.scheduler.activeRow(row(.claimed).id)?.details.mayBeSentSince == instant("02:00"))
    let fire = try #require(world.send(.lookedUp(fire: row(.claimed).id, .cannotBeAsked)).started.first)
    #expect(world.scheduler.askedSince(fire.id) == instant("02:00"))
    _ = world.send(.succeeded(fire, at: world.now))
    let end = try #require(world.batches.last?.updates.last)
    #expect(end.details.mayBeSentSince == instant("02:00") && end.latenessMilliseconds == 30_000, "what was measured stays")
  }

  @Test func whatWasCertainlyNotSentIsAskedForSinceItIs() throws {
    var world = World("02:00:30".today)
    _ = world.restart(definition, coveredUntil: "02:00", unfinished: [row(.claimed)])
    let fire = try #require(world.send(.lookedUp(fire: row(.claimed).id, .notStarted)).started.first)
    #expect(world.scheduler.askedSince(fire.id) == world.now)
    #expect(world.scheduler.activeRow(fire.id)?.details.mayBeSentSince == nil)
  }

  @Test func anUnclearAnswerIsLookedUp() {
    var world = World("01:59")
    world.open(minutely())
    let fire = world.advance(to: "02:00").started[0]
    let effects = world.send(.attemptEnded(fire: fire.id, .unclear(Reason("timeout", "no answer within 60 s"))))
    #expect(effects.lookedUp == [fire])
    #expect(world.story == ["02:00 unknown"])
  }

  @Test func afterAnUnclearAnswerItIsSentAgainOnlyAfterADelay() {
    var world = World("01:59")
    world.open(minutely("0 * * * *"))
    let fire = world.advance(to: "02:00").started[0]
    _ = world.send(.attemptEnded(fire: fire.id, .unclear(Reason("timeout", "no answer"))))
    let effects = world.send(.lookedUp(fire: fire.id, .cannotBeAsked))
    #expect(effects.started.isEmpty)
    #expect(effects.wake == instant("02:00").advanced(by: .seconds(1)))
    #expect(world.advance(to: "02:00:01".today).started == [fire])
  }
}
