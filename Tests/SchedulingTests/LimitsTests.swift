import CivilTime
import Scheduling
import Testing

/// What is sent at a time, and how tags share it.
@Suite struct LimitsTests {
  private func world(_ change: (inout DispatchLimits) -> Void) -> World {
    var limits = DispatchLimits.unlimited
    change(&limits)
    return World("01:59", limits: limits)
  }

  private func schedules(
    _ ids: ClosedRange<UInt64>, _ cron: String = "0 * * * *", tag: String? = nil, host: String = "a.example"
  ) -> [ScheduleDefinition] {
    ids.map { id in
      minutely(cron, id: id, tags: tag.map { [$0] } ?? [], trigger: .http(HTTPTrigger(url: "http://\(host)/")))
    }
  }

  @Test func soManyAreInFlight() {
    var world = world { $0.all.inFlight = 3 }
    world.open(schedules(1...5))
    let first = world.advance(to: "02:00").started
    #expect(first.count == 3)
    #expect(world.send(.began(first[0], at: world.now)).started.isEmpty, "a run counts until it ends")
    #expect(world.send(.ended(first[0], .succeeded)).started.count == 1)
  }

  /// A fire has the one place that there is, and goes on; another schedule is due each minute from 02:01 on.
  private func starved() throws -> (World, Fire) {
    var world = world { $0.all.inFlight = 1 }
    let patient = policy { $0.startDeadline = .seconds(3600) }
    world.open([minutely("1-59 2 * * *", policy: patient), minutely("0 2 * * *", id: 2)])
    let other = try world.run(at: "02:00")
    return (world, other)
  }

  private func activeDetails(_ world: World, _ due: String) -> FireDetails? {
    world.scheduler.activeRow(Fire.id(schedule: nightlyID, due: instant(due)))?.details
  }

  /// Each takes the place of the one before.
  @Test func whoStandsForThoseThatALimitHasHeldIsWaitedForSinceTheFirst() throws {
    var (world, other) = try starved()
    for time in ["02:01", "02:02", "02:03"] {
      #expect(world.advance(to: time).started.isEmpty)
      #expect(activeDetails(world, time)?.waitedForSince == (time == "02:01" ? nil : instant("02:01")))
    }
    #expect(world.send(.ended(other, .succeeded)).startedDue == ["02:03"])
    #expect(world.story == ["02:00 succeeded", "02:01 coalesced", "02:02 coalesced", "02:03 claimed"])
    #expect(world.ledger.allSatisfy { $0.details.waitedForSince == nil }, "it is of this life alone")
  }

  /// Nobody waited while the daemon was down: the newest of what was missed is waited for since the start.
  @Test func whatWasMissedIsNotWaitedForSinceThen() throws {
    var (world, _) = try starved()
    world.now = instant("02:30:30".today)
    _ = world.restart()
    _ = world.send(.catchUpReleased)
    for time in ["02:31", "02:32"] {
      #expect(world.advance(to: time).started.isEmpty)
      #expect(activeDetails(world, time)?.waitedForSince == instant("02:30:30".today))
      #expect(activeDetails(world, time)?.missed?.first == instant("02:01"))
    }
  }

  @Test func soManyASecond() {
    var world = world { $0.all.perSecond = 2 }
    world.open(schedules(1...5))
    #expect(world.advance(to: "02:00").started.count == 2)
    #expect(world.pass(.milliseconds(499)).started.isEmpty)
    #expect(world.pass(.milliseconds(1)).started.count == 1)
    #expect(world.pass(.seconds(1)).started.count == 2)
  }

  @Test func aHerdGoesAtTheRateThatIsAllowed() {
    var world = world { $0.all.perSecond = 2 }
    world.open(schedules(1...10))
    var (delays, wake): ([Int64], Instant?) = ([], instant("02:00"))
    while delays.count < 10, let next = wake {
      world.now = next
      let effects = world.send(.clockAdvanced)
      delays += effects.started.map { ($0.due.duration(to: world.now)) / .milliseconds(1) }.map { Int64($0) }
      wake = effects.wake
    }
    #expect(delays == [0, 0, 500, 1000, 1500, 2000, 2500, 3000, 3500, 4000])
  }

  @Test func theDaemonIsWokenWhenTheNextMayGo() {
    var world = world { $0.all.perSecond = 1 }
    world.open(schedules(1...2))
    #expect(world.advance(to: "02:00").wake == instant("02:00").advanced(by: .seconds(1)))
  }

  @Test func eachTargetHasItsOwn() {
    var world = world { $0.target.inFlight = 1 }
    world.open(schedules(1...2) + schedules(3...4, host: "b.example"))
    #expect(world.advance(to: "02:00").started.map(\.scheduleID.low).sorted() == [1, 3])
  }

  @Test func aTagMayHaveItsOwn() {
    var world = world { $0.tags = ["gpu": .init(inFlight: 1)] }
    world.open(schedules(1...2, tag: "gpu") + schedules(3...4, tag: "cpu"))
    #expect(world.advance(to: "02:00").started.map(\.scheduleID.low).sorted() == [1, 3, 4])
  }

  /// Whatever place a tag has in a schedule's list.
  @Test func theLimitsOfAllItsTagsHold() throws {
    var world = world { $0.tags = ["gpu": .init(inFlight: 1), "night": .init(inFlight: 2)] }
    let trigger = Trigger.http(HTTPTrigger(url: "http://a.example/"))
    world.open(
      [["night", "gpu"], ["gpu"], ["night"], ["night"]].enumerated().map { number, tags in
        minutely("0 * * * *", id: UInt64(number + 1), tags: tags, trigger: trigger)
      })
    let first = world.advance(to: "02:00").started
    #expect(Set(first.map(\.scheduleID.low)).isSubset(of: [1, 2, 3, 4]))
    #expect(first.count { [1, 2].contains($0.scheduleID.low) } == 1)
    #expect(first.count { [1, 3, 4].contains($0.scheduleID.low) } == 2)
    var left = Set<UInt64>([1, 2, 3, 4]).subtracting(first.map(\.scheduleID.low))
    for fire in first { for next in world.send(.succeeded(fire, at: world.now)).started { left.remove(next.scheduleID.low) } }
    #expect(left.isEmpty, "what has ended gives back its place with each of its tags")
  }

  @Test func whatHasFailedMakesRoom() throws {
    var world = world { $0.all.inFlight = 1 }
    world.open(schedules(1...2))
    let fire = try #require(world.advance(to: "02:00").started.first)
    #expect(world.send(.busy(fire)).started.map(\.scheduleID.low) == [2])
  }

  @Test func whatRanBeforeARestartCounts() throws {
    var world = world { $0.all.inFlight = 1 }
    world.open(schedules(1...2))
    let fire = try world.run(at: "02:00")
    _ = world.restart()
    #expect(world.send(.catchUpReleased).started.isEmpty)
    #expect(world.send(.ended(fire, .succeeded)).started.isEmpty, "the second is being looked up")
  }

  typealias Change = @Sendable (inout DispatchLimits) -> Void

  private static let changes: [(String, Change)] = [
    ("in flight in all lets it wait (limits.in_flight: 1)", { $0.all.inFlight = 1 }),
    ("sent a second in all lets it wait (limits.per_second: 1)", { $0.all.perSecond = 1 }),
    ("in flight to target 'a.example:80' lets it wait (limits.target.in_flight: 1)", { $0.target.inFlight = 1 }),
    ("sent a second with tag 'gpu' lets it wait (limits.tags.gpu.per_second: 1)", { $0.tags = ["gpu": .init(perSecond: 1)] }),
    ("in flight with tag 'gpu' lets it wait (limits.tags.gpu.in_flight: 1)", { $0.tags = ["gpu": .init(inFlight: 1, perSecond: 1)] }),
  ]

  @Test(arguments: changes) func whatWaitsNamesTheLimitThatHoldsIt(words: String, change: Change) throws {
    var world = world(change)
    world.open(schedules(1...2, tag: "gpu"))
    #expect(world.advance(to: "02:00").started.count == 1)
    let reason = try #require(world.scheduler.activeRows.compactMap(\.reason).first)
    #expect(reason == Reason("limits", "the limit on what is \(words)"))
  }

  /// The target is back, and now it is a limit that lets them wait: nobody is told that it does not answer.
  @Test func whatWaitsForAnotherReasonThanBeforeSaysSo() {
    var world = world { $0.target.inFlight = 5 }
    world.open(schedules(1...8))
    var sent = world.advance(to: "02:00").started
    for fire in sent { sent += world.send(.away(fire)).started }
    _ = world.pass(.seconds(1))
    #expect(Set(sent.prefix(5).compactMap { world.scheduler.activeRow($0.id)?.reason?.code }) == ["target_away"])
    #expect(world.scheduler.firesHeldByLimits == 0)
    #expect(world.send(.began(sent[5], at: world.now)).started.count == 2)
    #expect(Set(sent.compactMap { world.scheduler.activeRow($0.id)?.reason?.code }) == ["limits"])
    #expect(world.scheduler.firesHeldByLimits == 3)
  }

  // MARK: Fairness

  @Test func tenThousandOfOneTagDelayNoneOfAnother() throws {
    var world = world { $0.all.inFlight = 100 }
    world.open(schedules(1...10_000, tag: "herd"))
    let flying = world.advance(to: "02:00").started
    #expect(flying.count == 100)
    _ = world.edit(minutely("1 * * * *", id: 20_000, tags: ["quiet"]))
    #expect(world.advance(to: "02:01").started.isEmpty)
    let next = world.send(.succeeded(flying[0], at: world.now)).started + world.send(.succeeded(flying[1], at: world.now)).started
    #expect(next.contains { $0.scheduleID.low == 20_000 })
  }

  /// A tag that comes and goes must not set the others' turns back.
  @Test func everyTagHasItsTurn() throws {
    var world = world { $0.all.inFlight = 1 }
    world.open(schedules(1...60, tag: "a") + schedules(101...160, tag: "b") + schedules(201...260, tag: "c"))
    var flying = try #require(world.advance(to: "02:00").started.first)
    var served: [String: Int] = [:]
    for turn in 0..<40 {
      let visitor = Identifier(high: 5, low: UInt64(turn))
      _ = world.edit(minutely("0 3 1 1 *", id: 300, tags: ["d"]))
      _ = world.send(.triggerRequested(schedule: Identifier(high: 0, low: 300), fire: visitor))
      flying = try #require(world.send(.succeeded(flying, at: world.now)).started.first)
      served[world.scheduler.status(of: flying.scheduleID)?.schedule.definition.tags.first ?? "", default: 0] += 1
    }
    // Who comes anew stands behind all three others.
    for tag in ["a", "b", "c", "d"] { #expect(served[tag, default: 0] >= (tag == "d" ? 8 : 10), "\(served)") }
  }

  /// All come together every ten seconds, and one at a time takes four: who comes last each time has its turn all the same.
  /// - Parameter haveOneTarget: else each has its own, and another tag has somebody who waits, so that the gate is asked all the time.
  @Test(arguments: [true, false]) func aFireTakesThePlaceOfTheOneThatItStandsFor(haveOneTarget: Bool) {
    var world = world { $0.tags = ["gpu": .init(inFlight: 1), "cpu": .init(inFlight: 1)] }
    var definitions = haveOneTarget ? [] : schedules(11...12, tag: "cpu")
    for id in 1...6 as ClosedRange<UInt64> {
      definitions += schedules(id...id, "*/10 * * * * *", tag: "gpu", host: haveOneTarget ? "a.example" : "host-\(id).example")
    }
    world.open(definitions)
    var (runs, running): ([UInt64: Int], (fire: Fire, end: Instant)?) = ([:], nil)
    for _ in 0..<480 {
      var started = world.pass(.seconds(1)).started
      if let run = running, run.end <= world.now {
        running = nil
        started += world.send(.ended(run.fire, .succeeded)).started
      }
      for fire in started {
        _ = world.send(.began(fire, at: world.now))
        guard fire.scheduleID.low <= 6 else { continue }
        runs[fire.scheduleID.low, default: 0] += 1
        running = (fire, world.now.advanced(by: .seconds(4)))
      }
    }
    for id in 1...6 as ClosedRange<UInt64> { #expect(runs[id, default: 0] >= 10, "\(runs)") }
    #expect(world.journal.gaps() == [])
  }

  @Test func targetsOfOneTagTakeTurnsToo() {
    var world = world { $0.all.inFlight = 2 }
    world.open(schedules(1...50) + schedules(51...52, host: "b.example"))
    #expect(Set(world.advance(to: "02:00").started.map { $0.scheduleID.low > 50 }) == [true, false])
  }

  @Test func whatIsGivenUpMakesRoomAtOnce() {
    var world = world { $0.all.inFlight = 1 }
    world.open(
      [minutely("0 * * * *", trigger: .http(HTTPTrigger(url: "http://a.example/", headers: ["Authorization": "x"])))] + schedules(2...2))
    _ = world.restart()
    let effects = world.advance(to: "02:00")
    // The first has lost its secrets: it is not sent, and the second goes in its stead.
    #expect(effects.started.map(\.scheduleID.low) == [2])
  }

  // MARK: Beside newer ones

  /// Who waits for a place is at the head of its schedule's line, and the buffer is behind it.
  @Test(arguments: [Policy.Overlap.bufferOne, .bufferAll(limit: 2)]) func aBufferKeepsWhatALimitHolds(overlap: Policy.Overlap) throws {
    var world = world { $0.all.inFlight = 1 }
    world.open(minutely("0 2 * * *", id: 2), minutely("1-5 2 * * *", policy: policy(.last, overlap) { $0.startDeadline = .seconds(3600) }))
    var running = try world.run(at: "02:00")
    for minute in 1...5 { #expect(world.advance(to: "02:0\(minute)").started.isEmpty) }
    let kept = overlap == .bufferOne ? ["02:01 claimed", "02:02 waiting"] : ["02:01 claimed", "02:02 waiting", "02:03 waiting"]
    #expect(world.story.dropFirst().dropLast() == kept[...], "\(world.story)")
    #expect(world.story.last?.hasSuffix("skipped_overlap") == true)
    for _ in kept {
      running = try #require(world.send(.ended(running, .succeeded)).started.first)
      _ = world.send(.began(running, at: world.now))
    }
    #expect(world.ledger.map(\.outcome).prefix(kept.count) == Array(repeating: .succeeded, count: kept.count)[...])
  }
}
