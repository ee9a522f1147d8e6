import CivilTime
import Scheduling
import Testing

/// Which missed instants are made up for, and how they keep out of the way of live ones.
@Suite struct CatchUpTests {
  /// A minute, an hour, a day, a month, a year, five years: in seconds.
  private static let outages: [Int64] = [60, 3600, 86_400, 2_592_000, 31_536_000, 157_680_000]

  private func paced() -> DispatchLimits {
    var limits = DispatchLimits.unlimited
    limits.catchUpPerSecond = DispatchLimits.catchUpPerSecondDefault
    return limits
  }

  @Test func aNightlyTrainingThatWasMissedRunsWhenTheHostIsBack() {
    var world = World("04:00")
    _ = world.restart(minutely("0 2 * * *"), coveredUntil: "01:00")
    #expect(world.send(.catchUpReleased).startedDue == ["02:00"])
  }

  @Test func theOneThatFiresIsToldWhatItStandsFor() throws {
    var world = World("02:10:30".today)
    _ = world.restart(minutely(), coveredUntil: "02:00")
    let fire = try #require(world.send(.catchUpReleased).started.first)
    #expect(fire.details.missed == MissedSpan(count: 9, first: instant("02:01"), last: instant("02:09")))
    #expect(fire.value(of: .missedCount) == "9")
    #expect(fire.value(of: .missedFirst) == "2026-11-21T02:01:00Z")
    #expect(fire.value(of: .missedLast) == "2026-11-21T02:09:00Z")
  }

  @Test(arguments: outages)
  func anOutageOfAnyLengthIsOneFireAndAtMostOneRangeRow(seconds: Int64) {
    let down = instant("01:59:30".today)
    var world = World(down.advanced(by: .seconds(seconds)).iso8601)
    _ = world.restart(minutely("*/30 * * * *"), coveredUntil: down.iso8601)
    #expect(world.send(.catchUpReleased).started.count == 1)
    let expected = world.now.secondsSinceEpoch / 1800 - down.secondsSinceEpoch / 1800
    #expect(world.ledger.map(\.count).reduce(0, +) == Int(expected))
    #expect(world.ledger.count <= 2)
    #expect(world.pass(.seconds(1800)).started.count == 0, "the first one has not ended")
  }

  @Test(arguments: outages)
  func underSkipAnOutageOfAnyLengthIsOneRow(seconds: Int64) {
    let down = instant("01:58:30".today)
    var world = World(down.advanced(by: .seconds(seconds + 100)).iso8601)
    _ = world.restart(minutely("59 * * * *", policy: policy(.skip)), coveredUntil: down.iso8601)
    #expect(world.send(.catchUpReleased).started.isEmpty)
    #expect(world.ledger.map(\.outcome) == [.skippedMisfire])
    #expect(world.journal.gaps() == [])
  }

  // MARK: What was under way

  /// A daemon that goes down at 02:05 beside the run of 02:00, and comes back at 03:05.
  private func downBesideARun() throws -> (World, Fire) {
    var world = World("01:59")
    world.open(minutely("*/10 * * * *"))
    let fire = try world.run(at: "02:00")
    world.now = instant("03:05")
    #expect(world.restart().followed.map(\.id) == [fire.id])
    return (world, fire)
  }

  @Test func aRunThatEndedMeanwhileIsNotInTheWayOfWhatWasMissed() throws {
    var (world, fire) = try downBesideARun()
    #expect(world.send(.catchUpReleased).started.isEmpty)
    #expect(world.story == ["02:00 started"], "nothing is decided before the run is heard of")
    world.now = instant("03:05:10".today)
    #expect(world.send(.ended(fire, .succeeded)).startedDue == ["03:00"])
    #expect(world.story == ["02:00 succeeded", "02:10…02:50 ×5 coalesced", "03:00 claimed"])
  }

  /// A value that it had left out of the ledger is no edit.
  @Test func whatAnEarlierReleaseLeftOutDecidesNothingBeforeTheRunIsHeardOf() throws {
    let definition = { (type: String) in
      minutely("*/10 * * * *", trigger: .http(HTTPTrigger(url: "http://127.0.0.1/", headers: ["Content-Type": type])))
    }
    var world = World("01:59")
    world.open(definition("text/plain"))
    let fire = try world.run(at: "02:00")
    let row = try #require(world.row(of: fire))
    world.journal = Journal()
    world.journal.keep(Revision(definition: definition("(not stored)"), number: 1, owedFrom: fire.due))
    world.journal.rows[row.id] = row
    world.now = instant("03:05")
    world.scheduler = Scheduler(limits: world.limits)
    _ = world.send(world.journal.restored)
    _ = world.edit(definition("text/plain"))
    _ = world.send(.opened)
    _ = world.send(.catchUpReleased)
    #expect(world.story == ["02:00 started"])
    #expect(world.send(.ended(fire, .succeeded)).startedDue == ["03:00"])
    #expect(world.journal.gaps() == [])
  }

  @Test func aRunOfWhichNothingIsHeardIsInTheWayAfter30Seconds() throws {
    var (world, _) = try downBesideARun()
    _ = world.send(.catchUpReleased)
    #expect(world.advance(to: "03:05:30".today).started.isEmpty)
    #expect(world.story == ["02:00 started", "02:10…03:00 ×6 skipped_overlap"])
  }

  @Test func aRunThatGoesOnIsInTheWayAtOnce() throws {
    var (world, fire) = try downBesideARun()
    _ = world.send(.catchUpReleased)
    _ = world.send(.runChanged(fire: fire.id, RunObservation(status: "running")))
    #expect(world.story == ["02:00 started", "02:10…03:00 ×6 skipped_overlap"])
  }

  @Test func whatComesDueBeforeTheRunIsHeardOfWaitsToo() throws {
    var (world, fire) = try downBesideARun()
    world.now = instant("03:09:45".today)
    _ = world.restart()
    _ = world.send(.catchUpReleased)
    #expect(world.advance(to: "03:10").started.isEmpty)
    #expect(world.story == ["02:00 started"])
    world.now = instant("03:10:05".today)
    #expect(world.send(.ended(fire, .succeeded)).startedDue == ["03:10"])
    #expect(world.story == ["02:00 succeeded", "02:10…03:00 ×6 coalesced", "03:10 claimed"])
    #expect(world.advance(to: "03:20").started.isEmpty && world.journal.gaps() == [])
  }

  @Test func aRunOfAnotherScheduleKeepsNobodyWaiting() throws {
    var world = World("01:59")
    world.open(
      minutely("0 * * * *", policy: policy { $0.mutex = "gpu" }), minutely("30 * * * *", id: 2, policy: policy { $0.mutex = "gpu" }))
    let fire = try world.run(at: "02:00")
    world.now = instant("02:45")
    _ = world.restart()
    _ = world.send(.catchUpReleased)
    #expect(world.story == ["02:00 started", "02:30 waiting"])
    #expect(world.send(.ended(fire, .succeeded)).startedDue == ["02:30"])
  }

  @Test func whoNeedNotWaitForTheRunDoesNot() throws {
    var world = World("01:59")
    world.open(minutely("*/10 * * * *"), minutely("*/10 * * * *", id: 2))
    let fires = world.advance(to: "02:00").started
    for fire in fires { _ = world.send(.began(fire, at: world.now)) }
    _ = world.send(.ended(fires[1], .succeeded))
    world.now = instant("02:15")
    _ = world.restart()
    #expect(world.send(.catchUpReleased).started.map(\.scheduleID) == [fires[1].scheduleID])
  }

  // MARK: Portions

  /// Five hourly schedules and one of each minute; down since 01:59, and opened again at 02:30.
  private func downForHalfAnHour(wakesPerTurn: Int) -> World {
    var world = World("01:59")
    world.open((1...6).map { minutely($0 == 6 ? "* * * * *" : "0 * * * *", id: $0) })
    world.now = instant("02:30")
    world.scheduler = Scheduler(limits: .unlimited, wakesPerTurn: wakesPerTurn)
    _ = world.send(world.journal.restored)
    _ = world.send(.opened)
    return world
  }

  @Test func manySchedulesSettleWhatTheyMissedInPortions() {
    var world = downForHalfAnHour(wakesPerTurn: 2)
    world.now = instant("02:31")
    var pieces: [Int] = []
    var effects = world.scheduler.handle(.catchUpReleased, at: world.now)
    while let wake = effects.wake, wake <= world.now {
      pieces.append(effects.claims.count)
      effects = world.scheduler.handle(.clockAdvanced, at: world.now)
    }
    pieces.append(effects.claims.count)
    #expect(pieces.reduce(0, +) == 6 && pieces.max() ?? 0 <= 3 && pieces.count > 2, "\(pieces)")
  }

  @Test func aLiveFireComesBeforeWhatOthersHaveMissed() {
    var world = downForHalfAnHour(wakesPerTurn: 1)
    world.now = instant("02:30:59".today)
    _ = world.scheduler.handle(.catchUpReleased, at: world.now)
    let live = world.scheduler.handle(.clockAdvanced, at: instant("02:31")).claims
    #expect(live.contains { $0.scheduleID.low == 6 && $0.due == instant("02:31") }, "\(live.map(\.scheduleID.low))")
  }

  // MARK: Window

  @Test func whatIsOlderThanTheWindowIsNotMadeUpFor() {
    var world = World("05:30")
    _ = world.restart(minutely("0 * * * *", policy: policy(.all, .allow) { $0.misfireWindow = .seconds(7200) }), coveredUntil: "02:30")
    #expect(world.send(.catchUpReleased).startedDue == ["04:00", "05:00"])
    #expect(world.story == ["03:00 skipped_misfire", "04:00 claimed", "05:00 claimed"])
    #expect(world.ledger[0].reason?.code == "misfire_window")
  }

  @Test func whatIsExactlyAsOldAsTheWindowIsMadeUpFor() {
    var world = World("05:00")
    _ = world.restart(minutely("0 * * * *", policy: policy(.all, .allow) { $0.misfireWindow = .seconds(7200) }), coveredUntil: "01:30")
    #expect(world.send(.catchUpReleased).startedDue == ["03:00", "04:00", "05:00"])
  }

  @Test func whenTheWindowIsOverNothingIsMadeUpFor() {
    var world = World("05:30")
    _ = world.restart(minutely("0 2 * * *", policy: policy { $0.misfireWindow = .seconds(7200) }), coveredUntil: "01:00")
    #expect(world.send(.catchUpReleased).started.isEmpty)
    #expect(world.story == ["02:00 skipped_misfire"])
  }

  @Test func theLimitCountsTheNewest() {
    var world = World("05:30")
    _ = world.restart(minutely("0 * * * *", policy: policy(.all, .allow) { $0.misfireLimit = 2 }), coveredUntil: "00:30")
    #expect(world.send(.catchUpReleased).startedDue == ["04:00", "05:00"])
    #expect(world.story.first == "01:00…03:00 ×3 skipped_misfire")
  }

  // MARK: Out of the way

  @Test func catchUpIsPaced() {
    var world = World("02:30:30".today, limits: paced())
    _ = world.restart(minutely(policy: policy(.all, .allow)), coveredUntil: "02:10")
    #expect(world.send(.catchUpReleased).started.count == 5)
    #expect(world.pass(.milliseconds(199)).started.isEmpty)
    #expect(world.pass(.milliseconds(1)).started.count == 1)
    #expect(world.pass(.milliseconds(800)).started.count == 4)
  }

  @Test func aLiveFireGoesBeforeCatchUpThatWaitsForItsPace() {
    var world = World("02:30:59".today, limits: paced())
    _ = world.restart(minutely(policy: policy(.all, .allow)), coveredUntil: "02:00")
    _ = world.send(.catchUpReleased)
    #expect(world.advance(to: "02:31").startedDue.contains("02:31"))
  }

  @Test func aLiveFireDoesNotWaitForCatchUpThatIsHeldBack() {
    var world = World("02:10:30".today)
    _ = world.restart(minutely(policy: policy(.all)), coveredUntil: "02:00")
    #expect(world.advance(to: "02:11").startedDue == ["02:11"])
    #expect(world.advance(to: "02:11:20".today).started.isEmpty, "catch-up is not released")
  }

  @Test func aLiveFireIsNotSkippedForCatchUpThatHasNotBeenSent() throws {
    var world = World("02:10:30".today)
    _ = world.restart(minutely(policy: policy(.all)), coveredUntil: "02:00")
    let first = try #require(world.advance(to: "02:11").started.first)
    _ = world.send(.succeeded(first, at: world.now))
    #expect(world.advance(to: "02:12").startedDue == ["02:12"])
  }

  @Test func catchUpGoesOnWhenTheLiveFireHasEnded() throws {
    var world = World("02:10:30".today)
    _ = world.restart(minutely("*/5 * * * *", policy: policy(.all)), coveredUntil: "01:59")
    let catchUp = try #require(world.send(.catchUpReleased).started.first)
    #expect(catchUp.due == instant("02:00"))
    _ = world.send(.succeeded(catchUp, at: world.now))
    #expect(world.ledger.map(\.outcome) == [.succeeded, .claimed, .waiting])
  }

  @Test func catchUpThatHoldsAMutexGivesWayToALiveFire() {
    var world = World("02:10:30".today)
    let mutex = policy(.all) { $0.mutex = "gpu" }
    _ = world.restart(minutely("*/5 * * * *", policy: mutex), coveredUntil: "01:00")
    _ = world.advance(to: "02:10:40".today)
    _ = world.edit(minutely("12 * * * *", id: 2, policy: mutex))
    #expect(world.advance(to: "02:12").started.map(\.scheduleID.low) == [2])
  }

  @Test func catchUpHasNoDeadlineForItsStart() throws {
    var world = World("02:10:30".today)
    _ = world.restart(minutely("*/2 * * * *", policy: policy(.all)), coveredUntil: "02:00")
    _ = world.send(.catchUpReleased)
    _ = world.advance(to: "02:10:59".today)
    _ = world.advance(to: "02:11:59".today)
    #expect(!world.ledger.contains { $0.outcome == .skippedMissedDeadline })
  }

  @Test func aBufferOfOneHoldsALiveFireBesidesCatchUp() throws {
    var world = World("02:10:30".today)
    _ = world.restart(minutely(policy: policy(.all, .bufferOne)), coveredUntil: "02:00")
    let first = try #require(world.send(.catchUpReleased).started.first)
    _ = world.send(.began(first, at: world.now))
    _ = world.advance(to: "02:11")
    #expect(world.ledger.last?.outcome == .waiting)
    #expect(world.send(.ended(first, .succeeded)).startedDue == ["02:11"])
  }

  @Test func whatIsRemovedBeforeItsClaimIsDurableIsNotSent() {
    var world = World("01:59")
    world.open(minutely())
    let due = world.scheduler.handle(.clockAdvanced, at: instant("02:00"))
    guard case .commit(let batch) = due.first else { return #expect(Bool(false), "nothing was written") }
    world.batches.append(batch)
    _ = world.journal.write(batch)
    world.now = instant("02:00")
    #expect(world.send(.schedulesRemoved([nightlyID])).started.isEmpty)
    #expect(world.send(.committed(batch: batch.id, refused: [])).started.isEmpty)
    #expect(world.story == ["02:00 removed"])
  }
}
