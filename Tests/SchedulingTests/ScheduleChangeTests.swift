import CivilTime
import Scheduling
import Testing

@Suite struct ScheduleChangeTests {
  private func change(_ definition: ScheduleDefinition, owedFrom: Instant) -> SchedulerEvent {
    .schedulesChanged([ScheduleChange(schedule(definition), owedFrom: owedFrom)])
  }

  @Test func whatHasNotChangedMakesNoRevision() {
    var world = World("01:59")
    world.open(minutely())
    let before = world.batches.count
    _ = world.send(change(minutely(), owedFrom: world.now))
    #expect(world.batches.count == before)
  }

  @Test func anEditMakesARevisionAndNeverFiresThePast() {
    var world = World("01:59")
    world.open(minutely("0 * * * *"))
    world.now = instant("02:30")
    _ = world.send(.clockAdvanced)
    let effects = world.send(change(minutely("*/5 * * * *"), owedFrom: instant("02:29")))
    #expect(effects.started.isEmpty)
    #expect(world.batches.last?.revisions.map(\.number) == [2])
    #expect(effects.wake == instant("02:30") || effects.wake == instant("02:35"))
  }

  @Test func whatWasAskedForBetweenTwoReadsFiresLate() {
    var world = World("02:00:10".today)
    world.open()
    var once = minutely()
    once.record.cronExpression = nil
    once.record.runOnceStartTime = instant("2026-11-21T02:00:05Z")
    _ = world.send(change(once, owedFrom: instant("02:00")))
    #expect(world.send(.clockAdvanced).started.count == 1)
  }

  @Test func aPausedScheduleLeavesOneRowForAMonth() {
    var world = World("01:59")
    world.open(minutely())
    let fire = world.advance(to: "02:00").started[0]
    _ = world.send(.succeeded(fire, at: world.now))
    _ = world.send(change(minutely(standing: .paused), owedFrom: instant("02:00")))
    for minute in 1...5 { #expect(world.advance(to: "02:0\(minute)").started.isEmpty) }
    _ = world.advance(to: "2026-12-21T02:05:00Z")
    #expect(world.ledger.map(\.outcome) == [.succeeded, .skippedPaused])
    #expect(world.ledger[1].count == 30 * 24 * 60 + 5)
  }

  @Test func resumingDoesNotReplayWhatWasPaused() {
    var world = World("01:59")
    world.open(minutely(standing: .paused))
    _ = world.advance(to: "02:10:30".today)
    let effects = world.send(change(minutely(), owedFrom: world.now))
    #expect(effects.started.isEmpty)
    #expect(world.advance(to: "02:11").startedDue == ["02:11"])
    #expect(world.story == ["02:00…02:10 ×11 skipped_paused", "02:11 claimed"])
  }

  @Test func anUnboundScheduleOwesItsInstants() {
    var world = World("01:59")
    world.open(minutely(standing: .unbound))
    _ = world.advance(to: "02:03")
    #expect(world.story == ["02:00…02:03 ×4 unbound"])
  }

  @Test func aChainThatIsNotTakenFromTheServerIsUnboundAndHasNotEnded() {
    var world = World("01:59")
    let record = ScheduleRecord(id: nightlyID, name: "second", source: .zenml, runOnceStartTime: .epoch)
    let reason = Reason("bad_server_binding", "the server's carillon.binding is not used")
    world.open(ScheduleDefinition(record: record, standing: .unbound, reason: reason))
    _ = world.advance(to: "02:03")
    #expect(world.scheduler.statuses.map(\.state) == [.unbound])
    #expect(world.scheduler.statuses.map(\.reason) == [reason])
    #expect(world.scheduler.overview.counts == [.unbound: 1])
  }

  @Test func aScheduleWithoutATriggerWhoseOneInstantIsOverHasEnded() {
    var world = World("01:59")
    let record = ScheduleRecord(id: nightlyID, name: "once", source: .zenml, runOnceStartTime: instant("01:00"))
    world.open(ScheduleDefinition(record: record, standing: .unbound, reason: Reason("no_binding", "nothing says what to start")))
    #expect(world.scheduler.statuses.map(\.state) == [.ended])
    #expect(world.scheduler.statuses.map(\.reason?.code) == ["past_before_first_sight"])
  }

  @Test func anObservedScheduleOwesNothing() {
    var world = World("01:59")
    world.open(minutely(standing: .observed))
    _ = world.advance(to: "02:03")
    #expect(world.story == [])
  }

  @Test func aRemovedScheduleStopsAndItsRunIsFollowedToTheEnd() {
    var world = World("01:59")
    world.open(minutely())
    let fire = world.advance(to: "02:00").started[0]
    _ = world.send(.attemptEnded(fire: fire.id, .started(runID: "r1", sentAt: world.now)))
    _ = world.send(.schedulesRemoved([fire.scheduleID]))
    #expect(world.advance(to: "02:05").started.isEmpty)
    _ = world.send(.runChanged(fire: fire.id, RunObservation(status: "completed", outcome: .succeeded)))
    #expect(world.story == ["02:00 succeeded"])
  }

  @Test func aScheduleThatComesBackCountsItsRevisionsOn() {
    var world = World("01:59")
    world.open(minutely())
    _ = world.send(.schedulesRemoved([Identifier(high: 0, low: 1)]))
    _ = world.send(change(minutely(), owedFrom: world.now))
    #expect(world.batches.last?.revisions.map(\.number) == [2])
  }

  @Test func aManualFireMovesNoScheduledOne() {
    var world = World("01:59")
    world.open(minutely(policy: Policy(overlap: .allow)))
    world.now = instant("2026-11-21T01:59:30Z")
    let manual = Identifier(high: 9, low: 9)
    #expect(world.send(.triggerRequested(schedule: Identifier(high: 0, low: 1), fire: manual)).started.map(\.id) == [manual])
    #expect(world.advance(to: "02:00").startedDue == ["02:00"])
    #expect(world.ledger.map(\.kind) == [.manual, .scheduled])
  }

  @Test func aManualFireOfAScheduleUnderWayIsDeclined() {
    var world = World("01:59")
    world.open(minutely())
    _ = world.advance(to: "02:00")
    let effects = world.send(.triggerRequested(schedule: Identifier(high: 0, low: 1), fire: Identifier(high: 9, low: 9)))
    guard case .declined(_, let reason)? = effects.first else { return #expect(Bool(false), "it was not declined") }
    #expect(reason.code == "overlap_skip")
  }
}
