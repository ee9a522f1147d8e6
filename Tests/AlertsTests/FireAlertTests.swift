import Alerts
import CivilTime
import Scheduling
import Testing

/// What the ends of fires tell.
struct FireAlertTests {
  private var drama = DeskDrama()

  @Test mutating func aFailureIsToldOnceAndItsEndOnce() {
    #expect(drama.ends(.failed) == ["failed -> ops"])
    #expect(drama.ends(.failed) == [])
    #expect(drama.ends(.timedOut) == [])
    #expect(drama.ends(.succeeded) == ["recovered -> ops"])
    #expect(drama.ends(.succeeded) == [])
    #expect(drama.ends(.rejected) == ["failed -> ops"])
  }

  @Test mutating func aRecoveryLeadsToTheFireThatSucceeded() {
    _ = drama.ends(.failed)
    let row = drama.row(.succeeded)
    let told = drama.desk.handle(.ended(row, nil), at: drama.now)
    #expect(told.map(\.alert.why) == ["carillon why nightly --at \(row.due.iso8601)"])
  }

  @Test mutating func aSuccessAfterNothingIsNoNews() {
    #expect(drama.ends(.succeeded) == [])
    let changes = drama.desk.takeChanges()
    #expect(changes == nil, "a success writes nothing down")
  }

  @Test mutating func theNthFailureInARowIsToldBesideTheFirst() {
    drama = DeskDrama { $0.nth = 3 }
    #expect(drama.ends(.failed) == ["failed -> ops"])
    #expect(drama.ends(.failed) == [])
    #expect(drama.ends(.failed) == ["nth -> ops"])
    #expect(drama.ends(.failed) == [])
    #expect(drama.ends(.succeeded) == ["recovered -> ops"])
    #expect(drama.ends(.failed) == ["failed -> ops"], "it is counted anew")
  }

  @Test mutating func onlyTheNthIsToldWhereOneFailureIsNoMatter() {
    drama = DeskDrama {
      $0.nth = 2
      $0.failed = false
    }
    #expect(drama.ends(.failed) == [])
    #expect(drama.ends(.succeeded) == [], "nobody was told of the failure")
    #expect(drama.ends(.failed) == [])
    #expect(drama.ends(.failed) == ["nth -> ops"])
    #expect(drama.ends(.succeeded) == ["recovered -> ops"])
  }

  @Test(arguments: [nil, 5] as [Int?])
  mutating func anNthThatIsSetWhileFiresFailIsToldWithTheNextOne(before: Int?) {
    drama = DeskDrama { $0.nth = before }
    #expect(drama.ends(.failed) == ["failed -> ops"])
    for _ in 2...3 { #expect(drama.ends(.failed) == []) }
    drama.restart { $0.nth = 2 }
    #expect(drama.ends(.failed) == ["nth -> ops"])
    #expect(drama.ends(.failed) == [], "it is told once")
    #expect(drama.ends(.succeeded) == ["recovered -> ops"])
  }

  @Test mutating func afterTheNthTheFirstIsNoNews() {
    var own = ScheduleAlerts()
    (own.nth, own.failed) = (.on(2), false)
    #expect(drama.ends(.failed, own) == [])
    #expect(drama.ends(.failed, own) == ["nth -> ops"])
    own.failed = true
    #expect(drama.ends(.failed, own) == [])
  }

  @Test(arguments: [Outcome.lost, .unbound, .skippedMisfire, .skippedMissedDeadline])
  mutating func whatWasNotStartedIsMissed(_ outcome: Outcome) {
    #expect(drama.ends(outcome) == ["missed -> ops"])
    #expect(drama.ends(outcome) == [])
    #expect(drama.ends(.succeeded) == ["recovered -> ops"])
  }

  @Test(arguments: [
    Outcome.cancelled, .coalesced, .skippedOverlap, .skippedMutex, .skippedPaused, .skippedCalendar, .skippedMaxRuns, .removed,
  ])
  mutating func whatIsMeantToBeSoIsNoAlert(_ outcome: Outcome) {
    #expect(drama.ends(outcome) == [])
  }

  @Test mutating func backfillsAreWatchedByWhoeverAskedForThem() {
    #expect(drama.ends(.failed, kind: .backfill) == [])
    #expect(drama.ends(.failed, kind: .manual) == ["failed -> ops"])
  }

  @Test mutating func aScheduleMayWantOtherAlertsAndOtherSinks() {
    drama = DeskDrama { $0.sinks = ["ops", "team"] }
    var own = ScheduleAlerts()
    own.sinks = ["team"]
    own.missed = false
    #expect(drama.ends(.skippedMisfire, own) == [])
    #expect(drama.ends(.failed, own) == ["failed -> team"])
    #expect(drama.ends(.succeeded, own) == ["recovered -> team"])
    #expect(drama.ends(.failed, schedule: 2) == ["failed -> ops", "failed -> team"])
  }

  @Test mutating func aSinkThatIsNotThereLeavesTheUsualOnes() {
    var own = ScheduleAlerts()
    own.sinks = ["gone"]
    #expect(drama.ends(.failed, own) == ["failed -> ops"])
    own.sinks = []
    #expect(drama.ends(.failed, own, schedule: 2) == [], "nobody is nobody")
  }

  @Test mutating func aLateStartIsToldUntilOneIsInTime() {
    drama = DeskDrama { $0.late = .seconds(300) }
    #expect(drama.ends(.succeeded, late: .seconds(299)) == [])
    #expect(drama.ends(.succeeded, late: .seconds(301)) == ["late -> ops"])
    #expect(drama.ends(.succeeded, late: .seconds(400)) == [])
    #expect(drama.ends(.succeeded) == [], "that it is over goes without saying")
    #expect(drama.ends(.succeeded, late: .seconds(301)) == ["late -> ops"])
  }

  @Test mutating func aFireThatWaitsIsLateBeforeItStarts() {
    drama = DeskDrama { $0.late = .seconds(300) }
    let row = drama.row(.waiting)
    drama.now = row.due.advanced(by: .seconds(200))
    #expect(drama.handle(.underWay([FireUnderWay(row, nil, timeout: nil)])) == [])
    drama.now = row.due.advanced(by: .seconds(301))
    #expect(drama.handle(.underWay([FireUnderWay(row, nil, timeout: nil)])) == ["late -> ops"])
    #expect(drama.handle(.underWay([FireUnderWay(row, nil, timeout: nil)])) == [])
  }

  /// Limits let none of them go: each takes the place of the one before.
  @Test mutating func fireAfterFireThatIsNotStartedIsLateFromTheFirstOn() throws {
    drama = DeskDrama { $0.late = .seconds(300) }
    let first = drama.row(.waiting)
    var told: [[String]] = []
    var last = first
    for _ in 1...6 {
      last = drama.row(.waiting)
      last.details.waitedForSince = first.due
      drama.now = last.due.advanced(by: .seconds(1))
      told.append(drama.handle(.underWay([FireUnderWay(last, nil, timeout: nil)])))
    }
    #expect(told == [[], [], [], [], ["late -> ops"], []])
    let since = "it stands for what has waited since \(first.due.iso8601)"
    let sentence = try #require(drama.desk.openAlerts.first).alert.sentence
    #expect(sentence == "nightly, due at \(last.due.iso8601), has not been started 5 min after \(first.due.iso8601); \(since)")
    (last.outcome, last.sentAt) = (.succeeded, drama.now)
    #expect(drama.handle(.ended(last, nil)) == [])
    #expect(drama.ends(.succeeded) == [])
    #expect(drama.desk.openAlerts.isEmpty, "one that is in time ends it")
  }

  @Test mutating func aFireThatIsPutOffIsLateOnlyAfterThat() throws {
    drama = DeskDrama { $0.late = .seconds(300) }
    var row = drama.row(.waiting)
    let midnight = row.due.advanced(by: .seconds(7200))
    row.details.notBefore = midnight
    drama.now = midnight.advanced(by: .seconds(299))
    #expect(drama.handle(.underWay([FireUnderWay(row, nil, timeout: nil)])) == [])
    drama.now = midnight.advanced(by: .seconds(301))
    #expect(drama.handle(.underWay([FireUnderWay(row, nil, timeout: nil)])) == ["late -> ops"])
    let sentence = try #require(drama.desk.openAlerts.first).alert.sentence
    #expect(sentence == "nightly, due at \(row.due.iso8601), has not been started 5 min after \(midnight.iso8601)")
  }

  @Test mutating func aFireThatWaitsBehindOneThatWasInTimeIsToldOnce() {
    drama = DeskDrama { $0.late = .seconds(15) }
    let (running, waiting) = (drama.row(.started), drama.row(.waiting))
    drama.now = waiting.due.advanced(by: .seconds(16))
    let fires = [FireUnderWay(waiting, nil, timeout: nil), FireUnderWay(running, nil, timeout: nil)]
    #expect(drama.handle(.underWay(fires)) == ["late -> ops"])
    #expect(drama.handle(.underWay(fires)) == [])
    #expect(drama.handle(.underWay(fires.reversed())) == [])
    #expect(drama.desk.openAlerts.map(\.alert.subject?.fire) == [waiting.id])
  }

  @Test mutating func aFireThatWasLateAndStillRunsIsNotToldAgainAfterOneInTime() {
    drama = DeskDrama { $0.late = .seconds(15) }
    let (late, next) = (drama.row(.started, late: .seconds(20)), drama.row(.started))
    let fires = [FireUnderWay(late, nil, timeout: nil), FireUnderWay(next, nil, timeout: nil)]
    #expect(drama.handle(.underWay(fires)) == ["late -> ops"])
    #expect(drama.desk.openAlerts.isEmpty)
    #expect(drama.handle(.underWay(fires)) == [])
    var ended = late
    ended.outcome = .succeeded
    #expect(drama.handle(.ended(ended, nil)) == [])
    #expect(drama.handle(.underWay([])) == [])
    #expect(drama.desk.memory.causes.isEmpty, "nothing is kept for longer than its fire")
    #expect(drama.ends(.succeeded, late: .seconds(20)) == ["late -> ops"])
  }

  @Test mutating func aRunThatTakesTooLongIsToldOnceWhileItGoesOn() {
    var own = ScheduleAlerts()
    own.tooLong = .on(.shareOfTimeout(0.5))
    let row = drama.row(.started)
    drama.now = row.due.advanced(by: .seconds(49))
    #expect(drama.handle(.underWay([FireUnderWay(row, own, timeout: .seconds(100))])) == [])
    drama.now = row.due.advanced(by: .seconds(51))
    #expect(drama.handle(.underWay([FireUnderWay(row, own, timeout: .seconds(100))])) == ["too_long -> ops"])
    #expect(drama.handle(.underWay([FireUnderWay(row, own, timeout: .seconds(100))])) == [])
    var ended = row
    ended.outcome = .succeeded
    #expect(drama.handle(.ended(ended, own)) == [])
    #expect(drama.desk.openAlerts.isEmpty)
  }

  @Test mutating func aRunIsTooLongByTheLimitOfToday() {
    var own = ScheduleAlerts()
    let row = drama.row(.started)
    drama.now = row.due.advanced(by: .seconds(100))
    for (limit, told) in [(50, ["too_long -> ops"]), (200, []), (99, ["too_long -> ops"])] as [(Int64, [String])] {
      own.tooLong = .on(.duration(.seconds(limit)))
      #expect(drama.handle(.underWay([FireUnderWay(row, own, timeout: nil)])) == told)
      #expect(drama.desk.openAlerts.count == told.count)
    }
    own.tooLong = .off
    #expect(drama.handle(.underWay([FireUnderWay(row, own, timeout: nil)])) == [])
    #expect(drama.desk.openAlerts.isEmpty, "nobody is reminded of what nobody wants to know")
  }

  /// A fire whose target was asked at once, and has not answered.
  private mutating func asked(_ trigger: Scheduling.Trigger = .http(HTTPTrigger(url: "http://127.0.0.1/"))) -> FireUnderWay {
    var row = drama.row(.claimed)
    row.trigger = trigger
    return FireUnderWay(row, nil, timeout: nil, askedSince: row.due)
  }

  @Test mutating func aFireWhoseTargetWasAskedInTimeIsNotLate() throws {
    drama = DeskDrama { $0.late = .seconds(10) }
    var fire = asked()
    drama.now = fire.row.due.advanced(by: .seconds(37))
    #expect(drama.handle(.underWay([fire])) == [])
    fire.askedSince = fire.row.due.advanced(by: .seconds(11))
    #expect(drama.handle(.underWay([fire])) == ["late -> ops"])
    let sentence = try #require(drama.desk.openAlerts.first).alert.sentence
    #expect(sentence == "nightly, due at \(fire.row.due.iso8601), was sent 11 s late")
  }

  /// A restart came in between, and the same request was sent again.
  @Test mutating func aFireThatMayHaveBeenSentInTimeIsNotLate() {
    drama = DeskDrama { $0.late = .seconds(10) }
    var fire = asked()
    fire.row.details.mayBeSentSince = fire.row.due
    fire.askedSince = nil
    drama.now = fire.row.due.advanced(by: .seconds(50))
    #expect(drama.handle(.underWay([fire])) == [], "nobody has been asked yet")
    fire.askedSince = fire.row.due
    #expect(drama.handle(.underWay([fire])) == [])
    (fire.row.outcome, fire.row.sentAt) = (.succeeded, drama.now)
    #expect(drama.handle(.ended(fire.row, nil)) == [])
    #expect(drama.ends(.succeeded, late: .seconds(11)) == ["late -> ops"])
  }

  @Test mutating func aRequestThatIsTheRunMayTakeTooLong() {
    drama = DeskDrama { $0.tooLong = .duration(.seconds(15)) }
    let fire = asked()
    drama.now = fire.row.due.advanced(by: .seconds(15))
    #expect(drama.handle(.underWay([fire])) == [])
    drama.now = fire.row.due.advanced(by: .seconds(16))
    #expect(drama.handle(.underWay([fire])) == ["too_long -> ops"])
    #expect(drama.handle(.underWay([])) == [])
    #expect(drama.desk.openAlerts.isEmpty)
  }

  @Test mutating func whatIsOnlyAskedToStartDoesNotRunYet() {
    drama = DeskDrama { $0.tooLong = .duration(.seconds(15)) }
    let fire = asked(.command(CommandTrigger(argv: ["/bin/true"])))
    drama.now = fire.row.due.advanced(by: .seconds(60))
    #expect(drama.handle(.underWay([fire])) == [])
  }

  @Test mutating func aRunWhoseEndWasNotHeardOfDoesNotTakeTooLongForEver() {
    var own = ScheduleAlerts()
    own.tooLong = .on(.duration(.seconds(50)))
    let row = drama.row(.started)
    drama.now = row.due.advanced(by: .seconds(51))
    #expect(drama.handle(.underWay([FireUnderWay(row, own, timeout: nil)])) == ["too_long -> ops"])
    drama.restart()
    #expect(drama.desk.openAlerts.map(\.alert.kind) == [.tooLong])
    #expect(drama.handle(.underWay([])) == [])
    #expect(drama.desk.openAlerts.isEmpty)
  }

  @Test mutating func aShareOfATimeoutThatIsNotThereIsNoLimit() {
    var own = ScheduleAlerts()
    own.tooLong = .on(.shareOfTimeout(0.5))
    let row = drama.row(.started)
    drama.now = row.due.advanced(by: .seconds(1_000_000))
    #expect(drama.handle(.underWay([FireUnderWay(row, own, timeout: nil)])) == [])
  }

  @Test mutating func anAlertSaysWhatWhyAndWhereToReadMore() throws {
    _ = drama.ends(.failed, reason: Reason("exit_code", "it exited with 3"))
    let alert = try #require(drama.desk.openAlerts.first?.alert)
    let subject = try #require(alert.subject)
    let due = try #require(subject.due).iso8601
    #expect(alert.code == "exit_code")
    #expect(alert.sentence == "nightly, due at \(due), has failed: it exited with 3")
    #expect(alert.why == "carillon why nightly --at \(due)")
    let instant = try #require(subject.due)
    #expect(subject.outcome == .failed && subject.fire == Fire.id(schedule: subject.scheduleID, due: instant))
  }

  @Test(arguments: [(1, "is not made up for"), (74, "has 74 missed instants")])
  mutating func whatWasMissedIsSaidOnce(_ count: Int, _ words: String) throws {
    let reason = Reason("misfire_skip", "it was missed, and the schedule's misfire policy is skip")
    _ = drama.ends(.skippedMisfire, count: count, reason: reason)
    let alert = try #require(drama.desk.openAlerts.first?.alert)
    let due = try #require(alert.subject?.due).iso8601
    #expect(alert.sentence == "nightly, due at \(due), \(words): \(reason.sentence)")
  }

  @Test mutating func whereTheDaemonHasPagesTheLinkIsOne() throws {
    drama = DeskDrama { $0.publicURL = "https://carillon.example.com" }
    _ = drama.ends(.failed)
    let alert = try #require(drama.desk.openAlerts.first?.alert)
    #expect(alert.why.hasPrefix("https://carillon.example.com/schedules/00000000-0000-0000-0000-000000000001?at="))
  }

  @Test mutating func aScheduleThatIsGoneTakesItsAlertsAlong() {
    _ = drama.ends(.failed)
    #expect(drama.handle(.scheduleGone(DeskDrama.schedule)) == [])
    #expect(drama.desk.openAlerts.isEmpty)
  }

  @Test mutating func withoutSinksNothingIsRemembered() {
    drama = DeskDrama { $0.sinks = [] }
    #expect(drama.ends(.failed) == [])
    let changes = drama.desk.takeChanges()
    #expect(changes == nil)
  }
}
