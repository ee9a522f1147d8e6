import CivilTime
import Scheduling
import Testing

/// Fires that share a mutex, and whose target is down, leave their turn to others.
@Suite struct StandingBackTests {
  @Test func whoseTargetIsDownHoldsNothing() {
    var world = World("01:59:59".today)
    world.open(sharing(.skip, "*/10 * * * * *", id: 1), elsewhere("5/10 * * * * *", id: 2), elsewhere("8/20 * * * * *", id: 3, .bufferOne))
    for _ in 0..<240 {
      var sent = world.pass(.seconds(1)).started
      while !sent.isEmpty {
        let fire = sent.removeFirst()
        #expect(fire.scheduleID == nightlyID || fire.due == world.now, "\(fire.due) came late")
        sent += world.send(fire.scheduleID == nightlyID ? .away(fire) : .succeeded(fire, at: world.now)).started
      }
    }
    let others = world.ledger.filter { $0.scheduleID != nightlyID }
    #expect(others.count == 24 + 12 && others.allSatisfy { $0.outcome == .succeeded }, "\(world.story)")
    let down = world.ledger.filter { $0.scheduleID == nightlyID }
    #expect(down.allSatisfy { $0.outcome == .coalesced || $0.outcome == .waiting }, "\(world.story)")
    #expect(world.scheduler.firesUnderWay == 1)
  }

  @Test func ofTwoThatAreDueTogetherTheOneRunsWhoseTargetIsThere() {
    var world = down(sharing(.skip, "2 0 2 * * *", id: 1), elsewhere("2 0 2 * * *", id: 2))
    #expect(world.advance(to: "02:00:02".today).started.map(\.scheduleID.low) == [2])
    #expect(world.ledger.contains { $0.scheduleID == nightlyID && $0.outcome == .waiting && $0.reason?.code == "target_away" })
  }

  @Test func whoStoodBackComesForwardWhenItsTargetHasAnswered() throws {
    var world = down(sharing(.skip, "6 0 2 * * *", id: 1), elsewhere("0 3 * * *", id: 2))
    let probe = try #require(world.advance(to: "02:00:05".today).started.first)
    #expect(world.advance(to: "02:00:06".today).started.isEmpty)
    world.now = instant("02:00:07".today)
    #expect(world.send(.succeeded(probe, at: world.now)).started.contains { $0.scheduleID == nightlyID })
  }

  @Test func whoStoodBackIsTheProbeWhenNobodyElseIs() {
    var world = down(sharing(.skip, "2 0 2 * * *", id: 1), elsewhere("0 3 * * *", id: 2))
    removeTheOthers(&world)
    #expect(world.advance(to: "02:00:02".today).started.isEmpty)
    #expect(world.advance(to: "02:00:04".today).started.isEmpty)
    #expect(world.advance(to: "02:00:05".today).started.map(\.scheduleID) == [nightlyID])
  }

  /// One tries for all: the others of its line and target wait to hear of it.
  @Test func ofSeveralThatStandBackOneComesForward() throws {
    var world = down(minutely("2-4 0 2 * * *", id: 1, policy: policy(.all) { $0.mutex = "gpu" }), elsewhere("0 3 * * *", id: 2))
    removeTheOthers(&world)
    for second in 2...4 { #expect(world.advance(to: "02:00:0\(second)".today).started.isEmpty) }
    #expect(outcomes(world) == [.waiting, .waiting, .waiting])
    let probes = world.advance(to: "02:00:05".today).started
    let probe = try #require(probes.first)
    #expect(probes.count == 1)
    #expect(world.send(.away(probe)).started.isEmpty)
    var (sent, runs): ([Fire], Int) = ([], 0)
    while sent.isEmpty { sent = world.pass(.seconds(1)).started }
    while let fire = sent.first {
      #expect(sent.count == 1, "two at once")
      runs += 1
      sent = world.send(.succeeded(fire, at: world.now)).started
    }
    while runs < 3, let fire = world.pass(.seconds(1)).started.first {
      runs += 1
      _ = world.send(.succeeded(fire, at: world.now))
    }
    _ = world.pass(.seconds(120))
    #expect(outcomes(world) == [.succeeded, .succeeded, .succeeded], "\(world.story)")
  }

  /// What makes up for something stands behind the buffer, and each has its turn.
  @Test func underAllABufferLosesNothingToAnOutage() throws {
    let policy = policy(.all, .bufferOne) { $0.mutex = "gpu" }
    var world = down(minutely("6,7,16 0 2 * * *", id: 1, policy: policy), elsewhere("0 3 * * *", id: 2))
    let probe = try #require(world.advance(to: "02:00:05".today).started.first)
    _ = world.send(.away(probe))
    removeTheOthers(&world)
    for time in ["02:00:06", "02:00:07"] { #expect(world.advance(to: time.today).started.isEmpty) }
    #expect(world.advance(to: "02:00:15".today).started.count == 1, "the first of them tries")
    _ = world.advance(to: "02:00:16".today)
    #expect(outcomes(world).allSatisfy { !$0.isFinal }, "\(world.story)")
  }

  @Test func whatABufferHeldIsNotStoodForBecauseItStoodBack() throws {
    let policy = policy(.last, .bufferAll(limit: 20)) { $0.mutex = "gpu" }
    var world = down(minutely("2-4 0 2 * * *", id: 1, policy: policy), elsewhere("1 0 2 * * *", id: 2))
    let other = try #require(world.advance(to: "02:00:01".today).started.first)
    _ = world.send(.began(other, at: world.now))
    for second in 2...3 { _ = world.advance(to: "02:00:0\(second)".today) }
    #expect(world.send(.ended(other, .succeeded)).started.isEmpty)
    _ = world.advance(to: "02:00:04".today)
    #expect(outcomes(world) == [.coalesced, .waiting, .waiting], "\(world.story)")
  }

  @Test func whoCouldNotRunEndsNobody() throws {
    var world = down(sharing(.cancelOther, "2,4 0 2 * * *", id: 1), elsewhere("3 0 2 * * *", id: 2))
    _ = world.advance(to: "02:00:02".today)
    let other = try #require(world.advance(to: "02:00:03".today).started.first)
    _ = world.send(.began(other, at: world.now))
    #expect(world.advance(to: "02:00:04".today).stopped == [])
    let effects = world.restart() + world.send(.catchUpReleased)
    #expect(effects.stopped == [], "\(world.story)")
  }

  /// It is more than late by then.
  @Test func underSkipWhoStoodBackIsMissedAfterAMinute() {
    var world = down(minutely("2 0 2 * * *", id: 1, policy: policy(.skip) { $0.mutex = "gpu" }), elsewhere("0 3 * * *", id: 2))
    _ = world.advance(to: "02:00:02".today)
    #expect(outcomes(world) == [.waiting])
    _ = world.advance(to: "02:01:03".today)
    #expect(outcomes(world) == [.skippedMisfire], "\(world.story)")
  }

  /// A limit that another schedule uses up keeps nobody from the mutex who could be sent.
  @Test func whoIsHeldByALimitBeforeADeadTargetHoldsNothing() throws {
    var limits = DispatchLimits.unlimited
    limits.tags = ["x": DispatchLimits.Cap(inFlight: 1)]
    var world = World("01:59", limits: limits)
    let tagged = { (cron: String, id: UInt64, url: String, policy: Policy) in
      minutely(cron, id: id, policy: policy, tags: ["x"], trigger: .http(HTTPTrigger(url: url)))
    }
    let gpu = policy(.last) { $0.mutex = "gpu" }
    world.open(
      (11...15).map { minutely("0 * * * *", id: $0) } + [
        tagged("30 59 1 * * *", 20, "http://c.example/", Policy()), tagged("2 0 2 * * *", 1, "http://127.0.0.1/", gpu),
        elsewhere("30 0 2 * * *", id: 2),
      ])
    let holder = try #require(world.advance(to: "01:59:30".today).started.first)
    _ = world.send(.began(holder, at: world.now))
    for fire in world.advance(to: "02:00").started { _ = world.send(.away(fire)) }
    removeTheOthers(&world)
    for second in 2...29 { #expect(world.advance(to: "02:00:\(second < 10 ? "0" : "")\(second)".today).started.isEmpty) }
    #expect(world.advance(to: "02:00:30".today).started.map(\.scheduleID.low) == [2])
  }

  @Test func anOutageIsNoDelayForWhoStoodBack() throws {
    let policy = policy { ($0.mutex, $0.startDeadline) = ("gpu", .seconds(60)) }
    var world = down(minutely("2 0 2 * * *", id: 1, policy: policy), elsewhere("3 0 2 * * *", id: 2))
    _ = world.advance(to: "02:00:02".today)
    let other = try #require(world.advance(to: "02:00:03".today).started.first)
    _ = world.send(.began(other, at: world.now))
    answerAll(world.advance(to: "02:00:05".today).started, &world)
    _ = world.advance(to: "02:30")
    #expect(world.send(.ended(other, .succeeded)).started.map(\.scheduleID) == [nightlyID])
  }

  @Test func aBufferHoldsNoMoreThanItMayDuringAnOutage() {
    let policy = policy(.skip, .bufferOne) { $0.mutex = "gpu" }
    var world = down(minutely("1-4 0 2 * * *", id: 1, policy: policy), elsewhere("0 3 * * *", id: 2))
    for second in 1...4 { _ = world.advance(to: "02:00:0\(second)".today) }
    #expect(outcomes(world) == [.waiting, .waiting, .skippedOverlap], "\(world.story)")
    let effects = world.send(.triggerRequested(schedule: nightlyID, fire: Identifier(high: 9, low: 9)))
    #expect(effects.declined.map(\.code) == ["buffer_full"])
  }

  /// Nobody has asked what runs to end for one that stood back: it was not there.
  @Test func aRestartEndsNothingForWhoStoodBack() throws {
    var world = down(sharing(.skip, "2 0 2 * * *", id: 1), sharing(.cancelOther, "3 0 2 * * *", id: 3))
    for second in 2...3 { _ = world.advance(to: "02:00:0\(second)".today) }
    let sent = answerAll(world.advance(to: "02:00:05".today).started, &world) { $0.scheduleID == nightlyID }
    let first = try #require(sent)
    _ = world.send(.began(first, at: world.now))
    let effects = world.restart() + world.send(.catchUpReleased)
    #expect(effects.stopped == [], "\(world.story)")
  }

  /// Nor does the second one behind a restart in the outage.
  @Test func twoRestartsEndNothingForWhoStoodBack() throws {
    var world = down(sharing(.skip, "2 0 2 * * *", id: 1), sharing(.cancelOther, "3 0 2 * * *", id: 3))
    for second in 2...3 { _ = world.advance(to: "02:00:0\(second)".today) }
    removeTheOthers(&world)
    let sent = (world.restart() + world.send(.catchUpReleased)).started
    let first = try #require(sent.first)
    #expect(sent.map(\.scheduleID) == [nightlyID])
    _ = world.send(.began(first, at: world.now))
    let effects = world.restart() + world.send(.catchUpReleased)
    #expect(effects.stopped == [], "\(world.story)")
  }

  @Test func aManualFireIsNotRefusedForOneThatStandsBack() {
    var world = down(sharing(.skip, "2 0 2 * * *", id: 1), elsewhere("0 3 * * *", id: 2))
    _ = world.advance(to: "02:00:02".today)
    let effects = world.send(.triggerRequested(schedule: Identifier(high: 0, low: 2), fire: Identifier(high: 9, low: 9)))
    #expect(effects.declined == [] && effects.started.map(\.kind) == [.manual])
  }
}
