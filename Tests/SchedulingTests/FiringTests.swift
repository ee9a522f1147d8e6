import CivilTime
import Scheduling
import Testing

@Suite struct FiringTests {
  @Test func aFireIsClaimedBeforeItIsStarted() {
    var scheduler = World("01:59:30".today).scheduler
    _ = scheduler.handle(.opened, at: instant("01:59"))
    _ = scheduler.handle(.schedulesChanged([ScheduleChange(schedule(minutely()), owedFrom: instant("01:59"))]), at: instant("01:59"))
    let due = scheduler.handle(.clockAdvanced, at: instant("02:00"))
    #expect(due.started.isEmpty)
    guard case .commit(let batch) = due.first else { return #expect(Bool(false), "nothing was written") }
    #expect(batch.claims.map(\.story) == ["02:00 claimed"])
    #expect(scheduler.handle(.committed(batch: batch.id, refused: []), at: instant("02:00")).startedDue == ["02:00"])
  }

  @Test func aFireThatTheLedgerKnowsIsNotStarted() {
    var world = World("01:59")
    world.open(minutely())
    let effects = world.scheduler.handle(.clockAdvanced, at: instant("02:00"))
    guard case .commit(let batch) = effects.first else { return #expect(Bool(false), "nothing was written") }
    let refused = Set(batch.claims.map(\.id))
    #expect(world.scheduler.handle(.committed(batch: batch.id, refused: refused), at: instant("02:00")).started.isEmpty)
    #expect(world.scheduler.firesUnderWay == 0)
  }

  @Test func theWakeUpIsForTheNextDueInstant() {
    var world = World("01:59")
    _ = world.send(.opened)
    let effects = world.send(.schedulesChanged([ScheduleChange(schedule(minutely("30 2 * * *")), owedFrom: world.now)]))
    #expect(effects.wake == instant("02:30"))
  }

  @Test func theIdentityOfAFireIsForEverTheSame() {
    var world = World("01:59")
    world.open(minutely())
    let fire = world.advance(to: "02:00").started[0]
    #expect(fire.id == .version5(namespace: Identifier(high: 0, low: 1), name: "scheduled/2026-11-21T02:00:00Z"))
    #expect(fire.runName == "nightly-20261121T020000Z-\(fire.id.description.prefix(8))")
  }

  @Test func latenessIsFromDueToTheFirstByte() {
    var world = World("01:59")
    world.open(minutely())
    let fire = world.advance(to: "02:00").started[0]
    _ = world.send(.succeeded(fire, at: instant("2026-11-21T02:00:00.250Z")))
    #expect(world.ledger[0].latenessMilliseconds == 250)
  }

  @Test func whatWasSentAndRefusedHasATimeOfSending() {
    var world = World("01:59")
    world.open(minutely())
    let fire = world.advance(to: "02:00").started[0]
    let sentAt = instant("2026-11-21T02:00:00.250Z")
    _ = world.send(.attemptEnded(fire: fire.id, .refused(.failed, Reason("http_404", "answered 404"), sentAt: sentAt)))
    #expect(world.ledger[0].sentAt == sentAt)
    #expect(world.ledger[0].wasRefused)
  }

  @Test func whatWasRefusedUnsentHasNone() {
    var world = World("01:59")
    world.open(minutely())
    let fire = world.advance(to: "02:00").started[0]
    _ = world.send(.attemptEnded(fire: fire.id, .refused(.failed, Reason("commands_off", "commands: false"))))
    #expect(world.ledger[0].sentAt == nil)
    #expect(!world.ledger[0].wasRefused)
  }

  @Test func aFireWithAFinalOutcomeIsNeverTouchedAgain() {
    var world = World("01:59")
    world.open(minutely())
    let fire = world.advance(to: "02:00").started[0]
    _ = world.send(.succeeded(fire, at: world.now))
    _ = world.send(.runChanged(fire: fire.id, RunObservation(status: "failed", outcome: .failed)))
    _ = world.send(.attemptEnded(fire: fire.id, .refused(.failed, Reason("late", "late"))))
    #expect(world.story == ["02:00 succeeded"])
  }

  @Test func twoSchedulesDueAtOneInstantAreClaimedInOneBatch() {
    var world = World("01:59")
    world.open(minutely(), minutely(id: 2))
    let before = world.batches.count
    #expect(world.advance(to: "02:00").started.count == 2)
    #expect(world.batches.count == before + 1)
  }

  @Test func aClockSetBackFiresNothingTwice() {
    var world = World("01:59")
    world.open(minutely(policy: Policy(overlap: .allow)))
    #expect(world.advance(to: "02:00").startedDue == ["02:00"])
    #expect(world.advance(to: "01:30").started.isEmpty)
    #expect(world.advance(to: "02:00").started.isEmpty)
    #expect(world.advance(to: "02:01").startedDue == ["02:01"])
  }

  @Test func theEndIsExclusiveAndTheStartInclusive() {
    var definition = minutely()
    definition.record.startTime = instant("02:01")
    definition.record.endTime = instant("02:03")
    var world = World("01:59")
    world.open(definition)
    var due: [String] = []
    for minute in ["02:00", "02:01", "02:02", "02:03", "02:04"] {
      let fires = world.advance(to: minute).started
      due += fires.map { String($0.due.iso8601.dropFirst(11).prefix(5)) }
      for fire in fires { _ = world.send(.succeeded(fire, at: world.now)) }
    }
    #expect(due == ["02:01", "02:02"])
    #expect(world.scheduler.statuses[0].state == .ended)
  }
}

extension String {
  var today: String { "2026-11-21T\(self)Z" }
}
