import CivilTime
import Scheduling
import Testing

/// A target is away while a schedule is due again and again, whose fires run one at a time.
@Suite struct OutageTests {
  /// Due every ten seconds from 02:00:00 to 02:10:00; nothing answers before 02:05:30.
  private func outage(
    _ misfire: Policy.Misfire, _ overlap: Policy.Overlap = .skip, _ change: (inout Policy) -> Void = { _ in }
  ) -> World {
    var world = World("01:59:55".today)
    world.open(minutely("*/10 * * * * *", policy: policy(misfire, overlap, change)))
    let (back, end) = (instant("02:05:30".today), instant("02:10:05".today))
    while world.now < end {
      var sent = world.pass(.seconds(1)).started
      while !sent.isEmpty {
        let fire = sent.removeFirst()
        sent += world.send(world.now < back ? .away(fire) : .succeeded(fire, at: world.now)).started
      }
    }
    #expect(world.scheduler.firesUnderWay == 0)
    #expect(world.journal.gaps() == [])
    return world
  }

  private func outcomes(_ world: World) -> Set<Outcome> { Set(world.ledger.map(\.outcome)) }

  /// However long a fire may wait for its start.
  @Test(arguments: [Policy.Overlap.skip, .bufferOne, .bufferAll(limit: 2), .cancelOther], [nil, Duration.seconds(3600)])
  func underAllEachFires(overlap: Policy.Overlap, startDeadline: Duration?) {
    let world = outage(.all, overlap) { $0.startDeadline = startDeadline }
    #expect(outcomes(world) == [.succeeded], "\(world.story)")
    #expect(world.ledger.count == 61)
  }

  @Test func underAllTheOlderOnesAreMissedBeyondTheLimit() {
    let world = outage(.all) { $0.misfireLimit = 10 }
    let kept = world.ledger.drop { $0.outcome == .skippedMisfire }
    #expect(kept.allSatisfy { $0.outcome == .succeeded }, "\(world.story)")
    #expect((20...32).contains(world.ledger.count - kept.count), "\(world.story)")
  }

  /// What has been missed by more than the window is not sent any more.
  @Test func underAllTheWindowHolds() {
    let world = outage(.all) { $0.misfireWindow = .seconds(120) }
    #expect(outcomes(world) == [.succeeded, .skippedMisfire], "\(world.story)")
  }

  @Test func underLastTheNewestStandsForThem() {
    let world = outage(.last)
    #expect(outcomes(world) == [.succeeded, .coalesced], "\(world.story)")
    #expect(world.ledger.count { $0.outcome == .succeeded && $0.due < instant("02:05:30".today) } <= 1)
  }

  /// None but the newest is merely late.
  @Test func underSkipNoneOfThemFires() {
    let world = outage(.skip)
    let kept = world.ledger.drop { $0.outcome == .skippedMisfire }
    #expect(kept.allSatisfy { $0.outcome == .succeeded }, "\(world.story)")
    #expect((kept.first?.due).map { $0 >= instant("02:05:20".today) } == true, "\(world.story)")
  }

  /// What only waits has used up none of the runs that the schedule may have.
  @Test(arguments: [Policy.Misfire.last, .skip])
  func theOnlyRunIsThatOfTheNewest(misfire: Policy.Misfire) {
    let world = outage(misfire) { $0.maxRuns = 1 }
    let runs = world.ledger.filter { $0.outcome == .succeeded }
    #expect(runs.count == 1 && runs[0].due >= instant("02:05:20".today), "\(world.story)")
    let before = world.ledger.prefix { $0.outcome != .succeeded }
    #expect(Set(before.map(\.outcome)) == [misfire == .last ? .coalesced : .skippedMisfire], "\(world.story)")
    #expect(world.ledger.last?.outcome == .skippedMaxRuns)
  }

  /// The next life must not take what waits behind it for fires that have asked it to end.
  @Test func underAllARestartEndsNothingThatMakesUpForTheOutage() throws {
    var world = World("01:59")
    world.open(minutely(policy: policy(.all, .cancelOther)))
    let back = instant("02:05:30".today)
    var running: Fire?
    while running == nil {
      for fire in world.pass(.seconds(10)).started {
        if world.now < back { _ = world.send(.away(fire)) } else { running = fire }
      }
    }
    let newest = try #require(running)
    _ = world.send(.began(newest, at: world.now))
    let older = try #require(world.send(.ended(newest, .succeeded)).started.first)
    _ = world.send(.began(older, at: world.now))
    #expect(world.ledger.contains { $0.outcome == .waiting }, "\(world.story)")
    let effects = world.restart() + world.send(.catchUpReleased)
    #expect(effects.followed.map(\.id) == [older.id] && effects.stopped == [], "\(world.story)")
  }

  /// It was missed, and nobody has cancelled it.
  @Test(arguments: [Policy.Overlap.cancelOther, .terminateOther]) func underSkipWhatAnotherTakesThePlaceOfIsMissed(overlap: Policy.Overlap)
  {
    let world = outage(.skip, overlap)
    let missed = world.ledger.prefix { $0.due < instant("02:05:20".today) }
    #expect(Set(missed.map(\.outcome)) == [.skippedMisfire], "\(world.story)")
    #expect(outcomes(world) == [.skippedMisfire, .succeeded], "\(world.story)")
  }
}
