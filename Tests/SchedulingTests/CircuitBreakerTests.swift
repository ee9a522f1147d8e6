import CivilTime
import Scheduling
import Testing

/// Fires keep away from a target that is down.
@Suite struct CircuitBreakerTests {
  private func hourly(_ id: UInt64, _ misfire: Policy.Misfire = .last, _ cron: String = "0 * * * *") -> ScheduleDefinition {
    minutely(cron, id: id, policy: policy(misfire, .allow))
  }

  /// Five schedules whose fires of 02:00 found nobody.
  private func down(_ others: ScheduleDefinition...) -> World {
    var world = World("01:59")
    world.open((1...5).map { hourly($0) } + others)
    for fire in world.advance(to: "02:00").started.filter({ $0.scheduleID.low <= 5 }) { _ = world.send(.away(fire)) }
    return world
  }

  @Test func fourFailuresAreAnAccident() {
    var world = World("01:59")
    world.open((1...4).map { hourly($0) })
    for fire in world.advance(to: "02:00").started { _ = world.send(.away(fire)) }
    #expect(world.awayTargets == [])
    #expect(world.pass(.seconds(1)).started.count == 4)
  }

  @Test func afterFiveNothingIsSent() {
    var world = down()
    #expect(world.awayTargets.map(\.description) == ["127.0.0.1:80"])
    #expect(world.pass(.seconds(1)).started.isEmpty)
    #expect(world.scheduler.firesHeldByTargets.map { "\($0.value) for \($0.key)" } == ["5 for 127.0.0.1:80"])
    #expect(world.scheduler.waitingRows.isEmpty, "they are told with their target")
  }

  @Test func whoWaitsForATargetIsKnown() throws {
    var world = down()
    let begun = world.now
    let awaited = try #require(world.standings.awaited.first)
    #expect(awaited.name.description == "127.0.0.1:80" && awaited.fires == 5 && awaited.schedules == ["nightly"])
    #expect(awaited.failingSince == begun && awaited.lastFailure?.code == "no_connection")
    _ = world.pass(.seconds(1))
    let probe = try #require(world.pass(.seconds(4)).started.first)
    #expect(world.standings.awaited.map(\.fires) == [5], "the probe is one of them")
    _ = world.send(.away(probe))
    #expect(world.standings.awaited.map(\.failingSince) == [begun], "it is the same outage")
    let next = try #require(world.pass(.seconds(10)).started.first)
    #expect(world.standings.answering == [])
    let others = world.send(.succeeded(next, at: world.now)).started
    #expect(world.standings.awaited.map(\.failingSince) == [nil], "whether they get through is not known yet")
    #expect(world.standings.answering == [])
    for fire in others { _ = world.send(.succeeded(fire, at: world.now)) }
    #expect(world.standings.answering.map(\.description) == ["127.0.0.1:80"])
  }

  @Test func oneFailureIsTheBeginning() throws {
    var world = World("01:59")
    world.open([hourly(1)])
    let fire = try #require(world.advance(to: "02:00").started.first)
    #expect(world.standings == TargetStandings(), "it is on its way, and nothing speaks against it")
    _ = world.send(.away(fire))
    #expect(world.standings.awaited.map(\.failingSince) == [world.now])
    #expect(world.awayTargets == [])
  }

  /// Its proxy is dead, or its certificate is.
  @Test func aScheduleThatAloneDoesNotGetThroughIsKnownWhileOthersDo() {
    var world = World("01:59")
    world.open([hourly(1), hourly(2, .last, "* * * * *")])
    answer(world.advance(to: "02:00").started, in: &world)
    #expect(world.standings.answering == [] && world.standings.awaited.map(\.failingSince) == [nil], "it may get through at its next try")
    var isOwn = false
    for _ in 0..<40 {
      answer(world.pass(.seconds(10)).started, in: &world)
      #expect(world.standings.answering == [], "one fire still waits")
      isOwn = isOwn || world.standings.awaited.contains(where: \.takesOthers)
    }
    #expect(isOwn && world.standings.awaited.map(\.failingSince) == [instant("02:00")], "however many others got through")
    #expect(world.standings.awaited.map(\.lastFailure?.code) == ["no_connection"])
    for _ in 0..<40 {
      for fire in world.pass(.seconds(10)).started { _ = world.send(.succeeded(fire, at: world.now)) }
    }
    #expect(world.standings.awaited == [] && world.standings.answering.map(\.description) == ["127.0.0.1:80"])
  }

  /// The first schedule's fires find nobody, all others' succeed.
  private func answer(_ fires: [Fire], in world: inout World) {
    for fire in fires.sorted(by: { $0.scheduleID < $1.scheduleID }) {
      _ = world.send(fire.scheduleID.low == 1 ? .away(fire) : .succeeded(fire, at: world.now))
    }
  }

  @Test func aRequestThatIsBeingServedDoesNotWaitForItsTarget() throws {
    var world = World("01:59")
    world.open([hourly(1)])
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.away(fire))
    #expect(world.pass(.seconds(1)).started.count == 1)
    #expect(world.standings.awaited.map(\.fires) == [1], "it may still try to connect")
    _ = world.pass(.seconds(15))
    #expect(world.standings.awaited.map(\.fires) == [1])
    _ = world.pass(.seconds(1))
    #expect(world.standings.awaited == [], "its target has it")
  }

  @Test func aTargetThatNobodyAsksIsNotCalledAway() {
    var world = down()
    #expect(world.awayTargets.count == 1)
    for row in world.scheduler.activeRows { _ = world.send(.cancelRequested(fire: row.id, force: false)) }
    #expect(world.awayTargets == [])
    #expect(world.standings == TargetStandings())
  }

  @Test func thenOneIsSentToSee() {
    var world = down()
    _ = world.pass(.seconds(1))
    #expect(world.pass(.seconds(4)).started.count == 1)
    #expect(world.pass(.seconds(9)).started.isEmpty, "the probe has no answer yet")
  }

  /// Its request is the run, and takes an hour.
  @Test func aProbeThatTakesLongDoesNotKeepTheOthersFromATargetThatServes() throws {
    var world = down()
    _ = world.pass(.seconds(1))
    let probe = try #require(world.pass(.seconds(4)).started.first)
    let next = try #require(world.pass(.seconds(10)).started.first)
    #expect(world.scheduler.awayTargets(at: world.now).count == 1)
    #expect(world.send(.succeeded(next, at: world.now)).started.count == 3)
    #expect(world.scheduler.awayTargets(at: world.now) == [])
    #expect(world.send(.succeeded(probe, at: world.now)).started.isEmpty)
  }

  @Test func aProbeThatWasFollowedByAnotherCountsWhenItAnswers() throws {
    var world = down()
    _ = world.pass(.seconds(1))
    let probe = try #require(world.pass(.seconds(4)).started.first)
    #expect(world.pass(.seconds(10)).started.count == 1)
    #expect(world.send(.succeeded(probe, at: world.now)).started.count == 3)
  }

  @Test func aProbeThatWasFollowedByAnotherAndFailsOpensItAgain() throws {
    var world = down()
    _ = world.pass(.seconds(1))
    let probe = try #require(world.pass(.seconds(4)).started.first)
    #expect(world.pass(.seconds(10)).started.count == 1)
    _ = world.send(.away(probe))
    #expect(world.pass(.seconds(9)).started.isEmpty)
    #expect(world.pass(.seconds(1)).started.count == 1)
  }

  @Test func aClockSetBackDoesNotMakeTheProbeLonger() {
    var world = down()
    _ = world.pass(.seconds(1))
    #expect(world.pass(.seconds(4)).started.count == 1)
    world.now = world.now.advanced(by: .seconds(-86_400))
    _ = world.send(.clockStepped(by: .seconds(-86_400)))
    #expect(world.pass(.seconds(10)).started.count == 1)
  }

  @Test func whatWaitsSaysThatAProbeIsUnderWay() throws {
    var world = down()
    _ = world.pass(.seconds(1))
    let probe = try #require(world.pass(.seconds(4)).started.first)
    let waiting = try #require(world.scheduler.activeRows.first(where: { $0.id != probe.id }))
    let begun = "no fire gets through to 127.0.0.1:80; it is tried again from time to time. The last try: refused"
    #expect(waiting.reason?.sentence == "\(begun). A further one is under way, sent at \(world.now.iso8601)")
  }

  @Test func anAnswerLetsTheOthersGo() throws {
    var world = down()
    _ = world.pass(.seconds(1))
    let probe = try #require(world.pass(.seconds(4)).started.first)
    #expect(world.send(.succeeded(probe, at: world.now)).started.count == 4)
    #expect(world.awayTargets == [])
  }

  @Test func noAnswerMakesTheWaitLonger() throws {
    var world = down()
    _ = world.pass(.seconds(1))
    let probe = try #require(world.pass(.seconds(4)).started.first)
    _ = world.send(.away(probe))
    #expect(world.pass(.seconds(9)).started.isEmpty)
    #expect(world.pass(.seconds(1)).started.count == 1)
  }

  @Test func anEndingRunIsNoAnswerToTheProbe() throws {
    var world = World("01:59")
    world.open((1...7).map { hourly($0) })
    let fires = world.advance(to: "02:00").started
    _ = world.send(.began(fires[6], at: world.now))
    for fire in fires[..<5] { _ = world.send(.away(fire)) }
    _ = world.pass(.seconds(1))
    #expect(world.pass(.seconds(4)).started.count == 1)
    #expect(world.send(.ended(fires[6], .succeeded)).started.isEmpty, "a second probe")
  }

  @Test func aProbeThatIsGivenUpLetsAnotherGo() {
    var world = World("01:59")
    world.open((1...5).map { hourly($0, .skip) } + [hourly(6)])
    for fire in world.advance(to: "02:00").started.sorted(by: { $0.scheduleID > $1.scheduleID }) { _ = world.send(.away(fire)) }
    _ = world.pass(.seconds(1))
    // All of them are 61 s late by then: five are given up, the sixth is the probe.
    var started: [Fire] = []
    for _ in 0..<12 { started += world.pass(.seconds(10)).started.filter { $0.scheduleID.low == 6 } }
    #expect(started.count == 1)
  }

  @Test func commandsHaveNone() {
    var world = World("01:59")
    world.open((1...6).map { minutely("0 * * * *", id: $0, trigger: .command(CommandTrigger(argv: ["false"]))) })
    for fire in world.advance(to: "02:00").started { _ = world.send(.busy(fire)) }
    #expect(world.pass(.seconds(1)).started.count == 6)
  }

  /// Six schedules whose commands of 02:00 did not have their turn: the start of another one hangs.
  private func heldUp() -> World {
    var world = World("01:59")
    world.open((1...6).map { minutely("0 * * * *", id: $0, trigger: .command(CommandTrigger(argv: ["true"]))) })
    for fire in world.advance(to: "02:00").started {
      _ = world.send(.attemptEnded(fire: fire.id, .unavailable(Reason("start_hangs", "it was not begun"))))
    }
    return world
  }

  @Test func thatAllCommandsWaitForAStartThatHangsIsKnown() {
    var world = heldUp()
    let begun = world.now
    #expect(world.awayTargets == [] && world.standings.awaited.map(\.name.description) == ["command"])
    #expect(world.standings.awaited.map(\.lastFailure?.code) == ["start_hangs"])
    let again = world.pass(.seconds(1)).started
    #expect(again.count == 6, "others may go")
    _ = world.pass(CommandTrigger.startLimit)
    #expect(world.standings.awaited.map(\.fires) == [6], "none has had its turn")
    #expect(world.standings.awaited.map(\.failingSince) == [begun] && world.standings.answering == [])
    for fire in again { _ = world.send(.succeeded(fire, at: world.now)) }
    #expect(world.standings.awaited == [] && world.standings.answering.map(\.description) == ["command"])
  }

  @Test func ofCommandsThatWereHeldUpTheLastTryIsTold() {
    var world = heldUp()
    for fire in world.pass(.seconds(1)).started {
      _ = world.send(.attemptEnded(fire: fire.id, .retryable(Reason("not_launched", "no process"))))
    }
    #expect(world.standings.awaited.map(\.lastFailure?.code) == ["not_launched"])
  }

  /// It declines these, and others may go: a limit on calls is no outage.
  @Test func aTargetThatIsThereIsNotKeptFrom() {
    var world = World("01:59")
    world.open((1...6).map { hourly($0) } + [minutely("1 2 * * *", id: 7)])
    for fire in world.advance(to: "02:00").started {
      _ = world.send(.attemptEnded(fire: fire.id, .retryable(Reason("http_429", "answered 429"), retryAfter: .seconds(600), isThere: true)))
    }
    #expect(world.awayTargets == [])
    #expect(world.advance(to: "02:01").started.map(\.scheduleID.low) == [7])
  }

  /// Nobody has asked the target; that fires wait there is known all the same.
  @Test func aSecretThatCannotBeReadKeepsNoOtherFireAway() {
    var world = World("01:59")
    world.open((1...6).map { hourly($0) })
    let begun = world.advance(to: "02:00").started
    for fire in begun { _ = world.send(.attemptEnded(fire: fire.id, .unavailable(Reason("secret_unavailable", "the store is away")))) }
    #expect(world.awayTargets == [])
    #expect(world.standings.awaited.map(\.lastFailure?.code) == ["secret_unavailable"])
    #expect(world.standings.awaited.map(\.failingSince) == [world.now])
    #expect(world.pass(.seconds(1)).started.count == 6)
  }

  @Test func ourOwnQueueSaysNothingOfATarget() {
    var world = World("01:59")
    world.open((1...6).map { hourly($0) })
    let begun = world.advance(to: "02:00").started
    for fire in begun { _ = world.send(.attemptEnded(fire: fire.id, .full(Reason("no_free_connection", "no free connection")))) }
    #expect(world.awayTargets == [])
    #expect(world.standings.awaited.map(\.failingSince) == [nil] && world.standings.answering == [])
  }

  @Test func whatWaitsSaysWhatCameOfTheLastTry() {
    var world = down()
    _ = world.pass(.seconds(1))
    let reasons = Set(world.scheduler.activeRows.compactMap(\.reason).filter { $0.code == "target_away" }.map(\.sentence))
    #expect(reasons == ["no fire gets through to 127.0.0.1:80; it is tried again from time to time. The last try: refused"])
  }

  @Test func aClockSetBackDoesNotKeepItOpen() {
    var world = down()
    _ = world.pass(.seconds(1))
    world.now = world.now.advanced(by: .seconds(-86_400))
    _ = world.send(.clockStepped(by: .seconds(-86_400)))
    #expect(world.pass(.seconds(4)).started.count == 1)
  }

  // MARK: What waits for the end of an outage

  /// A target that is away from 02:00 to 03:00:30, and a schedule that is due each minute.
  private func outage(_ misfire: Policy.Misfire, _ change: (inout Policy) -> Void = { _ in }) throws -> World {
    var minute = minutely("* * * * *", id: 9, policy: policy(misfire, .allow))
    change(&minute.policy)
    var world = World("01:59")
    world.open((1...5).map { hourly($0, .last, "0 2 * * *") } + [minute])
    for fire in world.advance(to: "02:00").started { _ = world.send(.away(fire)) }
    for _ in 0..<363 { for fire in world.pass(.seconds(10)).started { _ = world.send(.away(fire)) } }
    var effects = world.send(.clockAdvanced)
    for _ in 0..<20 where !world.awayTargets.isEmpty {
      effects = world.pass(.seconds(10))
      for fire in effects.started { _ = world.send(.succeeded(fire, at: world.now)) }
    }
    #expect(world.awayTargets == [])
    #expect(world.journal.gaps() == [])
    return world
  }

  private func sent(_ world: World) -> Int {
    let ran: Set<Outcome> = [.succeeded, .claimed]
    return world.ledger.count { $0.scheduleID.low == 9 && ran.contains($0.outcome) && $0.due < instant("03:00") }
  }

  @Test func underLastTheLatestFires() throws { #expect(try sent(outage(.last)) <= 1) }

  @Test func underAllEachFires() throws { #expect(try sent(outage(.all)) >= 59) }

  @Test func underAllNoMoreFireThanTheLimit() throws { #expect(try sent(outage(.all) { $0.misfireLimit = 10 }) <= 10) }

  @Test func underSkipNoneFires() throws { #expect(try sent(outage(.skip)) == 0) }

  @Test func whatIsOlderThanTheWindowDoesNotFire() throws {
    let count = try sent(outage(.all) { $0.misfireWindow = .seconds(600) })
    #expect((5...11).contains(count), "\(count)")
  }
}

extension World {
  fileprivate var standings: TargetStandings { scheduler.targetStandings(at: now) }
  fileprivate var awayTargets: [TargetName] { scheduler.awayTargets(at: now) }
}
