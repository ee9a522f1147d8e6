import CivilTime
import Scheduling
import TestSupport
import Testing

/// Whatever is edited, paused, resumed, asked for or restarted in whatever order: no past is fired, no instant is lost.
@Suite struct EditTests {
  @Test func anIntervalKeepsItsGridOverARestart() {
    var world = World("2026-11-21T00:05:00Z")
    world.open(interval(7 * 60))
    let before = (0..<3).map { _ in nextStart(&world) }
    _ = world.restart()
    _ = world.send(.catchUpReleased)
    for fire in world.ledger where !fire.outcome.isFinal { _ = world.send(.lookedUp(fire: fire.id, .finished(done))) }
    let after = (0..<3).map { _ in nextStart(&world) }
    #expect((before + after).allSatisfy { $0.map { $0.secondsSinceEpoch.isMultiple(of: 7 * 60) } ?? false }, "\(before) \(after)")
  }

  @Test func anIntervalKeepsItsGridOverAnEditOfSomethingElse() {
    var world = World("2026-11-21T00:05:00Z")
    world.open(interval(7 * 60))
    let before = nextStart(&world)
    var edited = interval(7 * 60)
    edited.policy.timeout = .seconds(60)
    _ = world.edit(edited)
    #expect(nextStart(&world) == before?.advanced(by: .seconds(7 * 60)))
  }

  @Test func resumingFiresNothingAtOnce() {
    var world = World("2026-11-21T00:05:00Z")
    world.open(interval(600))
    _ = world.send(.pause(since: world.now))
    _ = world.advance(to: "2026-11-21T05:05:00Z")
    #expect(world.send(.resumeRequested([nightlyID], replay: false)).started.isEmpty)
    #expect(nextStart(&world) == instant("2026-11-21T05:10:00Z"))
  }

  @Test func aManualFireMovesNoInstantOfAnInterval() {
    var world = World("2026-11-21T00:05:00Z")
    world.open(interval(600))
    _ = world.send(.triggerRequested(schedule: nightlyID, fire: Identifier(high: 9, low: 9)))
    #expect(world.scheduler.status(of: nightlyID)?.nextDue == instant("2026-11-21T00:10:00Z"))
  }

  /// By its file a schedule is known whose file is broken at the next start.
  @Test func theLedgerKnowsWhichFileItIsFrom() {
    var world = World("01:59")
    var definition = minutely()
    definition.bindingOrigin = "/s/a.yaml:1"
    world.open(definition)
    definition.bindingOrigin = "/s/a.yaml:9"
    _ = world.edit(definition)
    #expect(world.journal.revisions[nightlyID]?.count == 1, "another line is no news")
    definition.bindingOrigin = "/s/b.yaml:9"
    _ = world.edit(definition)
    #expect(world.journal.revisions[nightlyID]?.map(\.definition.bindingOrigin) == ["/s/a.yaml:1", "/s/b.yaml:9"])
  }

  @Test func anEditOfTheTimingOwesNothingThatIsPast() {
    var world = World("02:30:30".today)
    world.open(minutely("0 * * * *"))
    #expect(world.edit(minutely("* * * * *")).started.isEmpty)
    #expect(world.send(.clockAdvanced).started.isEmpty)
    #expect(world.scheduler.status(of: nightlyID)?.nextDue == instant("02:31"))
  }

  @Test(arguments: UInt64(0)..<150) func noEditFiresThePastOrLosesAnInstant(seed: UInt64) {
    var drama = Drama(seed: seed)
    for _ in 0..<120 { drama.act() }
    drama.end()
    #expect(drama.world.journal.gaps() == [], "seed \(seed)")
    #expect(drama.early == [], "seed \(seed): started before its time, or of a time before the edit")
    #expect(drama.world.scheduler.audit(at: drama.world.now) == [], "seed \(seed)")
  }

  @Test(arguments: UInt64(0)..<20) func theSameEventsHaveTheSameEffects(seed: UInt64) {
    var (first, second) = (Drama(seed: seed), Drama(seed: seed))
    for _ in 0..<80 {
      first.act()
      second.act()
    }
    #expect(first.effects == second.effects, "seed \(seed)")
  }

  private var done: RunObservation { RunObservation(status: "done", outcome: .succeeded) }

  private func interval(_ seconds: Int64) -> ScheduleDefinition {
    var definition = minutely(policy: policy(.last, .allow))
    definition.record.cronExpression = nil
    definition.record.interval = .seconds(seconds)
    return definition
  }

  /// Waits for the next fire, and lets it succeed.
  private func nextStart(_ world: inout World) -> Instant? {
    guard let next = world.scheduler.status(of: nightlyID)?.nextDue else { return nil }
    world.now = next
    for fire in world.send(.clockAdvanced).started {
      _ = world.send(.succeeded(fire, at: world.now))
      return fire.due
    }
    return nil
  }
}
