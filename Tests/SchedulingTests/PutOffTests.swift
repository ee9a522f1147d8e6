import CivilTime
import Scheduling
import Testing

/// What a calendar puts off meets other fires when its time has come, and not when it is due. 2026-11-21 is a Saturday.
@Suite struct PutOffTests {
  private let monday = "2026-11-23T00:00:00Z"

  private func putOff(
    _ cron: String, _ overlap: Policy.Overlap, misfire: Policy.Misfire = .last, _ change: (inout Policy) -> Void = { _ in }
  ) -> ScheduleDefinition {
    var rules = policy(misfire, overlap) {
      $0.calendars = [CalendarRule(ExclusionCalendar(name: "weekend", weekly: [.init(weekdays: [0, 6])]), action: .defer)]
    }
    change(&rules)
    return minutely(cron, policy: rules)
  }

  /// A fire that somebody asked for runs when that of 02:00 is due, which is put off.
  private func beside(_ definition: ScheduleDefinition) throws -> (World, Fire) {
    var world = World("01:59")
    world.open(definition)
    let manual = try #require(world.send(.triggerRequested(schedule: nightlyID, fire: Identifier(high: 9, low: 9))).started.first)
    _ = world.send(.began(manual, at: world.now))
    #expect(world.advance(to: "02:00").stopped == [])
    #expect(world.story == ["01:59 started", "02:00 waiting"])
    return (world, manual)
  }

  @Test(arguments: [Policy.Overlap.cancelOther, .terminateOther]) func itEndsOthersWhenItsTimeHasCome(overlap: Policy.Overlap) throws {
    var (world, manual) = try beside(putOff("0 2 21 11 *", overlap))
    #expect(world.advance(to: monday).stopped == [Stop(fire: manual.id, force: overlap == .terminateOther)])
    #expect(world.send(.ended(manual, .cancelled)).started.map(\.due) == [instant("02:00")])
  }

  @Test(arguments: Policy.Misfire.allCases) func whatHasEndedByThenIsNotInItsWay(misfire: Policy.Misfire) throws {
    var (world, manual) = try beside(putOff("0 2 21 11 *", .skip, misfire: misfire))
    _ = world.send(.ended(manual, .succeeded))
    #expect(world.advance(to: monday).started.map(\.due) == [instant("02:00")])
  }

  @Test(arguments: Policy.Misfire.allCases) func whatRunsAtItsTimeKeepsItFromStarting(misfire: Policy.Misfire) throws {
    var (world, _) = try beside(putOff("0 2 21 11 *", .skip, misfire: misfire))
    #expect(world.advance(to: monday).started.isEmpty)
    #expect(world.story == ["01:59 started", "02:00 skipped_overlap"])
    #expect(world.ledger[1].reason?.sentence == "the fire of 2026-11-21T01:59:00Z was still under way")
  }

  @Test func whoHoldsTheMutexAtItsTimeKeepsItFromStarting() throws {
    var world = World("01:59")
    let mutex = { (rules: inout Policy) in rules.mutex = "gpu" }
    let other = minutely("59 23 * * *", id: 2, policy: policy(.last, .skip, mutex))
    world.open(putOff("0 2 21 11 *", .skip, mutex), other)
    _ = world.advance(to: "02:00")
    _ = try world.run(at: "2026-11-21T23:59:00Z")
    _ = world.advance(to: "2026-11-22T23:59:00Z")
    #expect(world.advance(to: monday).started.isEmpty)
    #expect(world.story == ["02:00 skipped_mutex", "23:59 started", "23:59 skipped_overlap"])
  }

  @Test func untilThenItIsInNobodysWay() throws {
    var world = World("01:59")
    world.open(putOff("0 2 21 11 *", .skip, misfire: .all))
    _ = world.advance(to: "02:00")
    let effects = world.send(.triggerRequested(schedule: nightlyID, fire: Identifier(high: 9, low: 9)))
    #expect(effects.declined == [] && effects.started.map(\.kind) == [.manual])
  }

  // MARK: Several until one time

  /// Those of 02:00 to 05:00 are put off until Monday.
  private func several(_ misfire: Policy.Misfire, _ overlap: Policy.Overlap) -> World {
    var world = World("01:59")
    world.open(putOff("0 2-5 21 11 *", overlap, misfire: misfire))
    for hour in 2...5 { #expect(world.advance(to: "0\(hour):00").started.isEmpty) }
    return world
  }

  @Test(arguments: [Policy.Misfire.all, .skip]) func underSkipTheFirstOfThemRuns(misfire: Policy.Misfire) {
    var world = several(misfire, .skip)
    #expect(world.story == ["02:00 waiting", "03:00…05:00 ×3 skipped_overlap"])
    #expect(world.ledger[1].reason?.sentence == "the fire of 2026-11-21T02:00:00Z is put off until the same time, and comes first")
    #expect(world.advance(to: monday).startedDue == ["02:00"])
    #expect(world.journal.gaps() == [])
  }

  @Test(arguments: Policy.Misfire.allCases) func underBufferOneOneRunsAndOneWaits(misfire: Policy.Misfire) throws {
    var world = several(misfire, .bufferOne)
    #expect(world.story == ["02:00 waiting", "03:00 waiting", "04:00…05:00 ×2 skipped_overlap"])
    #expect(world.ledger[2].reason == Reason("buffer_full", "2 fires are put off until the same time already"))
    let first = try world.run(at: monday)
    #expect(first.due == instant("02:00"))
    #expect(world.send(.ended(first, .succeeded)).startedDue == ["03:00"])
    #expect(world.journal.gaps() == [])
  }

  @Test(arguments: Policy.Misfire.allCases) func whatRunsAtTheirTimeLeavesThemTheBufferOnly(misfire: Policy.Misfire) throws {
    var world = several(misfire, .bufferOne)
    let manual = try #require(world.send(.triggerRequested(schedule: nightlyID, fire: Identifier(high: 9, low: 9))).started.first)
    _ = world.send(.began(manual, at: world.now))
    #expect(world.advance(to: monday).started.isEmpty)
    let rows = world.ledger.filter { $0.kind == .scheduled }
    #expect(rows.map(\.story) == ["02:00 waiting", "03:00 skipped_overlap", "04:00…05:00 ×2 skipped_overlap"])
    #expect(rows[1].reason?.code == "buffer_full")
  }

  @Test(arguments: [Policy.Misfire.all, .skip]) func underCancelOtherTheNewestIsKept(misfire: Policy.Misfire) {
    var world = several(misfire, .cancelOther)
    #expect(world.story == ["02:00 cancelled", "03:00 cancelled", "04:00 cancelled", "05:00 waiting"])
    #expect(world.advance(to: monday).startedDue == ["05:00"])
  }

  @Test func underAllowAllOfThemRun() {
    var world = several(.last, .allow)
    #expect(world.advance(to: monday).startedDue.sorted() == ["02:00", "03:00", "04:00", "05:00"])
  }

  @Test func theNewestOfThemTakesTheOnePlaceOfMaxRuns() {
    var world = World("01:59")
    world.open(putOff("0 2-5 21 11 *", .skip) { $0.maxRuns = 1 })
    for hour in 2...5 { _ = world.advance(to: "0\(hour):00") }
    #expect(world.story == ["02:00 coalesced", "03:00 coalesced", "04:00 coalesced", "05:00 waiting"])
    #expect(world.advance(to: monday).startedDue == ["05:00"])
  }

  /// They come to light together.
  @Test func theNewestOfThoseThatWereDueWhileTheDaemonWasDownTakesTheOnePlaceToo() {
    var world = World("12:00")
    _ = world.restart(putOff("0 2-5 21 11 *", .cancelOther, misfire: .all) { $0.maxRuns = 1 }, coveredUntil: "01:00")
    _ = world.send(.catchUpReleased)
    #expect(world.story == ["02:00 cancelled", "03:00 cancelled", "04:00 cancelled", "05:00 waiting"])
  }

  @Test func anEditOfThePolicyHoldsForThemAtTheirTime() {
    var world = several(.all, .bufferAll(limit: 9))
    _ = world.edit(putOff("0 2-5 21 11 *", .skip, misfire: .all))
    #expect(world.advance(to: monday).startedDue == ["02:00"])
    #expect(world.story == ["02:00 claimed", "03:00 skipped_overlap", "04:00 skipped_overlap", "05:00 skipped_overlap"])
  }

  // MARK: An outage

  /// Something of the schedule's own is broken: night after night its fire is put off until 06:00, and does not get as far as its target.
  @Test func underAllWhatWaitsSinceANightBeforeKeepsNoLaterOneFromComing() {
    var world = World("01:59")
    let nights = ExclusionCalendar(name: "nights", weekly: [.init(weekdays: Set(0...6), start: 7200, end: 21_600)])
    world.open(minutely("0 2 * * *", policy: policy(.all) { $0.calendars = [CalendarRule(nights, action: .defer)] }))
    let secret = Reason("secret_unavailable", "there is no secret 'api'")
    for time in (21...23).flatMap({ ["2026-11-\($0)T02:00:00Z", "2026-11-\($0)T06:00:00Z"] }) {
      var sent = world.advance(to: time).started
      while !sent.isEmpty { sent += world.send(.attemptEnded(fire: sent.removeFirst().id, .unavailable(secret))).started }
    }
    #expect(world.story == ["02:00 waiting", "02:00 waiting", "02:00 waiting"])
    var sent = world.pass(.seconds(3600)).started
    while !sent.isEmpty { sent += world.send(.succeeded(sent.removeFirst(), at: world.now)).started }
    #expect(world.story == ["02:00 succeeded", "02:00 succeeded", "02:00 succeeded"])
  }

  /// Those of one night are no outage's backlog: what the policy says of them holds.
  @Test func underAllATargetThatIsAwayAtTheirTimeKeepsNoMoreOfThem() {
    var world = several(.all, .bufferAll(limit: 9))
    _ = world.edit(putOff("0 2-5 21 11 *", .skip, misfire: .all))
    for id in 2...6 { _ = world.edit(minutely("59 23 22 11 *", id: UInt64(id))) }
    for fire in world.advance(to: "2026-11-22T23:59:00Z").started { _ = world.send(.away(fire)) }
    #expect(world.scheduler.awayTargets(at: world.now).count == 1)
    _ = world.advance(to: monday)
    let own = world.ledger.filter { $0.scheduleID == nightlyID }.map(\.story)
    #expect(own.dropFirst() == ["03:00 skipped_overlap", "04:00 skipped_overlap", "05:00 skipped_overlap"])
  }

  // MARK: A daemon that was down

  @Test func itsTimeComesSoonAfterARestart() throws {
    var (world, manual) = try beside(putOff("0 2 21 11 *", .cancelOther))
    world.now = instant("2026-11-22T12:00:00Z")
    #expect(world.restart().stopped == [])
    _ = world.send(.catchUpReleased)
    #expect(world.advance(to: monday).stopped == [Stop(fire: manual.id, force: false)])
    #expect(world.send(.ended(manual, .cancelled)).started.map(\.due) == [instant("02:00")])
  }

  @Test func itsTimeCameJustBeforeARestart() throws {
    var (world, manual) = try beside(putOff("0 2 21 11 *", .cancelOther))
    world.now = instant("2026-11-23T00:00:30Z")
    #expect(world.restart().stopped == [Stop(fire: manual.id, force: false)])
    #expect(world.send(.ended(manual, .cancelled)).started.map(\.due) == [instant("02:00")])
  }

  @Test func whatMissedItsTimeWaitsForTheFirstLookAtTheSources() throws {
    var (world, manual) = try beside(putOff("0 2 21 11 *", .cancelOther))
    world.now = instant("2026-11-23T00:30:00Z")
    #expect(world.restart().stopped == [])
    _ = world.send(.clockAdvanced)
    #expect(world.send(.catchUpReleased).stopped == [Stop(fire: manual.id, force: false)])
    #expect(world.send(.ended(manual, .cancelled)).started.map(\.due) == [instant("02:00")])
  }

  /// What it had ended began after its claim, and before its time.
  @Test func whatItEndedIsAskedAgainByTheNextLife() throws {
    var world = World("01:59")
    world.open(putOff("0 2 21 11 *", .cancelOther))
    _ = world.advance(to: "02:00")
    _ = world.advance(to: "2026-11-22T23:30:00Z")
    let manual = try #require(world.send(.triggerRequested(schedule: nightlyID, fire: Identifier(high: 9, low: 9))).started.first)
    _ = world.send(.began(manual, at: world.now))
    #expect(world.advance(to: monday).stopped == [Stop(fire: manual.id, force: false)])
    world.now = instant("2026-11-23T00:00:10Z")
    #expect(world.restart().stopped == [Stop(fire: manual.id, force: false)])
  }

  @Test func whatTakesItsTurnEndsNothingInTheNextLifeEither() throws {
    var (world, manual) = try beside(putOff("0 2 21 11 *", .cancelOther, misfire: .all))
    world.now = instant("2026-11-23T00:30:00Z")
    _ = world.restart()
    for _ in 1...3 {
      #expect(world.send(.catchUpReleased).stopped == [])
      #expect(world.restart().stopped == [])
    }
    #expect(world.send(.catchUpReleased).stopped == [])
    #expect(world.send(.ended(manual, .succeeded)).started.map(\.due) == [instant("02:00")])
  }

  /// The host began with a clock that was wrong.
  @Test func whatSeemedMissedWaitsForItsTimeWhenTheClockIsSetBack() {
    var world = World("01:59")
    world.open(putOff("0 2 21 11 *", .skip))
    _ = world.advance(to: "02:00")
    world.now = instant("2026-11-23T00:30:00Z")
    _ = world.restart()
    world.now = instant("2026-11-22T12:00:00Z")
    _ = world.send(.clockStepped(by: .seconds(-45_000)))
    #expect(world.send(.catchUpReleased).started.isEmpty)
    #expect(world.advance(to: monday).startedDue == ["02:00"])
  }

  @Test(arguments: Policy.Misfire.allCases) func whatSleptOverItsTimeIsMissed(misfire: Policy.Misfire) {
    var world = World("01:59")
    world.open(putOff("0 2 21 11 *", .skip, misfire: misfire))
    _ = world.advance(to: "02:00")
    #expect(world.advance(to: "2026-11-23T00:30:00Z").started.count == (misfire == .skip ? 0 : 1))
    #expect(world.story == [misfire == .skip ? "02:00 skipped_misfire" : "02:00 claimed"])
  }

  @Test func severalThatMissedTheirTimeAreStoodForByTheNewest() {
    var world = several(.last, .bufferAll(limit: 9))
    world.now = instant("2026-11-23T00:30:00Z")
    _ = world.restart()
    let started = world.send(.catchUpReleased).started
    #expect(started.map(\.due) == [instant("05:00")])
    #expect(started.first?.details.missed == MissedSpan(count: 3, first: instant("02:00"), last: instant("04:00")))
    #expect(world.story == ["02:00 coalesced", "03:00 coalesced", "04:00 coalesced", "05:00 claimed"])
  }

  /// They were due while the daemon was down, and their time has not come: none was missed.
  @Test(arguments: [Policy.Misfire.all, .skip]) func whatWasDueWhileTheDaemonWasDownAndIsPutOffIsNotMissed(misfire: Policy.Misfire) {
    var world = World("12:00")
    _ = world.restart(putOff("0 2-5 21 11 *", .bufferOne, misfire: misfire), coveredUntil: "01:00")
    _ = world.send(.catchUpReleased)
    #expect(world.story == ["02:00 waiting", "03:00 waiting", "04:00…05:00 ×2 skipped_overlap"])
    #expect(world.advance(to: monday).startedDue == ["02:00"])
    #expect(world.journal.gaps() == [])
  }

  // MARK: Deadlines

  @Test func itsStartDeadlineCountsFromItsTime() throws {
    var (world, _) = try beside(putOff("0 2 21 11 *", .bufferOne) { $0.startDeadline = .seconds(600) })
    _ = world.advance(to: monday)
    _ = world.advance(to: "2026-11-23T00:09:59Z")
    #expect(world.story.last == "02:00 waiting")
    _ = world.advance(to: "2026-11-23T00:10:00Z")
    #expect(world.story.last == "02:00 skipped_missed_deadline")
  }

  // MARK: What is due when their time comes

  @Test(arguments: [Policy.Overlap.bufferOne, .bufferAll(limit: 9)]) func whatIsDueThenStandsForNoneOfABuffer(overlap: Policy.Overlap) {
    var world = World("01:59")
    world.open(putOff("0 0-3 21,23 11 *", overlap))
    for hour in 2...3 { _ = world.advance(to: "0\(hour):00") }
    #expect(world.story == ["02:00 waiting", "03:00 waiting"])
    #expect(world.advance(to: monday).startedDue == ["02:00"])
    #expect(world.story == ["02:00 claimed", "03:00 waiting", overlap == .bufferOne ? "00:00 skipped_overlap" : "00:00 waiting"])
  }
}
