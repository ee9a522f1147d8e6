import CivilTime
import Scheduling
import Testing

/// Pauses by command.
@Suite struct PauseTests {
  private func open(_ overlap: Policy.Overlap = .skip) -> World {
    var world = World("01:59")
    world.open(minutely(policy: policy(.last, overlap) { $0.startDeadline = .seconds(3600) }))
    return world
  }

  @Test func nothingStartsUntilItIsResumed() {
    var world = open()
    _ = world.send(.pause(since: world.now))
    #expect(world.advance(to: "02:00").started.isEmpty)
    #expect(world.advance(to: "02:05:30".today).started.isEmpty)
    #expect(world.send(.resumeRequested([nightlyID], replay: false)).started.isEmpty)
    #expect(world.advance(to: "02:06").startedDue == ["02:06"])
    #expect(world.story == ["02:00…02:05 ×6 skipped_paused", "02:06 claimed"])
    #expect(world.ledger[0].reason == Reason("paused", "somebody paused it"))
  }

  @Test func itEndsByItself() {
    var world = open()
    _ = world.send(.pause(until: "02:03", since: world.now))
    #expect(world.advance(to: "02:02").started.isEmpty)
    #expect(world.advance(to: "02:03").startedDue == ["02:03"])
    #expect(world.story == ["02:00…02:02 ×3 skipped_paused", "02:03 claimed"])
  }

  @Test func whatJitterPutsOffUntilAfterItIsPausedToo() {
    var world = World("01:59")
    world.open(minutely("0 2 * * *", policy: policy { $0.jitter = .seconds(3600) }))
    _ = world.send(.pause(until: "02:01", since: world.now))
    _ = world.advance(to: "02:01")
    #expect(world.advance(to: "03:01").started.isEmpty)
    #expect(world.story == ["02:00 skipped_paused"])
  }

  @Test(arguments: [false, true]) func whatWasDueBeforeItAndComesBehindItHasNothingToDoWithIt(byCommand: Bool) {
    var world = World("01:59")
    world.open(minutely("0 2 * * *", policy: policy { $0.jitter = .seconds(3600) }))
    world.now = instant("02:00:00.001".today)
    _ = world.send(.pause(until: byCommand ? nil : "02:00:00.002".today, since: world.now))
    _ = world.advance(to: "02:00:00.002".today)
    if byCommand { _ = world.send(.resumeRequested([nightlyID], replay: false)) }
    #expect(world.advance(to: "03:01").startedDue == ["02:00"])
  }

  /// From when it first began.
  @Test func whatASecondPauseFollowsIsMadeUpForToo() {
    var world = World("01:59")
    world.open(minutely("0 * * * *"))
    _ = world.send(.pause(since: world.now))
    world.now = instant("02:30")
    _ = world.send(.pause(since: world.now))
    world.now = instant("03:30")
    #expect(world.send(.resumeRequested([nightlyID], replay: true)).startedDue == ["02:00"])
  }

  @Test func itEndsByItselfWhileTheDaemonIsDown() {
    var world = open()
    _ = world.send(.pause(until: "02:03", since: world.now))
    _ = world.advance(to: "02:01")
    world.now = instant("02:10:30".today)
    _ = world.restart()
    _ = world.send(.clockAdvanced)
    #expect(world.send(.catchUpReleased).startedDue == ["02:10"])
    #expect(world.story == ["02:00…02:02 ×3 skipped_paused", "02:03…02:09 ×7 coalesced", "02:10 claimed"])
  }

  @Test func itOutlivesARestart() {
    var world = open()
    _ = world.send(.pause(until: "02:30", since: world.now))
    world.now = instant("02:10:30".today)
    _ = world.restart()
    #expect(world.send(.catchUpReleased).started.isEmpty)
    #expect(world.advance(to: "02:29").started.isEmpty)
    #expect(world.advance(to: "02:30").startedDue == ["02:30"])
    #expect(world.story == ["02:00…02:29 ×30 skipped_paused", "02:30 claimed"])
  }

  @Test func aMonthIsOneRow() {
    var world = open()
    _ = world.send(.pause(since: world.now))
    _ = world.pass(.seconds(30 * 86_400))
    #expect(world.ledger.map(\.count) == [30 * 24 * 60])
  }

  @Test func whatWaitsForItsTurnIsDropped() throws {
    var world = open(.bufferOne)
    let fire = try world.run(at: "02:00")
    _ = world.advance(to: "02:01")
    _ = world.send(.pause(since: world.now))
    #expect(world.story == ["02:00 started", "02:01 skipped_paused"])
    #expect(world.send(.ended(fire, .succeeded)).started.isEmpty)
  }

  @Test func whatRunsGoesOn() throws {
    var world = open()
    let fire = try world.run(at: "02:00")
    #expect(world.send(.pause(since: world.now)).stopped == [])
    _ = world.send(.ended(fire, .succeeded))
    #expect(world.story == ["02:00 succeeded"])
  }

  @Test func aManualFireIsAllowed() {
    var world = open()
    _ = world.send(.pause(since: world.now))
    #expect(world.send(.triggerRequested(schedule: nightlyID, fire: Identifier(high: 9, low: 9))).started.count == 1)
  }

  @Test func aReplayRunsWhatWasPausedAsABackfill() throws {
    var world = open()
    _ = world.send(.pause(since: world.now))
    _ = world.advance(to: "02:02:30".today)
    var effects = world.send(.resumeRequested([nightlyID], replay: true))
    var replayed: [String] = []
    while let fire = effects.started.first {
      #expect(fire.kind == .backfill)
      replayed += effects.startedDue
      effects = world.send(.succeeded(fire, at: world.now))
    }
    #expect(replayed == ["02:00", "02:01", "02:02"])
    #expect(world.ledger.filter { $0.kind == .scheduled }.map(\.story) == ["02:00…02:02 ×3 skipped_paused"])
  }

  /// What is run, oldest first, when the schedule is resumed.
  private func replay(_ world: inout World) -> [String] {
    var (effects, replayed): ([SchedulerEffect], [String]) = (world.send(.resumeRequested([nightlyID], replay: true)), [])
    while let fire = effects.started.first {
      replayed += effects.startedDue
      effects = world.send(.succeeded(fire, at: world.now))
    }
    return replayed
  }

  @Test(arguments: [false, true]) func aReplayLeavesOutWhatWasDueWhileTheScheduleWasGone(overARestart: Bool) {
    var world = open()
    _ = world.send(.pause(since: world.now))
    _ = world.advance(to: "02:01")
    world.now = instant("02:02:30".today)
    _ = world.send(.schedulesRemoved([nightlyID]))
    world.now = instant("02:04:30".today)
    if overARestart { _ = world.restart() + world.send(.catchUpReleased) }
    world.now = instant("02:05:30".today)
    _ = world.edit(minutely())
    _ = world.advance(to: "02:07")
    #expect(replay(&world) == ["02:00", "02:01", "02:06", "02:07"])
    #expect(world.scheduler.status(of: nightlyID)?.memory.backfills == [])
  }

  @Test func aReplayRunsWhatWasPausedBetweenTwoAbsences() {
    var world = open()
    _ = world.send(.pause(since: world.now))
    for (gone, back) in [("02:00", "02:02"), ("02:03", "02:04")] {
      _ = world.advance(to: gone)
      _ = world.send(.schedulesRemoved([nightlyID]))
      world.now = instant(back)
      _ = world.restart() + world.send(.catchUpReleased)
      _ = world.edit(minutely())
    }
    _ = world.send(.pause(since: world.now))
    _ = world.advance(to: "02:05")
    #expect(replay(&world) == ["02:00", "02:03", "02:05"])
  }

  @Test(arguments: [false, true]) func aReplayLeavesOutWhatWasDueWhileTheScheduleWasNotInForce(isBack: Bool) {
    var world = open()
    _ = world.send(.pause(since: world.now))
    world.now = instant("02:02:30".today)
    _ = world.edit(minutely(standing: .observed))
    world.now = instant("02:05:30".today)
    if isBack { _ = world.edit(minutely()) }
    #expect(replay(&world) == ["02:00", "02:01", "02:02"])
  }

  @Test func absencesThatCannotBeToldApartAreOne() {
    var pause = Pause(since: instant("02:00"), reason: Reason("paused", "somebody paused it"))
    for minute in 0...Pause.absencesLimit {
      let gone = instant("02:00").advanced(by: .seconds(120 * minute))
      pause.leaveOut(after: gone, through: gone.advanced(by: .seconds(60)))
    }
    #expect(pause.absences?.count == Pause.absencesLimit)
    #expect(pause.absences?.last?.through == instant("02:01").advanced(by: .seconds(120 * Pause.absencesLimit)))
  }

  @Test func whatIsNotPausedCannotBeResumed() {
    var world = open()
    #expect(world.send(.resumeRequested([nightlyID], replay: false)).declined.map(\.code) == ["not_paused"])
    #expect(world.send(.pause(Identifier(high: 5, low: 5), since: world.now)).declined.map(\.code) == ["not_found"])
  }

  @Test func anEditDoesNotEndIt() {
    var world = open()
    _ = world.send(.pause(since: world.now))
    _ = world.advance(to: "02:01:30".today)
    _ = world.edit(minutely("*/2 * * * *"))
    #expect(world.advance(to: "02:02").started.isEmpty)
    #expect(world.story == ["02:00…02:01 ×2 skipped_paused", "02:02 skipped_paused"])
    #expect(world.journal.gaps() == [])
  }

  @Test func whatACalendarHoldsIsDropped() {
    var world = World("01:59")
    let freeze = ExclusionCalendar(name: "freeze", weekly: [.init(weekdays: [6], start: 7200, end: 10_800)])
    world.open(minutely("0 2 * * *", policy: policy { $0.calendars = [CalendarRule(freeze, action: .defer)] }))
    _ = world.advance(to: "02:00")
    #expect(world.story == ["02:00 waiting"])
    _ = world.send(.pause(since: world.now))
    #expect(world.advance(to: "03:00").started.isEmpty)
    #expect(world.story == ["02:00 skipped_paused"])
  }

  @Test func aReplayBeginsBehindTheInstantAtWhichThePauseBegan() throws {
    var world = World("01:59")
    world.open(minutely())
    _ = world.send(.ended(try world.run(at: "02:00"), .succeeded))
    _ = world.send(.pause(since: world.now))
    _ = world.advance(to: "02:01")
    let replayed = world.send(.resumeRequested([nightlyID], replay: true))
    #expect(replayed.startedDue == ["02:01"])
  }

  @Test func aBackfillGoesOnWhileTheScheduleIsPaused() throws {
    var world = World("06:30")
    world.open(minutely("0 * * * *"))
    _ = world.send(.pause(since: world.now))
    let backfill = Backfill(id: Identifier(high: 7, low: 7), after: instant("00:30"), through: instant("02:00"))
    let effects = world.send(.backfillRequested(schedule: nightlyID, backfill))
    #expect(effects.startedDue == ["01:00"])
    #expect(world.send(.succeeded(try #require(effects.started.first), at: world.now)).startedDue == ["02:00"])
    #expect(world.advance(to: "07:00").started.isEmpty)
  }
}
