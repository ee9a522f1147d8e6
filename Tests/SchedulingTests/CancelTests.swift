import CivilTime
import Scheduling
import Testing

/// A fire can be ended wherever it is on its way.
@Suite struct CancelTests {
  private func open(_ definition: ScheduleDefinition = minutely("0 * * * *"), limits: DispatchLimits = .unlimited) -> World {
    var world = World("01:59", limits: limits)
    world.open(definition)
    return world
  }

  private func cancel(_ fire: Identifier, force: Bool = false) -> SchedulerEvent { .cancelRequested(fire: fire, force: force) }

  private var due: Identifier { Fire.id(schedule: nightlyID, due: instant("02:00")) }

  @Test func whileItsClaimIsBeingWritten() {
    var world = open()
    let effects = world.scheduler.handle(.clockAdvanced, at: instant("02:00"))
    guard case .commit(let batch)? = effects.first else { return #expect(Bool(false), "nothing was written") }
    _ = world.journal.write(batch)
    _ = world.send(cancel(due))
    #expect(world.send(.committed(batch: batch.id, refused: [])).started.isEmpty)
    #expect(world.story == ["02:00 cancelled"])
  }

  @Test func whileACalendarHoldsIt() {
    let freeze = ExclusionCalendar(name: "freeze", weekly: [.init(weekdays: [6], start: 7200, end: 10_800)])
    var world = open(minutely("0 2 * * *", policy: policy { $0.calendars = [CalendarRule(freeze, action: .defer)] }))
    _ = world.advance(to: "02:00")
    _ = world.send(cancel(due))
    #expect(world.advance(to: "03:00").started.isEmpty)
    #expect(world.story == ["02:00 cancelled"])
  }

  @Test func whileItWaitsForItsTurn() throws {
    var world = open(minutely(policy: policy(.last, .bufferOne)))
    let fire = try world.run(at: "02:00")
    _ = world.advance(to: "02:01")
    _ = world.send(cancel(Fire.id(schedule: nightlyID, due: instant("02:01"))))
    #expect(world.send(.ended(fire, .succeeded)).started.isEmpty)
    #expect(world.story == ["02:00 succeeded", "02:01 cancelled"])
  }

  @Test func whileLimitsLetItWait() {
    var limits = DispatchLimits.unlimited
    limits.all.inFlight = 0
    var world = open(limits: limits)
    _ = world.advance(to: "02:00")
    #expect(world.scheduler.firesHeldByLimits == 1)
    _ = world.send(cancel(due))
    #expect(world.story == ["02:00 cancelled"])
    #expect(world.scheduler.firesHeldByLimits == 0)
  }

  @Test func whileItIsBeingSent() throws {
    var world = open()
    let fire = try #require(world.advance(to: "02:00").started.first)
    #expect(world.send(cancel(fire.id)).stopped == [])
    #expect(world.send(.began(fire, at: world.now)).stopped == [Stop(fire: fire.id, force: false)])
    _ = world.send(.ended(fire, .failed))
    #expect(world.story == ["02:00 cancelled"])
  }

  @Test func forceIsRememberedUntilThereIsARun() throws {
    var world = open()
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(cancel(fire.id, force: true))
    #expect(world.send(.began(fire, at: world.now)).stopped == [Stop(fire: fire.id, force: true)])
  }

  @Test func whileItWaitsToBeSentAgain() throws {
    var world = open()
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.busy(fire))
    _ = world.send(cancel(fire.id))
    #expect(world.pass(.seconds(60)).started.isEmpty)
    #expect(world.story == ["02:00 cancelled"])
  }

  @Test func whileItIsBeingAskedAbout() throws {
    var world = open()
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.unclear(fire))
    _ = world.send(cancel(fire.id))
    #expect(world.send(.lookedUp(fire: fire.id, .notStarted)).started.isEmpty)
    #expect(world.story == ["02:00 cancelled"])
  }

  @Test func whenItIsFoundRunningItIsStopped() throws {
    var world = open()
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.unclear(fire))
    _ = world.send(cancel(fire.id))
    #expect(world.send(.lookedUp(fire: fire.id, .running(runID: "r", sentAt: nil))).stopped == [Stop(fire: fire.id, force: false)])
  }

  @Test func whileItRuns() throws {
    var world = open()
    let fire = try world.run(at: "02:00")
    #expect(world.send(cancel(fire.id)).stopped == [Stop(fire: fire.id, force: false)])
    #expect(world.pass(.seconds(60)).stopped == [Stop(fire: fire.id, force: true)])
    _ = world.send(.ended(fire, .failed))
    #expect(world.story == ["02:00 cancelled"])
  }

  @Test func whatSucceedsNeverthelessHasSucceeded() throws {
    var world = open()
    let fire = try world.run(at: "02:00")
    _ = world.send(cancel(fire.id))
    _ = world.send(.ended(fire, .succeeded))
    #expect(world.story == ["02:00 succeeded"])
  }

  @Test func whatHasEndedCannotBeCancelled() {
    var world = open()
    #expect(world.send(cancel(due)).declined.map(\.code) == ["not_under_way"])
  }

  @Test func whileItWaitsForItsSecondAttempt() throws {
    var world = open(minutely("0 * * * *", policy: policy { $0.retry.attempts = 2 }))
    let fire = try world.run(at: "02:00")
    _ = world.send(.ended(fire, .failed))
    _ = world.send(cancel(fire.id))
    #expect(world.pass(.seconds(60)).started.isEmpty)
    #expect(world.story == ["02:00 cancelled"])
  }
}
