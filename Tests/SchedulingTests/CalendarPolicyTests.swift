import CivilTime
import Scheduling
import Testing

/// Calendars as schedules meet them. 2026-11-21 is a Saturday.
@Suite struct CalendarPolicyTests {
  private let weekend = ExclusionCalendar(name: "weekend", weekly: [.init(weekdays: [0, 6])])

  private func daily(_ action: CalendarRule.Action, _ misfire: Policy.Misfire = .last, _ overlap: Policy.Overlap = .skip)
    -> ScheduleDefinition
  {
    minutely("0 2 * * *", policy: policy(misfire, overlap) { $0.calendars = [CalendarRule(weekend, action: action)] })
  }

  @Test func whatIsExcludedIsSkipped() {
    var world = World("01:59")
    world.open(daily(.skip))
    #expect(world.advance(to: "02:00").started.isEmpty)
    #expect(world.advance(to: "2026-11-22T02:00:00Z").started.isEmpty)
    #expect(world.advance(to: "2026-11-23T02:00:00Z").started.count == 1)
    #expect(world.story == ["02:00…02:00 ×2 skipped_calendar", "02:00 claimed"])
    #expect(world.ledger[0].reason == Reason("calendar", "calendar 'weekend' excludes it"))
  }

  @Test func whatIsDeferredStartsWhenTheWindowIsOver() throws {
    var world = World("01:59")
    world.open(daily(.defer, .all))
    _ = world.advance(to: "02:00")
    #expect(world.ledger[0].reason?.sentence == "calendar 'weekend' puts it off until 2026-11-23T00:00:00Z")
    #expect(world.advance(to: "2026-11-22T23:59:59Z").started.isEmpty)
    let fire = try #require(world.advance(to: "2026-11-23T00:00:00Z").started.first)
    #expect(fire.due == instant("02:00"))
    _ = world.send(.succeeded(fire, at: world.now.advanced(by: .milliseconds(7))))
    #expect(world.row(of: fire)?.latenessMilliseconds == 7)
  }

  @Test func ofSeveralDeferredOnesTheLatestStandsForAll() {
    var world = World("01:59")
    world.open(daily(.defer))
    _ = world.advance(to: "02:00")
    _ = world.advance(to: "2026-11-22T02:00:00Z")
    #expect(world.advance(to: "2026-11-23T00:00:00Z").started.map(\.due) == [instant("2026-11-22T02:00:00Z")])
    #expect(world.ledger.map(\.outcome) == [.coalesced, .claimed])
    #expect(world.ledger[0].reason?.sentence == "it had not been started; the fire of 2026-11-22T02:00:00Z stands for it")
    #expect(world.ledger[1].details.missed?.count == 1)
  }

  /// The daemon was down at its due instant, but not at its time.
  @Test(arguments: Policy.Misfire.allCases) func whatIsDeferredIsNotMissedBeforeItsTime(misfire: Policy.Misfire) {
    var definition = daily(.defer, misfire)
    definition.policy.misfireWindow = .seconds(3600)
    var world = World("12:00")
    _ = world.restart(definition, coveredUntil: "01:00")
    #expect(world.send(.catchUpReleased).started.isEmpty)
    #expect(world.story == ["02:00 waiting"])
    #expect(world.ledger[0].details.isCatchUp == nil)
  }

  @Test(arguments: [false, true]) func underSkipWhatIsDeferredIsMissedWhenItsTimeIs(isMissed: Bool) {
    var world = World(isMissed ? "2026-11-23T00:30:00Z" : "2026-11-23T00:00:30Z")
    _ = world.restart(daily(.defer, .skip), coveredUntil: "03:00")
    #expect(world.send(.catchUpReleased).started.count == (isMissed ? 0 : 1))
    #expect(world.story == [isMissed ? "02:00 skipped_misfire" : "02:00 claimed"])
  }

  /// What a calendar puts off does not keep back what was missed before.
  @Test(arguments: Policy.Misfire.allCases) func whatWasMissedIsMadeUpForAlsoWhereTheNextIsPutOff(misfire: Policy.Misfire) throws {
    var world = World("12:00")
    _ = world.restart(daily(.defer, misfire), coveredUntil: "2026-11-19T01:00:00Z")
    let started = world.send(.catchUpReleased).started
    let friday = instant("2026-11-20T02:00:00Z")
    switch misfire {
    case .last:
      #expect(started.map(\.due) == [friday])
      #expect(world.ledger.map(\.outcome) == [.coalesced, .claimed, .waiting])
      #expect(world.ledger[0].carriedBy == started.first?.id)
    case .all: #expect(world.ledger.map(\.outcome) == [.claimed, .waiting, .waiting])
    case .skip: #expect(world.story == ["02:00…02:00 ×2 skipped_misfire", "02:00 waiting"])
    }
    for fire in started { _ = world.send(.succeeded(fire, at: world.now)) }
    #expect(world.ledger.last?.reason?.code == "calendar")
    #expect(world.journal.gaps() == [])
  }

  /// The daemon was down when it was due, and up again just after the calendar had ended.
  @Test func latenessIsCountedFromTheEndOfACalendar() throws {
    var world = World("2026-11-23T00:00:30Z")
    _ = world.restart(daily(.defer), coveredUntil: "03:00")
    let fire = try #require(world.send(.catchUpReleased).started.first)
    _ = world.send(.succeeded(fire, at: world.now))
    #expect(world.row(of: fire)?.latenessMilliseconds == 30_000)
  }

  @Test func theMisfireWindowIsCountedFromTheEndOfACalendar() {
    var definition = daily(.defer)
    definition.policy.misfireWindow = .seconds(3600)
    var world = World("2026-11-23T00:30:00Z")
    _ = world.restart(definition, coveredUntil: "03:00")
    #expect(world.send(.catchUpReleased).started.map(\.due) == [instant("2026-11-22T02:00:00Z")])
  }

  @Test(arguments: Policy.Misfire.allCases) func whatIsHeldOutlivesARestart(misfire: Policy.Misfire) {
    var world = World("01:59")
    world.open(daily(.defer, misfire))
    _ = world.advance(to: "02:00")
    world.now = instant("12:00")
    #expect(world.restart().started.isEmpty)
    _ = world.send(.catchUpReleased)
    _ = world.advance(to: "2026-11-22T01:00:00Z")
    _ = world.send(.schedulesChanged([]))
    #expect(world.scheduler.firesUnderWay == 1)
    _ = world.edit(daily(.defer, misfire, .allow))
    #expect(world.ledger.count == 1)
    #expect(world.ledger[0].outcome == .waiting)
  }

  @Test func underSkipADeferredOneIsStillStarted() {
    var world = World("01:59")
    world.open(daily(.defer, .skip))
    _ = world.advance(to: "02:00")
    world.now = instant("12:00")
    _ = world.restart()
    _ = world.send(.catchUpReleased)
    _ = world.advance(to: "2026-11-22T02:00:00Z")
    #expect(world.advance(to: "2026-11-23T00:00:00Z").started.map(\.due) == [instant("02:00")])
  }

  @Test func afterAMonthOfDowntimeOneFireStandsForAllOfIt() throws {
    var world = World("2026-12-22T12:00:00Z")
    _ = world.restart(daily(.skip), coveredUntil: "01:00")
    let started = world.send(.catchUpReleased).started
    #expect(started.map(\.due) == [instant("2026-12-22T02:00:00Z")])
    // 32 days, of which ten are at weekends, and the last fires.
    let coalesced = world.ledger.filter { $0.outcome == .coalesced }
    #expect(coalesced.map(\.count).reduce(0, +) == 21)
    #expect(coalesced.allSatisfy { $0.carriedBy == started[0].id })
    #expect(
      started[0].details.missed == MissedSpan(count: 21, first: instant("2026-11-23T02:00:00Z"), last: instant("2026-12-21T02:00:00Z")))
    #expect(world.journal.gaps() == [])
  }

  /// A calendar that puts each of them off, to a time of its own, cuts no backlog into rows.
  @Test func fiveYearsOfDowntimeAreOneRowWhereACalendarDefers() {
    let evening = ExclusionCalendar(name: "evening", weekly: [.init(weekdays: Set(0...6), start: 72_000, end: 79_200)])
    var world = World("2031-11-21T12:00:00Z")
    let nightly = minutely("0 21 * * *", policy: policy { $0.calendars = [CalendarRule(evening, action: .defer)] })
    _ = world.restart(nightly, coveredUntil: "12:00")
    let started = world.send(.catchUpReleased).started
    #expect(started.map(\.due) == [instant("2031-11-20T21:00:00Z")])
    #expect(world.story == ["21:00…21:00 ×1825 coalesced", "21:00 claimed"])
    #expect(started.first?.details.missed?.count == 1825)
    #expect(world.journal.gaps() == [])
  }

  @Test func whatACalendarSkipsBetweenThemKeepsMissedOnesApart() {
    let evening = ExclusionCalendar(name: "evening", weekly: [.init(weekdays: Set(0...6), start: 72_000, end: 79_200)])
    var world = World("2026-12-01T12:00:00Z")
    let rules = [CalendarRule(weekend, action: .skip), CalendarRule(evening, action: .defer)]
    _ = world.restart(minutely("0 21 * * *", policy: policy { $0.calendars = rules }), coveredUntil: "2026-11-25T12:00:00Z")
    _ = world.send(.catchUpReleased)
    #expect(
      world.story == ["21:00…21:00 ×3 coalesced", "21:00…21:00 ×2 skipped_calendar", "21:00 claimed"])
    #expect(world.journal.gaps() == [])
  }

  @Test func theMisfireLimitHoldsOverAllOfADowntime() {
    var definition = daily(.skip, .all, .allow)
    definition.policy.misfireLimit = 7
    var world = World("2026-12-22T12:00:00Z")
    _ = world.restart(definition, coveredUntil: "01:00")
    let days = world.send(.catchUpReleased).started.map { String($0.due.iso8601.prefix(10).suffix(5)) }
    #expect(days == ["12-14", "12-15", "12-16", "12-17", "12-18", "12-21", "12-22"])
    #expect(world.journal.gaps() == [])
  }

  @Test func whenItsFireCannotStartNoneOfTheMissedDoes() throws {
    var world = World("01:59")
    world.open(daily(.skip))
    _ = try world.run(at: "2026-11-23T02:00:00Z")
    _ = world.restart()
    world.now = instant("2026-12-08T12:00:00Z")
    #expect(world.send(.catchUpReleased).started.isEmpty)
    #expect(Set(world.ledger.map(\.outcome)) == [.started, .skippedCalendar, .skippedOverlap])
    #expect(world.journal.gaps() == [])
    _ = world.advance(to: "2026-12-09T02:00:00Z")
    #expect(world.ledger.last?.story == "02:00…02:00 ×3 skipped_overlap")
  }

  @Test func atAWeekendTheMissedOnesOfTheWeekAreMadeUpFor() {
    var world = World("2026-11-28T12:00:00Z")
    _ = world.restart(daily(.skip), coveredUntil: "01:00")
    #expect(world.send(.catchUpReleased).started.map(\.due) == [instant("2026-11-27T02:00:00Z")])
    #expect(world.journal.gaps() == [])
  }

  @Test func aPausedScheduleIsPausedAndNotExcluded() {
    var world = World("01:59")
    world.open(daily(.skip))
    _ = world.send(.pause(since: world.now))
    _ = world.advance(to: "02:00")
    #expect(world.story == ["02:00 skipped_paused"])
  }

  @Test func anEditLeavesWhatIsHeldWhereItIs() {
    var world = World("01:59")
    world.open(daily(.defer))
    _ = world.advance(to: "02:00")
    _ = world.edit(minutely("0 4 * * *"))
    #expect(world.advance(to: "2026-11-21T03:59:00Z").started.isEmpty)
    #expect(world.story == ["02:00 waiting"])
    #expect(world.journal.gaps() == [])
  }

  @Test func aRemovalEndsWhatIsHeld() {
    var world = World("01:59")
    world.open(daily(.defer))
    _ = world.advance(to: "02:00")
    _ = world.send(.schedulesRemoved([nightlyID]))
    #expect(world.story == ["02:00 removed"])
  }
}
