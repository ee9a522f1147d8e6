import Alerts
import CivilTime
import Scheduling
import Testing

/// The daemon's own conditions, and what runs should have brought.
struct ConditionTests {
  private var drama = DeskDrama()

  @Test mutating func aServerIsAwayForAWhileBeforeItIsTold() {
    let since = drama.now
    #expect(drama.handle(.server(awaySince: since, Reason("server_away", "no answer"))) == [])
    drama.now = drama.now.advanced(by: .seconds(300))
    #expect(drama.handle(.server(awaySince: since, Reason("server_away", "no answer"))) == ["server_unreachable -> ops"])
    #expect(drama.handle(.server(awaySince: since, Reason("server_away", "status 503"))) == [], "the same outage in other words")
    #expect(drama.handle(.server(awaySince: nil, Reason("server_away", ""))) == ["recovered -> ops"])
  }

  @Test mutating func diskAndHealthAreToldWhenTheyComeAndWhenTheyGo() {
    #expect(drama.handle(.disk(Reason("disk_nearly_full", "little is left"))) == ["disk -> ops"])
    #expect(drama.handle(.disk(Reason("disk_nearly_full", "little is left"))) == [])
    #expect(drama.handle(.disk(nil)) == ["recovered -> ops"])
    #expect(drama.handle(.health(Reason("unhealthy", "a gap"))) == ["health -> ops"])
    #expect(drama.handle(.health(nil)) == ["recovered -> ops"])
  }

  @Test mutating func thatNothingIsStartedAnyMoreIsToldOnceBesideADiskThatIsNearlyFull() {
    let nearlyFull = Reason("disk_nearly_full", "little is left")
    let full = Reason("store_not_written", "the ledger cannot be written")
    #expect(drama.handle(.disk(nearlyFull)) == ["disk -> ops"])
    #expect(drama.handle(.disk(full)) == ["disk -> ops"], "the same matter, which got worse")
    #expect(drama.handle(.disk(full)) == [])
    #expect(drama.handle(.disk(nearlyFull)) == [], "better is not over")
    drama.restart()
    #expect(drama.handle(.disk(full)) == [], "not back and forth")
    #expect(drama.desk.openAlerts.map(\.alert.code) == ["store_not_written"])
    #expect(drama.handle(.disk(nil)) == ["recovered -> ops"])
    #expect(drama.handle(.disk(full)) == ["disk -> ops"])
    #expect(drama.handle(.disk(nearlyFull)) == [])
    #expect(drama.handle(.disk(nil)) == ["recovered -> ops"])
  }

  /// Neither is it over, nor is it still so: nobody knows yet.
  @Test mutating func aConditionOfAnEarlierLifeIsNotRemindedOfBeforeItIsHeardOfAgain() {
    let nearlyFull = Reason("disk_nearly_full", "little is left")
    #expect(drama.handle(.disk(nearlyFull)) == ["disk -> ops"])
    drama.restart()
    #expect(drama.wait(.seconds(86_400)) == [])
    #expect(drama.desk.openAlerts.map(\.alert.kind) == [.disk])
    #expect(drama.handle(.disk(nearlyFull)) == ["disk again -> ops"])
    #expect(drama.handle(.disk(nil)) == ["recovered -> ops"])
  }

  @Test mutating func aServerThatIsAwayOverARestartIsToldOnce() {
    let (since, silence) = (drama.now, Reason("server_away", "no answer"))
    drama.now = drama.now.advanced(by: .seconds(300))
    #expect(drama.handle(.server(awaySince: since, silence)) == ["server_unreachable -> ops"])
    drama.restart()
    let start = drama.now
    #expect(drama.handle(.server(awaySince: start, silence)) == [])
    drama.now = drama.now.advanced(by: .seconds(300))
    #expect(drama.handle(.server(awaySince: start, silence)) == [])
    #expect(drama.handle(.server(awaySince: nil, silence)) == ["recovered -> ops"])
  }

  // MARK: Targets

  private static func api(_ url: String = "http://api:80/") -> TargetName { TargetName(of: .http(HTTPTrigger(url: url))) }

  /// Fires of two schedules wait there.
  private func waits(_ name: TargetName = api(), failingSince: Instant?) -> TargetStandings {
    let failure = failingSince.map { _ in Reason("no_connection", "no connection") }
    let awaited = AwaitedTarget(name, failingSince: failingSince, lastFailure: failure, fires: 2, schedules: ["churn", "nightly"])
    return TargetStandings(awaited: [awaited])
  }

  /// What is told while it stands so, looked at every 10 s.
  private mutating func pass(_ seconds: Int, _ standings: TargetStandings) -> [String] {
    stride(from: 0, to: seconds, by: 10).flatMap { _ in
      drama.now = drama.now.advanced(by: .seconds(10))
      return drama.handle(.targets(standings))
    }
  }

  @Test mutating func aTargetThatIsAwayWhileFiresWaitIsOneAlert() throws {
    let since = drama.now
    #expect(drama.handle(.targets(waits(failingSince: since))) == [])
    #expect(pass(290, waits(failingSince: since)) == [], "it may be restarting")
    #expect(pass(10, waits(failingSince: since)) == ["target_unreachable -> ops"])
    #expect(pass(600, waits(failingSince: since)) == [])
    let alert = try #require(drama.desk.openAlerts.first?.alert)
    #expect(
      alert.sentence == "no fire has got through to api:80 since \(since.iso8601); 2 fires wait (churn, nightly), and will go out when one"
        + " does. The last try: no connection")
    #expect(alert.code == "no_connection" && alert.since == since && alert.why == "carillon status")
    #expect(drama.handle(.targets(TargetStandings(answering: [Self.api()]))) == ["recovered -> ops"])
  }

  @Test mutating func whatFailedLongAgoSaysNothingOfWhatWaitsNow() {
    let yesterday = drama.now.advanced(by: .seconds(-86_400))
    #expect(drama.handle(.targets(waits(failingSince: yesterday))) == [])
    #expect(pass(290, waits(failingSince: yesterday)) == [])
    #expect(pass(10, waits(failingSince: yesterday)) == ["target_unreachable -> ops"])
  }

  /// A newer fire takes the place of the older, and is on its way for a moment.
  @Test mutating func aMomentWithoutAWaitingFireIsNoEnd() {
    let since = drama.now
    _ = drama.handle(.targets(waits(failingSince: since)))
    #expect(pass(200, waits(failingSince: since)) + pass(60, TargetStandings()) == [])
    #expect(pass(40, waits(failingSince: since)) == ["target_unreachable -> ops"])
    #expect(pass(120, TargetStandings()) == [])
    #expect(pass(10, TargetStandings()) == ["recovered -> ops"], "nobody waits for it")
  }

  @Test mutating func eachTargetIsAMatterOfItsOwn() {
    let since = drama.now
    var both = waits(failingSince: since)
    both.awaited += waits(Self.api("http://models:80/"), failingSince: since).awaited
    _ = drama.handle(.targets(both))
    #expect(pass(300, both) == ["target_unreachable -> ops", "target_unreachable -> ops"])
    both.awaited.removeFirst()
    both.answering = [Self.api()]
    #expect(drama.handle(.targets(both)) == ["recovered -> ops"])
    #expect(drama.desk.openAlerts.map(\.key) == ["target_unreachable/models:80"])
  }

  /// A restart forgets since when a target is away: it is still so until a fire that was sent there says otherwise.
  @Test mutating func aTargetThatIsAwayOverARestartIsToldOnce() {
    let since = drama.now
    _ = drama.handle(.targets(waits(failingSince: since)))
    #expect(pass(300, waits(failingSince: since)) == ["target_unreachable -> ops"])
    drama.restart()
    #expect(drama.wait(.seconds(86_400)) == [], "nobody knows yet")
    #expect(drama.handle(.targets(TargetStandings())) == [], "nothing is sent yet")
    #expect(drama.handle(.targets(waits(failingSince: drama.now))) == ["target_unreachable again -> ops"])
    #expect(pass(600, waits(failingSince: drama.now)) == [])
    #expect(drama.handle(.targets(TargetStandings(answering: [Self.api()]))) == ["recovered -> ops"])
  }

  @Test mutating func whatOneScheduleAloneCannotReachSaysThatOthersDo() throws {
    let since = drama.now
    let failure = Reason("no_connection", "the proxy refuses")
    let awaited = AwaitedTarget(Self.api(), failingSince: since, lastFailure: failure, takesOthers: true, fires: 1, schedules: ["churn"])
    _ = drama.handle(.targets(TargetStandings(awaited: [awaited])))
    #expect(pass(300, TargetStandings(awaited: [awaited])) == ["target_unreachable -> ops"])
    let sentence = try #require(drama.desk.openAlerts.first).alert.sentence
    #expect(
      sentence == "api:80 answers others, but none of these has got through since \(since.iso8601): 1 fire waits (churn). The last try: the"
        + " proxy refuses")
  }

  @Test mutating func whoSwitchesItOffIsNotRemindedOfWhatWasOpen() {
    let since = drama.now
    _ = drama.handle(.targets(waits(failingSince: since)))
    #expect(pass(300, waits(failingSince: since)) == ["target_unreachable -> ops"])
    drama.restart { $0.targetUnreachable = nil }
    #expect(drama.handle(.targets(waits(failingSince: since))) == [] && drama.desk.openAlerts.isEmpty)
  }

  @Test mutating func theServersSilenceIsToldOfTheServer() {
    let since = drama.now
    let server = waits(TargetName(of: .snapshot(SnapshotTrigger(snapshot: .named("nightly")))), failingSince: since)
    _ = drama.handle(.server(awaySince: since, Reason("server_away", "no answer")))
    #expect(pass(300, server) == [])
    #expect(drama.handle(.server(awaySince: since, Reason("server_away", "no answer"))) == ["server_unreachable -> ops"])
    #expect(drama.handle(.server(awaySince: nil, Reason("server_away", ""))) == ["recovered -> ops"])
    #expect(pass(10, server) == ["target_unreachable -> ops"], "it can be read, and starts nothing")
  }

  @Test mutating func whatIsSwitchedOffIsNotTold() {
    drama = DeskDrama {
      $0.disk = nil
      $0.health = false
      $0.serverUnreachable = nil
      $0.targetUnreachable = nil
    }
    #expect(drama.handle(.disk(Reason("disk_nearly_full", "little is left"))) == [])
    #expect(drama.handle(.health(Reason("unhealthy", "a gap"))) == [])
    #expect(drama.handle(.server(awaySince: .distantPast, Reason("server_away", "no answer"))) == [])
    #expect(pass(600, waits(failingSince: drama.now)) == [])
  }

  @Test mutating func whatIsSwitchedOffWhileItLastsIsNotToldToBeOver() {
    let (since, silence) = (drama.now, Reason("server_away", "no answer"))
    let (nearlyFull, gap) = (Reason("disk_nearly_full", "little is left"), Reason("unhealthy", "a gap"))
    drama.now = drama.now.advanced(by: .seconds(300))
    #expect(drama.handle(.server(awaySince: since, silence)) == ["server_unreachable -> ops"])
    #expect(drama.handle(.disk(nearlyFull)) + drama.handle(.health(gap)) == ["disk -> ops", "health -> ops"])
    drama.restart { ($0.serverUnreachable, $0.disk, $0.health) = (nil, nil, false) }
    #expect(drama.handle(.server(awaySince: since, silence)) == [])
    #expect(drama.handle(.disk(nearlyFull)) + drama.handle(.health(gap)) == [])
    #expect(drama.desk.openAlerts.isEmpty)
  }

  // MARK: Expectations

  private static func expecting() -> ScheduleAlerts {
    var own = ScheduleAlerts()
    own.expectation = ModelExpectation(model: "churn", within: .seconds(600))
    return own
  }

  @Test mutating func aRunThatBringsNoNewVersionIsTold() throws {
    let row = drama.row(.succeeded)
    #expect(drama.handle(.ended(row, Self.expecting())) == [])
    #expect(drama.desk.expectationsToLookAt(at: drama.now).map(\.subject.fire) == [row.id])
    #expect(drama.handle(.looked(fire: row.id, .none)) == [])
    #expect(drama.desk.expectationsToLookAt(at: drama.now) == [], "not again at once")
    drama.now = drama.now.advanced(by: .seconds(600))
    #expect(drama.desk.expectationsToLookAt(at: drama.now).count == 1)
    #expect(drama.handle(.looked(fire: row.id, .none)) == ["expectation -> ops"])
    #expect(drama.desk.memory.notes.expectations == [])
    let sentence = try #require(drama.desk.openAlerts.first).alert.sentence
    #expect(sentence == "nightly, due at \(row.due.iso8601), brought no new version of model 'churn' within 10 min of its end")
  }

  @Test mutating func theNextRunThatBringsOneEndsIt() {
    for sighting in [ModelSighting.none, .none, .found("7")] {
      let row = drama.row(.succeeded)
      _ = drama.handle(.ended(row, Self.expecting()))
      drama.now = drama.now.advanced(by: .seconds(600))
      let told = drama.handle(.looked(fire: row.id, sighting))
      #expect(told == (sighting == .found("7") ? ["recovered -> ops"] : row.id == drama.firstFire ? ["expectation -> ops"] : []))
    }
  }

  @Test mutating func aServerThatCannotBeAskedIsGivenTime() {
    let row = drama.row(.succeeded)
    _ = drama.handle(.ended(row, Self.expecting()))
    drama.now = drama.now.advanced(by: .seconds(600))
    #expect(drama.handle(.looked(fire: row.id, .unknown("no answer"))) == [])
    drama.now = drama.now.advanced(by: .seconds(600))
    #expect(drama.handle(.looked(fire: row.id, .unknown("no answer"))) == ["expectation -> ops"])
  }

  @Test mutating func aScheduleThatFiresOftenComesToItsDeadline() {
    let first = drama.row(.succeeded)
    _ = drama.handle(.ended(first, Self.expecting()))
    for _ in 1...1200 { _ = drama.ends(.succeeded, Self.expecting()) }
    drama.now = drama.now.advanced(by: .seconds(600))
    #expect(drama.handle(.looked(fire: first.id, .none)) == ["expectation -> ops"])
    let next = drama.row(.succeeded)
    #expect(drama.handle(.ended(next, Self.expecting())) == [])
    #expect(drama.desk.memory.notes.expectations.last?.subject.fire == next.id, "there is room again")
  }

  @Test mutating func aScheduleThatFiresOftenLeavesRoomForOthers() throws {
    for _ in 1...1200 { _ = drama.ends(.succeeded, Self.expecting()) }
    _ = drama.ends(.succeeded, Self.expecting(), schedule: 2)
    let last = try #require(drama.desk.memory.notes.expectations.last)
    #expect(last.subject.scheduleID == Identifier(high: 0, low: 2))
  }

  @Test mutating func whatIsNotExpectedAnyMoreIsNotRemindedOf() {
    let row = drama.row(.succeeded)
    _ = drama.handle(.ended(row, Self.expecting()))
    drama.now = drama.now.advanced(by: .seconds(600))
    #expect(drama.handle(.looked(fire: row.id, .none)) == ["expectation -> ops"])
    #expect(drama.ends(.succeeded) == [])
    #expect(drama.desk.openAlerts.isEmpty)
    #expect(drama.wait(.seconds(86_400)) == [])
  }

  @Test mutating func anExpectationOutlivesTheDaemon() {
    let row = drama.row(.succeeded)
    _ = drama.handle(.ended(row, Self.expecting()))
    drama.restart()
    #expect(drama.desk.expectationsToLookAt(at: drama.now).map(\.subject.fire) == [row.id])
  }

  @Test mutating func aFailureIsExpectedToBringNothing() {
    _ = drama.ends(.failed, Self.expecting())
    #expect(drama.desk.memory.notes.expectations == [])
  }
}

extension DeskDrama {
  /// The first row's.
  fileprivate var firstFire: Identifier {
    Fire.id(schedule: Self.schedule, due: Instant(secondsSinceEpoch: 1_794_000_060))
  }
}
