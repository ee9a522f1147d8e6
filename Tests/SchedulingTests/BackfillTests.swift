import CivilTime
import Scheduling
import Testing

/// Past instants that somebody wants run now.
@Suite struct BackfillTests {
  private let id = Identifier(high: 7, low: 7)

  private func hourly(_ overlap: Policy.Overlap = .skip) -> ScheduleDefinition { minutely("0 * * * *", policy: policy(.last, overlap)) }

  private func request(_ from: String = "00:30", _ to: String = "05:00", parallel: Int = 1) -> SchedulerEvent {
    .backfillRequested(schedule: nightlyID, Backfill(id: id, after: instant(from), through: instant(to), maxParallel: parallel))
  }

  private func open() -> World {
    var world = World("06:30")
    world.open(hourly())
    return world
  }

  /// Lets every fire succeed, one after another.
  private func finish(_ effects: [SchedulerEffect], _ world: inout World) -> [String] {
    var (effects, order): ([SchedulerEffect], [String]) = (effects, [])
    while let fire = effects.started.first {
      order += effects.startedDue
      effects = world.send(.succeeded(fire, at: world.now))
    }
    return order
  }

  @Test func eachInstantRunsOldestFirst() {
    var world = open()
    #expect(finish(world.send(request()), &world) == ["01:00", "02:00", "03:00", "04:00", "05:00"])
    #expect(world.scheduler.status(of: nightlyID)?.memory.backfills == [])
  }

  @Test func itsFiresAreOfTheirOwnKind() {
    var world = open()
    _ = finish(world.send(request("00:30", "01:00")), &world)
    #expect(world.ledger.map(\.kind) == [.backfill])
    #expect(world.ledger[0].id != Fire.id(schedule: nightlyID, due: instant("01:00")))
  }

  @Test func noMoreThanAskedForRunAtATime() {
    var world = open()
    let effects = world.send(request(parallel: 2))
    #expect(effects.startedDue == ["01:00", "02:00"])
    #expect(world.send(.succeeded(effects.started[1], at: world.now)).startedDue == ["03:00"])
  }

  @Test func howFarItIsIsWritten() {
    var world = open()
    let fire = world.send(request()).started[0]
    _ = world.send(.succeeded(fire, at: world.now))
    #expect(world.batches.last?.states[nightlyID]?.backfills.map(\.position) == [instant("02:00")])
  }

  @Test func itGoesOnAfterARestart() throws {
    var world = open()
    let fire = try #require(world.send(request()).started.first)
    _ = world.send(.succeeded(fire, at: world.now))
    #expect(world.restart().lookedUp.map(\.due) == [instant("02:00")])
    _ = world.send(.catchUpReleased)
    let effects = world.send(.lookedUp(fire: world.ledger[1].id, .notStarted))
    #expect(finish(effects, &world) == ["02:00", "03:00", "04:00", "05:00"])
    #expect(world.ledger.count == 5)
  }

  @Test func itTakesNothingFromTheSchedule() {
    var world = World("06:30")
    world.open(hourly())
    _ = world.send(request())
    #expect(world.advance(to: "07:00").startedDue == ["07:00"])
  }

  @Test func theScheduleStartsBesideIt() throws {
    var world = open()
    let fire = try #require(world.send(request()).started.first)
    _ = world.send(.began(fire, at: world.now))
    #expect(world.advance(to: "07:00").startedDue == ["07:00"])
  }

  /// With a mutex its fires wait for their turns in one line with what is due.
  @Test(arguments: [false, true]) func itTakesNoPlaceInTheBuffer(overARestart: Bool) throws {
    var world = World("06:30")
    let buffering = policy(.last, .bufferOne) { ($0.mutex, $0.startDeadline) = ("gpu", .seconds(3600)) }
    world.open(minutely("0 * * * *", policy: buffering))
    let fire = try #require(world.send(request(parallel: 2)).started.first)
    _ = world.send(.began(fire, at: world.now))
    if overARestart { _ = world.restart() + world.send(.catchUpReleased) }
    _ = world.advance(to: "07:00")
    #expect(world.story == ["01:00 started", "02:00 waiting", "07:00 waiting"])
    let live = world.send(.ended(fire, .succeeded))
    #expect(live.startedDue == ["07:00"], "what is due goes before what is made up for")
    #expect(world.send(.succeeded(try #require(live.started.first), at: world.now)).startedDue == ["02:00"])
  }

  @Test func nothingOfItStartsWhileItsScheduleIsGone() throws {
    var world = open()
    let fire = try #require(world.send(request()).started.first)
    _ = world.send(.began(fire, at: world.now))
    _ = world.send(.schedulesRemoved([nightlyID]))
    #expect(world.send(.ended(fire, .succeeded)).started.isEmpty)
    #expect(world.story == ["01:00 succeeded"])
  }

  @Test(arguments: [false, true]) func itGoesOnWhenItsScheduleComesBack(overARestart: Bool) throws {
    var world = open()
    let fire = try #require(world.send(request()).started.first)
    _ = world.send(.began(fire, at: world.now))
    _ = world.send(.schedulesRemoved([nightlyID]))
    if overARestart { _ = world.restart() + world.send(.catchUpReleased) }
    #expect(world.send(.ended(fire, .succeeded)).started.isEmpty)
    #expect(finish(world.edit(hourly()), &world) == ["02:00", "03:00", "04:00", "05:00"])
    #expect(world.scheduler.status(of: nightlyID)?.memory.backfills == [])
  }

  @Test func itWaitsForItsFireThatRanOnWhileTheScheduleWasGone() throws {
    var world = open()
    let fire = try #require(world.send(request()).started.first)
    _ = world.send(.began(fire, at: world.now))
    _ = world.send(.schedulesRemoved([nightlyID]))
    #expect(world.edit(hourly()).started.isEmpty)
    #expect(world.send(.ended(fire, .succeeded)).startedDue == ["02:00"])
  }

  @Test func aFireThatEndsWithItsScheduleClaimsNoFurtherOne() throws {
    var world = open()
    _ = world.send(.away(try #require(world.send(request()).started.first)))
    _ = world.send(.schedulesRemoved([nightlyID]))
    #expect(world.story == ["01:00 removed"])
    _ = world.edit(hourly())
    #expect(world.ledger.map(\.due) == [instant("01:00"), instant("02:00")])
  }

  @Test func whoDeletesALocalScheduleEndsIt() throws {
    var world = World("06:30")
    var local = hourly()
    local.record.source = .local
    world.open(local)
    let fire = try #require(world.send(request()).started.first)
    _ = world.send(.succeeded(fire, at: world.now))
    _ = world.send(.schedulesRemoved([nightlyID]))
    _ = world.edit(local)
    #expect(world.scheduler.status(of: nightlyID)?.memory.backfills == [])
  }

  @Test func aStretchWithoutInstantsIsDeclined() {
    var world = open()
    #expect(world.send(request("01:10", "01:50")).declined.map(\.code) == ["nothing_due"])
    #expect(world.batches.last?.states.isEmpty ?? true)
  }

  @Test func theFutureIsNotRun() {
    var world = open()
    #expect(finish(world.send(request("05:30", "09:00")), &world) == ["06:00"])
  }

  @Test func itWaitsWhileNothingSaysWhatToStart() throws {
    var world = open()
    let fire = try #require(world.send(request()).started.first)
    _ = world.send(.began(fire, at: world.now))
    _ = world.edit(minutely("0 * * * *", standing: .unbound))
    #expect(world.send(.ended(fire, .succeeded)).started.isEmpty)
    #expect(finish(world.edit(hourly()), &world) == ["02:00", "03:00", "04:00", "05:00"])
  }

  @Test func aFireThatFailsDoesNotEndIt() throws {
    var world = open()
    let fire = try #require(world.send(request()).started.first)
    _ = world.send(.began(fire, at: world.now))
    #expect(world.send(.ended(fire, .failed)).startedDue == ["02:00"])
  }

  @Test func aFireThatTheLedgerKnowsIsPassedOver() {
    var world = open()
    let backfill = Backfill(id: id, after: instant("00:30"), through: instant("02:00"))
    let known = LedgerRow(
      id: backfill.fireID(due: instant("01:00")), kind: .backfill, scheduleID: nightlyID, scheduleName: "nightly", revision: 1,
      due: instant("01:00"), outcome: .succeeded, claimedAt: instant("01:00"))
    world.journal.rows[known.id] = known
    #expect(world.send(.backfillRequested(schedule: nightlyID, backfill)).startedDue == ["02:00"])
  }

  @Test func aDeadLetterIsReplayedAtItsOwnInstant() throws {
    var world = World("01:59")
    world.open(hourly())
    let fire = try world.run(at: "02:00")
    _ = world.send(.ended(fire, .failed))
    let dead = try #require(world.row(of: fire))
    let replay = try #require(world.send(.replayRequested(of: dead, fire: Identifier(high: 9, low: 9))).started.first)
    #expect(replay.due == fire.due)
    #expect(replay.kind == .manual)
    #expect(replay.details.replayOf == fire.id)
    #expect(replay.runName != fire.runName)
    #expect(world.row(of: fire) == dead)
  }

  @Test func aDeadLetterOfARemovedScheduleIsDeclined() throws {
    var world = World("01:59")
    world.open(hourly())
    let fire = try world.run(at: "02:00")
    _ = world.send(.ended(fire, .failed))
    _ = world.send(.schedulesRemoved([nightlyID]))
    let dead = try #require(world.row(of: fire))
    #expect(world.send(.replayRequested(of: dead, fire: Identifier(high: 9, low: 9))).declined.map(\.code) == ["not_found"])
  }
}
