import CivilTime
import Scheduling
import Testing

@Suite struct OverlapTests {
  @Test func aFireUnderWayKeepsTheNextFromStarting() {
    var world = World("01:59")
    world.open(minutely())
    let fire = world.advance(to: "02:00").started[0]
    _ = world.send(.attemptEnded(fire: fire.id, .started(runID: "r1", sentAt: world.now)))
    #expect(world.advance(to: "02:01").started.isEmpty)
    #expect(world.advance(to: "02:02").started.isEmpty)
    #expect(world.story == ["02:00 started", "02:01…02:02 ×2 skipped_overlap"])
  }

  @Test func whenItHasEndedTheNextStarts() {
    var world = World("01:59")
    world.open(minutely())
    let fire = world.advance(to: "02:00").started[0]
    _ = world.send(.attemptEnded(fire: fire.id, .started(runID: "r1", sentAt: world.now)))
    _ = world.send(.runChanged(fire: fire.id, RunObservation(status: "completed", outcome: .succeeded)))
    #expect(world.advance(to: "02:01").startedDue == ["02:01"])
  }

  @Test func underAllowBothRun() {
    var world = World("01:59")
    world.open(minutely(policy: Policy(overlap: .allow)))
    _ = world.advance(to: "02:00")
    #expect(world.advance(to: "02:01").startedDue == ["02:01"])
  }

  @Test func aFireThatWaitsForItsTargetGivesWayToTheNext() {
    var world = World("01:59")
    world.open(minutely("*/10 * * * *"))
    let away = Reason("no_connection", "connection refused")
    let fire = world.advance(to: "02:00").started[0]
    _ = world.send(.attemptEnded(fire: fire.id, .unavailable(away)))
    #expect(world.advance(to: "02:09:59".today).started == [fire])
    _ = world.send(.attemptEnded(fire: fire.id, .unavailable(away)))
    #expect(world.advance(to: "02:10").startedDue == ["02:10"])
    #expect(world.story == ["02:00 coalesced", "02:10 claimed"])
    #expect(world.ledger[0].carriedBy == world.ledger[1].id)
    #expect(world.ledger[1].details.missed == MissedSpan(count: 1, first: instant("02:00"), last: instant("02:00")))
  }

  /// What a fire stood for is stood for by the one that takes its place.
  @Test func afterALongOutageTheNewestFireIsToldHowManyItStandsFor() {
    var world = World("01:59")
    world.open(minutely("*/10 * * * *"))
    let away = Reason("no_connection", "connection refused")
    for time in ["02:00", "02:09:59".today, "02:10", "02:19:59".today] {
      for fire in world.advance(to: time).started { _ = world.send(.attemptEnded(fire: fire.id, .unavailable(away))) }
    }
    let last = world.advance(to: "02:20").started
    #expect(last.map(\.details.missed) == [MissedSpan(count: 2, first: instant("02:00"), last: instant("02:10"))])
    #expect(world.story == ["02:00 coalesced", "02:10 coalesced", "02:20 claimed"])
  }

  @Test func aWaitingFireIsSentAgainWithTheSameIdentity() {
    var world = World("01:59")
    world.open(minutely("0 * * * *"))
    let fire = world.advance(to: "02:00").started[0]
    let wake = world.send(.attemptEnded(fire: fire.id, .unavailable(Reason("no_connection", "refused")))).wake
    #expect(wake == instant("02:00").advanced(by: .seconds(1)))
    #expect(world.advance(to: "02:00:01".today).started == [fire])
  }

  @Test func aTargetThatDeclinesFiveTimesHasFailed() {
    var world = World("01:59")
    world.open(minutely("0 * * * *"))
    var fire = world.advance(to: "02:00").started.first
    for _ in 1..<RetryPolicy.sendsDefault {
      guard let sent = fire else { return #expect(Bool(false), "it was not sent again") }
      _ = world.send(.attemptEnded(fire: sent.id, .retryable(Reason("http_503", "answered 503"))))
      world.now = world.now.advanced(by: .seconds(60))
      fire = world.send(.clockAdvanced).started.first
    }
    guard let last = fire else { return #expect(Bool(false), "it was not sent again") }
    _ = world.send(.attemptEnded(fire: last.id, .retryable(Reason("http_503", "answered 503"))))
    #expect(world.story == ["02:00 failed"])
    #expect(world.ledger[0].reason == Reason("http_503", "answered 503"))
  }

  // MARK: Buffers

  private func running(_ overlap: Policy.Overlap, _ misfire: Policy.Misfire = .last) throws -> (World, Fire) {
    var world = World("01:59")
    world.open(minutely(policy: policy(misfire, overlap) { $0.startDeadline = .seconds(3600) }))
    let fire = try world.run(at: "02:00")
    return (world, fire)
  }

  @Test func oneFireWaitsInABufferOfOne() throws {
    var (world, fire) = try running(.bufferOne)
    _ = world.advance(to: "02:01")
    _ = world.advance(to: "02:02")
    #expect(world.story == ["02:00 started", "02:01 waiting", "02:02 skipped_overlap"])
    #expect(world.ledger[2].reason?.code == "buffer_full")
    #expect(world.send(.ended(fire, .succeeded)).startedDue == ["02:01"])
  }

  @Test func aLongerBufferKeepsTheirOrder() throws {
    var (world, fire) = try running(.bufferAll(limit: 3))
    for minute in 1...4 { _ = world.advance(to: "02:0\(minute)") }
    #expect(world.story.last == "02:04 skipped_overlap")
    var order: [String] = []
    var next = world.send(.ended(fire, .succeeded))
    while let fire = next.started.first {
      order += next.startedDue
      next = world.send(.succeeded(fire, at: world.now))
    }
    #expect(order == ["02:01", "02:02", "02:03"])
  }

  @Test func aManualFireFindsTheBufferFull() throws {
    var (world, _) = try running(.bufferOne)
    _ = world.advance(to: "02:01")
    let manual = world.send(.triggerRequested(schedule: nightlyID, fire: Identifier(high: 9, low: 9)))
    #expect(manual.declined.map(\.code) == ["buffer_full"])
  }

  @Test func aManualFireWaitsInTheBuffer() throws {
    var (world, fire) = try running(.bufferOne)
    #expect(world.send(.triggerRequested(schedule: nightlyID, fire: Identifier(high: 9, low: 9))).started.isEmpty)
    #expect(world.send(.ended(fire, .succeeded)).started.map(\.kind) == [.manual])
  }

  // MARK: Ending the other

  @Test func cancelOtherAsksAndThenStarts() throws {
    var (world, fire) = try running(.cancelOther)
    #expect(world.advance(to: "02:01").stopped == [Stop(fire: fire.id, force: false)])
    _ = world.send(.stopAnswered(fire: fire.id, .asked))
    #expect(world.send(.ended(fire, .cancelled)).startedDue == ["02:01"])
    #expect(world.story == ["02:00 cancelled", "02:01 claimed"])
    #expect(world.ledger[0].reason?.code == "overlap_cancel")
  }

  @Test func terminateOtherUsesForceAtOnce() throws {
    var (world, fire) = try running(.terminateOther)
    #expect(world.advance(to: "02:01").stopped == [Stop(fire: fire.id, force: true)])
  }

  @Test func terminateOtherUsesForceOnOneThatIsStillBeingSent() throws {
    var world = World("01:59")
    world.open(minutely(policy: policy(.last, .terminateOther)))
    let fire = try #require(world.advance(to: "02:00").started.first)
    #expect(world.advance(to: "02:01").stopped == [])
    #expect(world.send(.began(fire, at: world.now)).stopped == [Stop(fire: fire.id, force: true)])
  }

  @Test func oneThatIsBeingAskedAboutIsNotSentAgain() throws {
    var world = World("01:59")
    world.open(minutely(policy: policy(.last, .cancelOther)))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.unclear(fire))
    #expect(world.advance(to: "02:01").started.isEmpty)
    #expect(world.send(.lookedUp(fire: fire.id, .notStarted)).startedDue == ["02:01"])
    #expect(world.story == ["02:00 cancelled", "02:01 claimed"])
  }

  @Test func oneThatCannotBeEndedIsWaitedFor() throws {
    var (world, fire) = try running(.cancelOther)
    _ = world.advance(to: "02:01")
    _ = world.send(.stopAnswered(fire: fire.id, .impossible(Reason("no_stop", "no such thing"))))
    #expect(world.story == ["02:00 started", "02:01 waiting"])
    #expect(world.ledger[0].reason?.code == "cannot_be_stopped")
    #expect(world.send(.ended(fire, .succeeded)).startedDue == ["02:01"])
  }

  @Test func aManualFireEndsTheOtherToo() throws {
    var (world, fire) = try running(.cancelOther)
    let effects = world.send(.triggerRequested(schedule: nightlyID, fire: Identifier(high: 9, low: 9)))
    #expect(effects.stopped == [Stop(fire: fire.id, force: false)])
    #expect(world.send(.ended(fire, .cancelled)).started.map(\.kind) == [.manual])
  }

  @Test func oneWhoseClaimIsBeingWrittenIsNotSent() {
    var world = World("01:59")
    world.open(minutely(policy: policy(.all, .cancelOther)))
    let first = world.scheduler.handle(.clockAdvanced, at: instant("02:00"))
    guard case .commit(let batch)? = first.first else { return #expect(Bool(false), "nothing was written") }
    _ = world.journal.write(batch)
    _ = world.advance(to: "02:01")
    #expect(world.send(.committed(batch: batch.id, refused: [])).startedDue == ["02:01"])
    #expect(world.story == ["02:00 cancelled", "02:01 claimed"])
  }

  /// Its second attempt would run beside the manual one.
  @Test(arguments: [Policy.Overlap.cancelOther, .terminateOther])
  func aManualFireEndsWhatWaitsForAFurtherAttempt(overlap: Policy.Overlap) throws {
    var world = World("01:59")
    world.open(minutely("0 * * * *", policy: policy(.last, overlap) { ($0.retry.attempts, $0.retry.backoff) = (3, .seconds(60)) }))
    _ = world.send(.ended(try world.run(at: "02:00"), .failed))
    world.now = instant("02:00:10".today)
    let manual = world.send(.triggerRequested(schedule: nightlyID, fire: Identifier(high: 9, low: 9))).started
    #expect(manual.map(\.kind) == [.manual])
    #expect(world.story == ["02:00 cancelled", "02:00 claimed"])
    let sentence = "the fire of 2026-11-21T02:00:10Z took its place"
    #expect(world.ledger[0].reason == Reason("overlap_cancel", sentence))
    #expect(world.advance(to: "02:10").started.isEmpty)
  }

  // MARK: Several that are replayed

  private func dead(_ time: String) -> LedgerRow {
    LedgerRow(
      id: Fire.id(schedule: nightlyID, due: instant(time)), kind: .scheduled, scheduleID: nightlyID, scheduleName: "nightly", revision: 1,
      due: instant(time), outcome: .failed, claimedAt: instant(time), finishedAt: instant(time))
  }

  /// One that runs, and three that are replayed at once.
  private func replaying(_ overlap: Policy.Overlap) throws -> (World, Fire, [SchedulerEffect]) {
    var world = World("04:59")
    world.open(minutely("0 * * * *", policy: policy(.last, overlap)))
    let fire = try world.run(at: "05:00")
    world.now = instant("05:10")
    var effects: [SchedulerEffect] = []
    for (number, time) in ["01:00", "02:00", "03:00"].enumerated() {
      effects += world.send(.replayRequested(of: dead(time), fire: Identifier(high: 9, low: UInt64(number))))
    }
    return (world, fire, effects)
  }

  @Test(arguments: [Policy.Overlap.cancelOther, .terminateOther]) func replaysEndWhatRunsAndNotEachOther(overlap: Policy.Overlap) throws {
    var (world, fire, effects) = try replaying(overlap)
    #expect(effects.stopped == [Stop(fire: fire.id, force: overlap == .terminateOther)])
    effects = world.send(.ended(fire, .cancelled))
    #expect(world.row(of: fire)?.reason?.sentence == "the fire of 2026-11-21T01:00:00Z took its place")
    var order: [String] = []
    while let next = effects.started.first {
      #expect(effects.started.count == 1)
      order += effects.startedDue
      effects = world.send(.succeeded(next, at: world.now))
    }
    #expect(order == ["01:00", "02:00", "03:00"])
    #expect(world.ledger.map(\.outcome) == [.succeeded, .succeeded, .succeeded, .cancelled])
  }

  @Test func replaysEndNotEachOtherAfterARestartEither() throws {
    var (world, fire, _) = try replaying(.cancelOther)
    let first = try #require(world.send(.ended(fire, .cancelled)).started.first)
    _ = world.send(.began(first, at: world.now))
    let effects = world.restart()
    #expect(effects.followed.map(\.id) == [first.id])
    #expect(effects.stopped == [])
    _ = world.send(.catchUpReleased)
    #expect(world.send(.ended(first, .succeeded)).startedDue == ["02:00"])
  }

  /// As of several that were missed: what is due now goes before those that wait.
  @Test func aScheduledFireEndsTheReplayThatRunsAndLeavesThoseThatWait() throws {
    var (world, fire, _) = try replaying(.cancelOther)
    let first = try #require(world.send(.ended(fire, .cancelled)).started.first)
    _ = world.send(.began(first, at: world.now))
    #expect(world.advance(to: "06:00").stopped == [Stop(fire: first.id, force: false)])
    let live = try #require(world.send(.ended(first, .cancelled)).started.first)
    #expect(live.kind == .scheduled)
    #expect(world.send(.succeeded(live, at: world.now)).startedDue == ["02:00"])
  }

  // MARK: Ending the other, over a restart

  @Test(arguments: [Policy.Overlap.cancelOther, .terminateOther], [true, false])
  func whatHadToMakeRoomIsAskedAgainByTheNextLife(overlap: Policy.Overlap, isOrderly: Bool) throws {
    var (world, fire) = try running(overlap)
    let asked = world.advance(to: "02:01").stopped
    #expect(asked == [Stop(fire: fire.id, force: overlap == .terminateOther)])
    if isOrderly { _ = world.send(.stopping) }
    world.now = instant("02:01:20".today)
    let effects = world.restart()
    #expect(effects.followed.map(\.id) == [fire.id])
    #expect(effects.stopped == asked)
    #expect(world.send(.ended(fire, .failed)).startedDue == ["02:01"])
    #expect(world.story == ["02:00 cancelled", "02:01 claimed"])
    #expect(world.ledger[0].reason?.code == "overlap_cancel")
  }

  @Test func oneThatIsBeingAskedAboutMakesRoomInTheNextLifeToo() throws {
    var world = World("01:59")
    world.open(minutely(policy: policy(.last, .cancelOther)))
    let fire = try #require(world.advance(to: "02:00").started.first)
    _ = world.send(.unclear(fire))
    _ = world.advance(to: "02:01")
    #expect(world.restart().lookedUp.map(\.id) == [fire.id])
    let found = SchedulerEvent.lookedUp(fire: fire.id, .running(runID: "r", sentAt: nil))
    #expect(world.send(found).stopped == [Stop(fire: fire.id, force: false)])
  }

  @Test func aManualFireHasTheOtherAskedAgainByTheNextLife() throws {
    var (world, fire) = try running(.cancelOther)
    world.now = instant("02:00:10".today)
    _ = world.send(.triggerRequested(schedule: nightlyID, fire: Identifier(high: 9, low: 9)))
    #expect(world.restart().stopped == [Stop(fire: fire.id, force: false)])
    #expect(world.send(.ended(fire, .failed)).started.map(\.kind) == [.manual])
  }

  /// Of several that were missed none ends another, before a restart or after it.
  @Test func whatWasMissedTakesTurnsAfterARestartToo() throws {
    var world = World("02:10:30".today)
    _ = world.restart(minutely(policy: policy(.all, .cancelOther)), coveredUntil: "02:07")
    let first = try #require(world.send(.catchUpReleased).started.first)
    _ = world.send(.began(first, at: world.now))
    world.now = instant("02:10:40".today)
    let effects = world.restart()
    #expect(effects.followed.map(\.id) == [first.id])
    #expect(effects.stopped == [])
  }

  @Test func whoWaitsUnderAnotherPolicyEndsNothingAfterARestart() throws {
    var (world, fire) = try running(.bufferOne)
    _ = world.advance(to: "02:01")
    let effects = world.restart()
    #expect(effects.followed.map(\.id) == [fire.id])
    #expect(effects.stopped == [])
  }

  // MARK: Edits

  @Test func anEditThatForbidsOverlapCountsWhatRunsAlready() throws {
    var (world, _) = try running(.allow)
    _ = world.edit(minutely(policy: policy(.last, .skip)))
    #expect(world.advance(to: "02:01").started.isEmpty)
    #expect(world.story == ["02:00 started", "02:01 skipped_overlap"])
  }

  @Test func anEditThatAllowsOverlapLetsThoseGoThatWait() throws {
    var (world, _) = try running(.bufferOne)
    _ = world.advance(to: "02:01")
    #expect(world.edit(minutely(policy: policy(.last, .allow))).startedDue == ["02:01"])
  }

  @Test func overlapIsKeptOverARestart() throws {
    var (world, fire) = try running(.bufferOne)
    _ = world.advance(to: "02:01")
    #expect(world.restart().started.isEmpty)
    #expect(world.send(.ended(fire, .succeeded)).startedDue == ["02:01"])
  }

  /// The fire of 02:00 runs, that of 02:01 is buffered, and another life begins.
  private func buffering(overARestartAt time: String) throws -> (World, Fire) {
    var world = World("01:59")
    world.open(minutely(policy: policy(.last, .bufferOne)))
    let first = try world.run(at: "02:00")
    _ = world.advance(to: "02:01")
    world.now = instant(time)
    _ = world.restart()
    return (world, first)
  }

  /// It waited for its turn, and not for what the daemon missed: newer fires come behind it.
  @Test func aBufferedFireKeepsItsTurnOverARestart() throws {
    var (world, first) = try buffering(overARestartAt: "02:05")
    #expect(world.send(.catchUpReleased).started.isEmpty)
    _ = world.advance(to: "02:06")
    #expect(world.send(.ended(first, .succeeded)).startedDue == ["02:01"])
    #expect(world.journal.gaps() == [])
  }

  /// The one before it may end before the sources have been looked at, or after: it comes to the same.
  @Test func aBufferedFireKeepsItsTurnThoughItComesBeforeTheFirstLook() throws {
    var (world, first) = try buffering(overARestartAt: "02:05")
    #expect(world.send(.ended(first, .succeeded)).started.isEmpty)
    #expect(world.send(.catchUpReleased).startedDue == ["02:01"])
    #expect(world.story == ["02:00 succeeded", "02:01 claimed", "02:02…02:04 ×3 coalesced", "02:05 waiting"])
    #expect(world.journal.gaps() == [])
  }

  /// Until the sources have been looked at it has its place in the buffer, though nothing is sent that makes up for something.
  @Test func aBufferThatAnEarlierLifeHasFilledIsFull() throws {
    var (world, first) = try buffering(overARestartAt: "02:05:30".today)
    _ = world.advance(to: "02:06")
    #expect(world.story.last == "02:02…02:06 ×5 skipped_overlap")
    _ = world.send(.catchUpReleased)
    #expect(world.send(.ended(first, .succeeded)).startedDue == ["02:01"])
  }

  /// What waited for its target, and not for its turn, is made up for at the pace of catch-up.
  @Test func whatAnOutageHeldIsPacedAfterARestart() {
    var limits = DispatchLimits.unlimited
    limits.catchUpPerSecond = 1
    var world = World("01:59", limits: limits)
    world.open((1...3).map { minutely("0 * * * *", id: $0, policy: policy(.last, .bufferOne)) })
    for fire in world.advance(to: "02:00").started { _ = world.send(.away(fire)) }
    world.now = instant("02:30")
    _ = world.restart()
    #expect(world.send(.catchUpReleased).started.count == 1)
    #expect(world.pass(.seconds(1)).started.count == 1)
  }
}
