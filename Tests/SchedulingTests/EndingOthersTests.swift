import CivilTime
import Scheduling
import Testing

/// Whom fires that end others (`cancel_other`) end at a mutex when their target is down, or was.
@Suite struct EndingOthersTests {
  /// 2026-11-21 is a Saturday.
  private let monday = "2026-11-23T00:00:00Z"

  /// Of id 1: due on Saturday at 02:00:02, and put off until Monday.
  private func putOff(_ overlap: Policy.Overlap = .cancelOther) -> ScheduleDefinition {
    let weekend = ExclusionCalendar(name: "weekend", weekly: [.init(weekdays: [0, 6])])
    let rules = policy(.last, overlap) { ($0.mutex, $0.calendars) = ("gpu", [CalendarRule(weekend, action: .defer)]) }
    return minutely("2 0 2 21 11 *", id: 1, policy: rules)
  }

  /// Its target is there when it is due, and down when its time has come.
  @Test(arguments: [false, true]) func whatIsPutOffEndsNobodyWhenItsTargetIsDownAtItsTime(restarts: Bool) throws {
    var world = World("01:59")
    world.open((11...15).map { minutely("58 59 23 22 11 *", id: $0) } + [putOff(), elsewhere("0 3 21 11 *", id: 2)])
    #expect(world.advance(to: "02:00:02".today).started.isEmpty)
    let other = try world.run(at: "03:00")
    if restarts {
      world.now = instant("04:00")
      #expect((world.restart() + world.send(.catchUpReleased)).stopped == [])
    }
    for fire in world.advance(to: "2026-11-22T23:59:58Z").started { _ = world.send(.away(fire)) }
    #expect(world.scheduler.awayTargets(at: world.now).count == 1)
    #expect(world.advance(to: monday).stopped == [], "\(world.story)")
    #expect(outcomes(world) == [.waiting])
    // Nor does the next life end anybody for it.
    #expect((world.restart() + world.send(.catchUpReleased)).stopped == [], "\(world.story)")
    #expect(world.send(.ended(other, .succeeded)).started.contains { $0.scheduleID == nightlyID })
  }

  /// Its target is down when it is due, and there when its time has come.
  @Test(arguments: [false, true]) func whatIsPutOffEndsOthersWhenItsTargetIsThereAtItsTime(restarts: Bool) throws {
    var world = down(putOff(), elsewhere("0 3 21 11 *", id: 2))
    #expect(world.advance(to: "02:00:02".today).started.isEmpty)
    #expect(world.ledger.first { $0.scheduleID == nightlyID }?.reason?.code == "calendar")
    if restarts {
      removeTheOthers(&world)
      _ = world.restart() + world.send(.catchUpReleased)
    } else {
      answerAll(world.advance(to: "02:00:05".today).started, &world)
      #expect(world.scheduler.awayTargets(at: world.now) == [])
      removeTheOthers(&world)
    }
    let other = try world.run(at: "03:00")
    #expect(world.advance(to: monday).stopped == [Stop(fire: other.id, force: false)], "\(world.story)")
    #expect((world.restart() + world.send(.catchUpReleased)).stopped == [Stop(fire: other.id, force: false)])
    #expect(world.send(.ended(other, .cancelled)).started.map(\.scheduleID) == [nightlyID])
  }

  /// Of id 20, at a target of its own.
  private func upstream(_ cron: String) -> ScheduleDefinition {
    ScheduleDefinition(
      record: ScheduleRecord(id: Identifier(high: 0, low: 20), name: "prepare", source: .file, cronExpression: cron),
      standing: .armed, policy: Policy(), trigger: .http(HTTPTrigger(url: "http://c.example/")))
  }

  /// Of id 1, behind that of id 20.
  private func follower(_ policy: Policy) -> ScheduleDefinition {
    ScheduleDefinition(
      record: ScheduleRecord(id: nightlyID, name: "evaluate", source: .file), standing: .armed, policy: policy,
      trigger: .chain(ChainTrigger(after: "prepare", .success, action: .http(HTTPTrigger(url: "http://127.0.0.1/")))))
  }

  /// A daemon started anew at 02:00:30, while what it follows runs (first), and another schedule's fire, which holds the mutex.
  private func restartedBetween(jitter: Duration = .zero) throws -> (world: World, first: Fire) {
    var world = World("01:59")
    let rules = policy(.last, .cancelOther) { ($0.mutex, $0.jitter) = ("gpu", jitter) }
    world.open(
      (11...15).map { minutely("0 1 2 * * *", id: $0) } + [
        upstream("0 0 2 * * *"), follower(rules), elsewhere("1 0 2 * * *", id: 2),
      ])
    let first = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.began(first, at: world.now))
    let other = try #require(world.advance(to: "02:00:01".today).started.first)
    _ = world.send(.began(other, at: world.now))
    world.now = instant("02:00:30".today)
    _ = world.restart()
    return (world, first)
  }

  /// The target goes down before what follows is claimed, or behind that; the source is asked later.
  @Test(arguments: [false, true], [Duration.zero, .seconds(50)])
  func whoFollowsEndsNobodyAtTheReleaseWhileItsTargetIsDown(isDownBefore: Bool, jitter: Duration) throws {
    var (world, first) = try restartedBetween(jitter: jitter)
    if !isDownBefore { _ = world.send(.ended(first, .succeeded)) }
    for fire in world.advance(to: "02:01").started where fire.scheduleID.low > 10 { _ = world.send(.away(fire)) }
    #expect(world.scheduler.awayTargets(at: world.now).count == 1)
    if isDownBefore { _ = world.send(.ended(first, .succeeded)) }
    #expect(world.advance(to: "02:01:55".today).stopped == [])
    #expect(outcomes(world) == [.waiting])
    #expect(world.send(.catchUpReleased).stopped == [], "\(world.story)")
    #expect(outcomes(world) == [.waiting])
  }

  @Test func whoFollowsEndsOthersAtTheReleaseWhenItsTargetIsThere() throws {
    var world = World("01:59")
    world.open(
      upstream("0 0 2 * * *"), follower(policy(.last, .cancelOther) { $0.mutex = "gpu" }), elsewhere("1 0 2 * * *", id: 2))
    let first = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.began(first, at: world.now))
    let other = try #require(world.advance(to: "02:00:01".today).started.first)
    _ = world.send(.began(other, at: world.now))
    world.now = instant("02:00:30".today)
    #expect((world.restart() + world.send(.ended(first, .succeeded))).stopped == [])
    #expect(world.send(.catchUpReleased).stopped == [Stop(fire: other.id, force: false)])
  }

  /// What follows another is more than late by then as well.
  @Test func underSkipWhoFollowsAndStoodBackIsMissedAfterAMinute() throws {
    var world = down(upstream("2 0 2 * * *"), follower(policy(.skip) { $0.mutex = "gpu" }), elsewhere("0 3 * * *", id: 2))
    let first = try #require(world.advance(to: "02:00:02".today).started.first)
    #expect(world.send(.succeeded(first, at: world.now)).started.isEmpty)
    #expect(outcomes(world) == [.waiting])
    #expect(world.ledger.first { $0.scheduleID == nightlyID }?.reason?.code == "target_away")
    for fire in world.advance(to: "02:00:40".today).started { _ = world.send(.away(fire)) }
    _ = world.advance(to: "02:01:02".today)
    #expect(outcomes(world) == [.waiting], "\(world.story)")
    _ = world.advance(to: "02:01:03".today)
    #expect(outcomes(world) == [.skippedMisfire], "\(world.story)")
  }

  /// Nobody can try its target while the mutex is taken.
  @Test func whoseTargetNobodyCouldTryForLongEndsOthers() throws {
    var world = World("01:59")
    world.open(sharing(.cancelOther, "0 * * * *", id: 1), elsewhere("1 2 * * *", id: 2))
    var sent = world.advance(to: "02:00").started
    for _ in 0..<40 {
      for fire in sent { _ = world.send(.away(fire)) }
      sent = world.pass(.seconds(1)).started
    }
    #expect(world.scheduler.awayTargets(at: world.now).count == 1)
    let other = try #require(world.advance(to: "02:01").started.first { $0.scheduleID.low == 2 })
    _ = world.send(.began(other, at: world.now))
    // The target is back from here on: nobody looks.
    var stopped: [Stop] = []
    var tried = 0
    for hour in 3...9 {
      let effects = world.advance(to: "0\(hour):00")
      stopped += effects.stopped
      tried += effects.started.count
      for minute in 1...59 {
        let effects = world.advance(to: "0\(hour):\(minute < 10 ? "0" : "")\(minute)")
        stopped += effects.stopped
        tried += effects.started.count
      }
    }
    #expect(stopped.first == Stop(fire: other.id, force: false))
  }

  /// Nobody waits for its target, so nobody tries it.
  @Test func underSkipYesterdaysOutageIsNoReasonToEndNobody() throws {
    var world = World("01:59")
    world.open(minutely("0 2 * * *", id: 1, policy: policy(.skip, .cancelOther) { $0.mutex = "gpu" }), elsewhere("0 1 * * *", id: 2))
    var sent = world.advance(to: "02:00").started
    for _ in 0..<120 {
      for fire in sent { _ = world.send(.away(fire)) }
      sent = world.pass(.seconds(1)).started
    }
    #expect(outcomes(world) == [.skippedMisfire])
    let other = try world.run(at: "2026-11-22T01:00:00Z")
    let stopped = world.advance(to: "2026-11-22T02:00:00Z").stopped
    _ = world.advance(to: "2026-11-22T02:01:01Z")
    #expect(stopped == [Stop(fire: other.id, force: false)])
  }

  /// Its own schedule's run was asked to end, though its target is down.
  @Test func theRunOfItsOwnScheduleIsAskedAgainAfterARestart() throws {
    var world = World("01:59")
    world.open(
      (11...15).map { minutely("0 * * * *", id: $0) } + [sharing(.cancelOther, "30 59 1 * * *", id: 1), elsewhere("0 3 * * *", id: 2)])
    _ = world.edit(sharing(.cancelOther, "30 59 1,2 * * *", id: 1))
    let own = try #require(world.advance(to: "01:59:30".today).started.first)
    _ = world.send(.began(own, at: world.now))
    for fire in world.advance(to: "02:00").started { _ = world.send(.away(fire)) }
    for fire in world.advance(to: "02:59:00".today).started { _ = world.send(.away(fire)) }
    #expect(world.scheduler.awayTargets(at: world.now).count == 1)
    let asked = world.advance(to: "02:59:30".today)
    #expect(asked.stopped == [Stop(fire: own.id, force: false)])
    let effects = world.restart() + world.send(.catchUpReleased)
    #expect(effects.stopped == [Stop(fire: own.id, force: false)], "not asked again")
  }

  @Test(arguments: [false, true]) func whoFollowsEndsNobodyInTheNextLifeEither(removes: Bool) throws {
    var (world, first) = try restartedBetween()
    _ = world.send(.ended(first, .succeeded))
    for fire in world.advance(to: "02:01").started where fire.scheduleID.low > 10 { _ = world.send(.away(fire)) }
    #expect(world.send(.catchUpReleased).stopped == [])
    if removes { removeTheOthers(&world) }
    let effects = world.restart() + world.send(.catchUpReleased)
    #expect(effects.stopped == [], "the next life ends it")
  }

  /// Its row tells of the try by then.
  @Test func whoHasTriedInVainEndsNobodyAfterRestarts() throws {
    var world = down(sharing(.cancelOther, "2 0 2 * * *", id: 1), elsewhere("1 0 2 * * *", id: 2, .skip))
    removeTheOthers(&world)
    let other = try #require(world.advance(to: "02:00:01".today).started.first)
    // It has no room just now, and runs a little later.
    _ = world.send(.busy(other, retryAfter: .milliseconds(4300)))
    #expect(world.advance(to: "02:00:02".today).started.isEmpty)
    let probe = try #require(world.advance(to: "02:00:05".today).started.first)
    #expect(probe.scheduleID == nightlyID)
    _ = world.send(.away(probe))
    let again = try #require(world.advance(to: "2026-11-21T02:00:05.400Z").started.first { $0.id == other.id })
    #expect(world.send(.began(again, at: world.now)).stopped == [])
    #expect((world.restart() + world.send(.catchUpReleased)).stopped == [])
    #expect((world.restart() + world.send(.catchUpReleased)).stopped == [], "the second restart ends it")
  }

  /// It would stand back with others before its claim is durable.
  @Test func whatTheLedgerDoesNotTakeStandsBackForNobody() throws {
    var world = down(
      sharing(.bufferAll(limit: 20), "2 0 2 * * *", id: 1), sharing(.bufferAll(limit: 20), "30 59 1 * * *", id: 3),
      elsewhere("1 0 2 * * *", id: 2))
    let other = try #require(world.advance(to: "02:00:01".today).started.first)
    _ = world.send(.began(other, at: world.now))
    _ = world.advance(to: "02:00:02".today)
    // Somebody's fire of that id has ended long ago.
    let id = Identifier(high: 9, low: 9)
    var old = try #require(world.ledger.first { $0.scheduleID == nightlyID })
    old.id = id
    old.kind = .manual
    old.outcome = .succeeded
    world.journal.rows[id] = old
    let effects = world.scheduler.handle(.triggerRequested(schedule: nightlyID, fire: id), at: world.now)
    _ = world.send(.ended(other, .succeeded))
    var all: [SchedulerEffect] = effects
    for batch in effects.commits {
      let refused = world.journal.write(batch)
      all += world.scheduler.handle(.committed(batch: batch.id, refused: refused), at: world.now)
    }
    #expect(world.journal.rows[id]?.outcome == .succeeded)
  }

  /// Nothing is down here: what only waited when a manual fire met it runs now.
  @Test func aRestartEndsNothingThatAManualFireLetPass() throws {
    var world = World("01:59")
    world.open(sharing(.cancelOther, "0 5 * * *", id: 1), sharing(.bufferOne, "1 2 * * *", id: 2), sharing(.skip, "0 2 * * *", id: 3))
    let holder = try world.run(at: "02:00")
    #expect(world.advance(to: "02:01").started.isEmpty)
    world.now = instant("02:01:10".today)
    let asked = world.send(.triggerRequested(schedule: nightlyID, fire: Identifier(high: 9, low: 9)))
    #expect(asked.declined == [] && asked.stopped == [Stop(fire: holder.id, force: false)])
    let next = try #require(world.send(.ended(holder, .cancelled)).started.first)
    #expect(next.scheduleID.low == 2)
    #expect(world.send(.began(next, at: world.now)).stopped == [])
    #expect(world.advance(to: "02:10").stopped == [])
    #expect((world.restart() + world.send(.catchUpReleased)).stopped == [], "\(world.story)")
  }
}
