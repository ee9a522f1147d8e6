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

  /// Due at 02:00, and put off until 03:00.
  private func putOff() -> World {
    var world = World("01:59")
    let freeze = ExclusionCalendar(name: "freeze", weekly: [.init(weekdays: [6], start: 7200, end: 10_800)])
    world.open(minutely("0 2 * * *", policy: policy { $0.calendars = [CalendarRule(freeze, action: .defer)] }))
    _ = world.advance(to: "02:00")
    #expect(world.story == ["02:00 waiting"])
    return world
  }

  @Test(arguments: [false, true]) func whatACalendarHoldsStartsAfterAPauseThatIsOverByThen(replay: Bool) {
    var world = putOff()
    _ = world.send(.pause(since: world.now))
    world.now = instant("02:30")
    #expect(world.send(.resumeRequested([nightlyID], replay: replay)).started.isEmpty)
    #expect(world.advance(to: "03:00").started.map(\.kind) == [.scheduled])
    #expect(world.story == ["02:00 claimed"])
  }

  @Test(arguments: ["02:30", "03:00"]) func whatACalendarHoldsStartsAfterAPauseThatEndsByThen(until: String) {
    var world = putOff()
    _ = world.send(.pause(until: until, since: world.now))
    #expect(world.advance(to: "03:00").startedDue == ["02:00"])
    #expect(world.story == ["02:00 claimed"])
  }

  @Test func whatIsDueInAPauseIsSkippedHoweverLongACalendarWouldHoldIt() {
    var world = World("01:59")
    let freeze = ExclusionCalendar(name: "freeze", weekly: [.init(weekdays: [6], start: 7200, end: 10_800)])
    world.open(minutely("0 2 * * *", policy: policy { $0.calendars = [CalendarRule(freeze, action: .defer)] }))
    _ = world.send(.pause(until: "02:30", since: world.now))
    _ = world.advance(to: "02:30")
    #expect(world.advance(to: "03:00").started.isEmpty)
    #expect(world.story == ["02:00 skipped_paused"])
  }

  @Test(arguments: ["02:30", "03:00", "03:10"]) func itsTimeDecidesOverARestartToo(until: String) {
    var world = putOff()
    _ = world.send(.pause(until: until, since: world.now))
    world.now = instant("03:20")
    let effects = world.restart() + world.send(.clockAdvanced) + world.send(.catchUpReleased)
    #expect(effects.startedDue == (until == "03:10" ? [] : ["02:00"]))
    #expect(world.story == [until == "03:10" ? "02:00 skipped_paused" : "02:00 claimed"])
  }

  @Test func anEditInAPauseLeavesWhatACalendarHolds() {
    var world = putOff()
    _ = world.send(.pause(since: world.now))
    _ = world.edit(minutely("0 4 * * *"))
    #expect(world.story == ["02:00 waiting"])
    _ = world.edit(minutely("0 4 * * *", standing: .paused))
    #expect(world.story == ["02:00 skipped_paused"])
  }

  @Test func aReplayRunsWhatWasPutOffUntilATimeInThePause() {
    var world = putOff()
    world.now = instant("02:10")
    _ = world.send(.pause(since: world.now))
    _ = world.advance(to: "03:00")
    #expect(world.story == ["02:00 skipped_paused"])
    #expect(replay(&world) == ["02:00"])
  }

  /// 02:00 has run, and 02:01 runs, while 02:02 and 02:03 wait.
  @Test(arguments: [false, true]) func aReplayRunsWhatWaitedWhenThePauseBegan(overARestart: Bool) throws {
    var world = open(.bufferAll(limit: 5))
    _ = world.send(.ended(try world.run(at: "02:00"), .succeeded))
    let fire = try world.run(at: "02:01")
    _ = world.advance(to: "02:02")
    _ = world.advance(to: "02:03")
    world.now = instant("02:03:30".today)
    _ = world.send(.pause(since: world.now))
    _ = world.send(.ended(fire, .succeeded))
    _ = world.advance(to: "02:04")
    if overARestart { _ = world.restart() + world.send(.catchUpReleased) }
    #expect(replay(&world) == ["02:02", "02:03", "02:04"])
    #expect(world.scheduler.status(of: nightlyID)?.memory.backfills == [])
  }

  @Test(arguments: [false, true]) func aReplayRunsWhatJitterHasPutOffIntoThePause(overARestart: Bool) {
    var world = World("01:59")
    world.open(minutely("0 2 * * *", policy: policy { $0.jitter = .seconds(3600) }))
    world.now = instant("02:00:00.001".today)
    _ = world.send(.pause(since: world.now))
    _ = world.advance(to: "03:01")
    #expect(world.story == ["02:00 skipped_paused"])
    if overARestart { _ = world.restart() + world.send(.catchUpReleased) }
    #expect(replay(&world) == ["02:00"])
  }

  /// As far as it would have been started without the pause.
  @Test(arguments: Policy.Misfire.allCases) func aReplayRunsWhatWasMissedBeforeAPauseThatCameSoonAfterTheStart(misfire: Policy.Misfire) {
    var world = World("02:17")
    _ = world.restart(minutely("*/5 * * * *", policy: policy(misfire) { $0.misfireLimit = 2 }), coveredUntil: "02:00")
    _ = world.send(.pause(since: world.now))
    _ = world.send(.catchUpReleased)
    _ = world.advance(to: "02:20")
    #expect(world.story == ["02:05…02:20 ×4 skipped_paused"])
    let missed: [String] =
      switch misfire {
      case .last: ["02:15"]
      case .all: ["02:10", "02:15"]
      case .skip: []
      }
    #expect(replay(&world) == missed + ["02:20"])
  }

  @Test func aReplayLeavesOutWhatACalendarHadSkippedBeforeThePause() {
    var world = World("02:17")
    let freeze = ExclusionCalendar(name: "freeze", weekly: [.init(weekdays: [6], start: 7800, end: 10_800)])
    let rules = policy { $0.calendars = [CalendarRule(freeze, action: .skip)] }
    _ = world.restart(minutely("*/5 * * * *", policy: rules), coveredUntil: "02:00")
    _ = world.send(.pause(since: world.now))
    _ = world.send(.catchUpReleased)
    #expect(replay(&world) == ["02:05"])
  }

  @Test func aSecondPauseRemembersWhatTheFirstHasEnded() throws {
    var world = open(.bufferOne)
    let fire = try world.run(at: "02:00")
    _ = world.advance(to: "02:01")
    _ = world.send(.pause(since: world.now))
    _ = world.send(.pause(until: "03:00", since: world.now))
    _ = world.send(.ended(fire, .succeeded))
    #expect(replay(&world) == ["02:01"])
  }

  /// 02:00 and 02:02 are declined, and wait to be sent again when the pause begins.
  @Test func aReplayLeavesOutWhatHasRunBetweenThoseThatWaited() throws {
    var world = open(.allow)
    for (time, isTaken) in [("02:00", false), ("02:01", true), ("02:02", false), ("02:03", true)] {
      let fire = try #require(world.advance(to: time).started.first)
      _ = world.send(isTaken ? .succeeded(fire, at: world.now) : .busy(fire, retryAfter: .seconds(600)))
    }
    _ = world.send(.pause(since: world.now))
    #expect(world.story == ["02:00 skipped_paused", "02:01 succeeded", "02:02 skipped_paused", "02:03 succeeded"])
    #expect(replay(&world) == ["02:00", "02:02"])
  }

  @Test func ofThoseThatAPauseHasEndedTheNewestAreRemembered() {
    var pause = Pause(since: instant("02:30"), reason: Reason("paused", "somebody paused it"))
    for minute in 0...Pause.endedLimit { pause.noteEnd(of: instant("00:00").advanced(by: .seconds(60 * minute))) }
    pause.noteEnd(of: instant("02:31"))
    #expect(pause.ended?.count == Pause.endedLimit)
    #expect(pause.ended?.first == instant("00:01"))
    #expect(pause.ended?.last == instant("00:00").advanced(by: .seconds(60 * Pause.endedLimit)), "a replay makes up for 02:31 anyway")
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
