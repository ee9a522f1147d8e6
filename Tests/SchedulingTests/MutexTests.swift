import CivilTime
import Scheduling
import Testing

/// Schedules that share a mutex run one fire at a time among them all.
@Suite struct MutexTests {
  private func sharing(_ overlap: Policy.Overlap, _ cron: String = "* * * * *", id: UInt64) -> ScheduleDefinition {
    minutely(cron, id: id, policy: policy(.last, overlap) { $0.mutex = "gpu" })
  }

  @Test func whatFindsItHeldIsSkipped() throws {
    var world = World("01:59")
    world.open(sharing(.skip, "0 * * * *", id: 1), sharing(.skip, "1 * * * *", id: 2))
    _ = try world.run(at: "02:00")
    #expect(world.advance(to: "02:01").started.isEmpty)
    #expect(world.story == ["02:00 started", "02:01 skipped_mutex"])
    #expect(world.ledger[1].reason?.code == "mutex_held")
  }

  /// A row tells of one reason: who held it at its instants.
  @Test func whoHeldItIsToldForEachInstant() throws {
    var world = World("01:59")
    world.open(sharing(.skip, "0,10 * * * *", id: 1), sharing(.skip, "1,2,11 * * * *", id: 2))
    let first = try world.run(at: "02:00")
    _ = world.advance(to: "02:02")
    _ = world.send(.ended(first, .succeeded))
    _ = try world.run(at: "02:10")
    _ = world.advance(to: "02:11")
    #expect(world.ledger.filter { $0.outcome == .skippedMutex }.map(\.count) == [2, 1])
    #expect(world.ledger.last?.reason?.sentence.contains("02:10") == true)
  }

  @Test func whoWaitsForSomethingElseHoldsNothing() throws {
    var world = World("01:59")
    world.open(sharing(.skip, "0 * * * *", id: 1), sharing(.skip, "0 3 * * *", id: 2))
    let first = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.attemptEnded(fire: first.id, .unavailable(Reason("away", "connection refused"))))
    let effects = world.send(.triggerRequested(schedule: Identifier(high: 0, low: 2), fire: Identifier(high: 9, low: 9)))
    #expect(effects.declined == [] && effects.started.map(\.kind) == [.manual])
  }

  // MARK: A target that is down

  private func elsewhere(_ cron: String, id: UInt64, _ overlap: Policy.Overlap = .skip) -> ScheduleDefinition {
    minutely(
      cron, id: id, policy: policy(.last, overlap) { $0.mutex = "gpu" }, trigger: .http(HTTPTrigger(url: "http://b.example/")))
  }

  /// Five schedules without the mutex have found nobody at 02:00, where that of id 1 goes too.
  private func down(_ others: ScheduleDefinition...) -> World {
    var world = World("01:59")
    world.open((11...15).map { minutely("0 * * * *", id: $0) } + others)
    for fire in world.advance(to: "02:00").started { _ = world.send(.away(fire)) }
    #expect(world.scheduler.awayTargets(at: world.now).count == 1)
    return world
  }

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

  private func removeTheOthers(_ world: inout World) {
    _ = world.send(.schedulesRemoved((11...15).map { Identifier(high: 0, low: $0) }))
  }

  /// Of the schedule with id 1.
  private func outcomes(_ world: World) -> [Outcome] { world.ledger.filter { $0.scheduleID == nightlyID }.map(\.outcome) }

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

  /// All succeed at once but the one that is looked for, which is given back.
  @discardableResult
  private func answerAll(_ fires: [Fire], _ world: inout World, but isLookedFor: (Fire) -> Bool = { _ in false }) -> Fire? {
    var (found, sent) = (Fire?.none, fires)
    while !sent.isEmpty {
      let fire = sent.removeFirst()
      if isLookedFor(fire) { found = fire } else { sent += world.send(.succeeded(fire, at: world.now)).started }
    }
    return found
  }

  @Test func aManualFireIsNotRefusedForOneThatStandsBack() {
    var world = down(sharing(.skip, "2 0 2 * * *", id: 1), elsewhere("0 3 * * *", id: 2))
    _ = world.advance(to: "02:00:02".today)
    let effects = world.send(.triggerRequested(schedule: Identifier(high: 0, low: 2), fire: Identifier(high: 9, low: 9)))
    #expect(effects.declined == [] && effects.started.map(\.kind) == [.manual])
  }

  /// An outage brings together what is due at times of its own.
  @Test func whatWasMissedIsMadeUpForInTurn() throws {
    var world = World("01:30")
    world.open(sharing(.skip, "0 2 * * *", id: 1), sharing(.skip, "0 3 * * *", id: 2))
    world.now = instant("04:00")
    _ = world.restart()
    let first = try #require(world.send(.catchUpReleased).started.first)
    _ = world.send(.began(first, at: world.now))
    #expect(world.story == ["02:00 started", "03:00 waiting"])
    #expect(world.send(.ended(first, .succeeded)).startedDue == ["03:00"])
  }

  /// A schedule's own run, which outlived the outage, is still under way.
  @Test func whatWasMissedDuringTheRunOfItsOwnScheduleIsSkipped() throws {
    var world = World("01:59")
    world.open(sharing(.skip, "0 * * * *", id: 1), sharing(.skip, "30 3 * * *", id: 2))
    let running = try world.run(at: "02:00")
    world.now = instant("04:10")
    _ = world.restart()
    _ = world.send(.runChanged(fire: running.id, RunObservation(status: "running")))
    #expect(world.send(.catchUpReleased).started.isEmpty)
    #expect(world.story == ["02:00 started", "03:00…04:00 ×2 skipped_overlap", "03:30 waiting"])
  }

  @Test func ofTwoThatAreDueTogetherOneRuns() {
    var world = World("01:59")
    world.open(sharing(.skip, id: 1), sharing(.skip, id: 2))
    #expect(world.advance(to: "02:00").started.count == 1)
    #expect(Set(world.ledger.map(\.outcome)) == [.claimed, .skippedMutex])
  }

  @Test func whatBuffersWaitsForItsTurn() throws {
    var world = World("01:59")
    world.open(sharing(.bufferOne, "0 * * * *", id: 1), sharing(.bufferOne, "0 * * * *", id: 2))
    let first = try world.run(at: "02:00")
    let next = world.send(.ended(first, .succeeded)).started
    #expect(next.map(\.scheduleID) == [Identifier(high: 0, low: 2)])
    #expect(Set(world.story) == ["02:00 succeeded", "02:00 claimed"])
  }

  @Test func theTurnIsPassedOnWhileTheHolderWaitsForItsTarget() throws {
    var world = World("01:59")
    world.open(sharing(.bufferOne, "0 * * * *", id: 1), sharing(.bufferOne, "0 * * * *", id: 2))
    let first = try #require(world.advance(to: "02:00").started.first)
    let next = world.send(.busy(first)).started
    #expect(next.map(\.scheduleID) == [Identifier(high: 0, low: 2)])
    #expect(world.pass(.seconds(5)).started.isEmpty, "two at once")
    #expect(world.send(.succeeded(next[0], at: world.now)).started.map(\.id) == [first.id])
  }

  @Test func whatMayHaveBeenStartedKeepsTheTurn() throws {
    var world = World("01:59")
    world.open(sharing(.bufferOne, "0 * * * *", id: 1), sharing(.bufferOne, "0 * * * *", id: 2))
    let first = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.unclear(first))
    #expect(world.send(.lookedUp(fire: first.id, .cannotBeAsked)).started.isEmpty, "the first may be running")
    #expect(world.pass(.seconds(1)).started.map(\.id) == [first.id])
  }

  @Test func aHolderWhoseScheduleIsRemovedKeepsItToItsEnd() throws {
    var world = World("01:59")
    world.open(sharing(.bufferOne, "0 * * * *", id: 1), sharing(.bufferOne, "1 * * * *", id: 2))
    let first = try world.run(at: "02:00")
    _ = world.send(.schedulesRemoved([first.scheduleID]))
    #expect(world.advance(to: "02:01").started.isEmpty)
    #expect(world.send(.ended(first, .succeeded)).startedDue == ["02:01"])
  }

  @Test func underAllowTheMutexStillHolds() throws {
    var world = World("01:59")
    world.open(sharing(.allow, "0 * * * *", id: 1), sharing(.allow, "1 * * * *", id: 2))
    _ = try world.run(at: "02:00")
    #expect(world.advance(to: "02:01").started.isEmpty)
    let manual = world.send(.triggerRequested(schedule: Identifier(high: 0, low: 2), fire: Identifier(high: 9, low: 9)))
    #expect(manual.declined.count == 1)
  }

  @Test func cancelOtherEndsTheHolderOfAnotherSchedule() throws {
    var world = World("01:59")
    world.open(sharing(.skip, "0 * * * *", id: 1), sharing(.cancelOther, "1 * * * *", id: 2))
    let first = try world.run(at: "02:00")
    #expect(world.advance(to: "02:01").stopped == [Stop(fire: first.id, force: false)])
    #expect(world.send(.ended(first, .cancelled)).startedDue == ["02:01"])
  }

  @Test func aBackfillTakesItsTurnToo() throws {
    var world = World("02:30")
    world.open(sharing(.skip, "0 * * * *", id: 1), sharing(.skip, "31 * * * *", id: 2))
    let holder = try world.run(at: "02:31")
    let backfill = Backfill(id: Identifier(high: 7, low: 7), after: instant("00:30"), through: instant("02:00"), maxParallel: 2)
    #expect(world.send(.backfillRequested(schedule: nightlyID, backfill)).started.isEmpty)
    #expect(world.send(.ended(holder, .succeeded)).startedDue == ["01:00"])
  }

  @Test func aScheduleThatComesUnderItTakesItsRunAlong() throws {
    var world = World("01:59")
    world.open(minutely("0 * * * *"), sharing(.skip, "1 * * * *", id: 2))
    _ = try world.run(at: "02:00")
    _ = world.edit(sharing(.skip, "0 * * * *", id: 1))
    #expect(world.advance(to: "02:01").started.isEmpty)
    #expect(world.story == ["02:00 started", "02:01 skipped_mutex"])
  }

  @Test func itIsHeldOverARestart() throws {
    var world = World("01:59")
    world.open(sharing(.skip, "0 * * * *", id: 1), sharing(.skip, "1 * * * *", id: 2))
    _ = try world.run(at: "02:00")
    _ = world.restart()
    #expect(world.advance(to: "02:01").started.isEmpty)
  }

  @Test func aRunOfAScheduleThatIsGoneHoldsItOverARestart() throws {
    var world = World("01:59")
    world.open(sharing(.skip, "0 * * * *", id: 1), sharing(.skip, "1 * * * *", id: 2))
    let fire = try world.run(at: "02:00")
    _ = world.send(.schedulesRemoved([nightlyID]))
    #expect(world.restart().followed.map(\.id) == [fire.id])
    _ = world.send(.catchUpReleased)
    #expect(world.advance(to: "02:01").started.isEmpty)
    #expect(world.story == ["02:00 started", "02:01 skipped_mutex"])
    _ = world.send(.ended(fire, .succeeded))
    #expect(world.advance(to: "03:01").startedDue == ["03:01"])
  }
}
