import CivilTime
import Scheduling
import Testing

/// What is due while the ledger cannot be written is missed: the misfire policy decides, and nothing was under way.
@Suite struct FullDiskTests {
  /// Three minutes in which nothing is written, and what is started when the disk takes it all.
  private func firesAfterAFullDisk(_ policy: Policy) -> (World, [SchedulerEffect]) {
    var world = World("01:59")
    world.open(minutely(policy: policy))
    var unwritten: [LedgerBatch] = []
    for time in ["02:00", "02:01", "02:02", "02:03"] {
      world.now = instant(time)
      for case .commit(let batch) in world.scheduler.handle(.clockAdvanced, at: world.now) { unwritten.append(batch) }
    }
    world.now = instant("02:03:10".today)
    var effects: [SchedulerEffect] = []
    for batch in unwritten {
      #expect(world.journal.write(batch) == [])
      effects += world.send(.committed(batch: batch.id, refused: []))
    }
    return (world, effects)
  }

  @Test func underLastTheNewestStandsForAll() {
    let (world, effects) = firesAfterAFullDisk(policy(.last))
    #expect(effects.startedDue == ["02:03"])
    #expect(world.story == ["02:00 coalesced", "02:01 coalesced", "02:02 coalesced", "02:03 claimed"])
    #expect(effects.started.first?.details.missed?.count == 3)
  }

  @Test func underSkipTheNewestAloneRuns() {
    let (world, effects) = firesAfterAFullDisk(policy(.skip))
    #expect(effects.startedDue == ["02:03"])
    #expect(world.story == ["02:00 skipped_misfire", "02:01 skipped_misfire", "02:02 skipped_misfire", "02:03 claimed"])
  }

  /// Nothing was under way that a buffer would wait for.
  @Test(arguments: [Policy.Overlap.bufferOne, .bufferAll(limit: 2)])
  func underSkipABufferDoesNotChangeThat(overlap: Policy.Overlap) {
    let (world, effects) = firesAfterAFullDisk(policy(.skip, overlap))
    #expect(effects.startedDue == ["02:03"])
    #expect(world.story == ["02:00 skipped_misfire", "02:01 skipped_misfire", "02:02 skipped_misfire", "02:03 claimed"])
  }

  @Test func underSkipTheOnlyRunIsThatOfTheNewest() {
    let (world, effects) = firesAfterAFullDisk(policy(.skip) { $0.maxRuns = 1 })
    #expect(effects.startedDue == ["02:03"], "\(world.story)")
  }

  @Test func underAllEachHasItsTurn() throws {
    var (world, effects) = firesAfterAFullDisk(policy(.all))
    var started: [String] = []
    while let fire = effects.started.first {
      started += effects.startedDue
      effects = world.send(.succeeded(fire, at: world.now))
    }
    #expect(started.sorted() == ["02:00", "02:01", "02:02", "02:03"])
    #expect(world.ledger.allSatisfy { $0.outcome == .succeeded }, "\(world.story)")
  }

  /// The newest, which is merely late, and as many as the limit says behind it.
  @Test func underAllTheLimitHolds() {
    let (world, _) = firesAfterAFullDisk(policy(.all) { $0.misfireLimit = 2 })
    #expect(world.ledger.map(\.outcome.isFinal) == [true, false, false, false], "\(world.story)")
    #expect(world.ledger.first?.outcome == .skippedMisfire)
  }

  @Test func aLoneFireThatIsWrittenTooLateIsMissedUnderSkip() {
    var world = World("01:59")
    world.open(minutely("0 2 * * *", policy: policy(.skip)))
    world.now = instant("02:00")
    guard case .commit(let batch)? = world.scheduler.handle(.clockAdvanced, at: world.now).first else { return #expect(Bool(false)) }
    world.now = instant("02:01:30".today)
    #expect(world.journal.write(batch) == [])
    #expect(world.send(.committed(batch: batch.id, refused: [])).started.isEmpty)
    #expect(world.story == ["02:00 skipped_misfire"])
  }

  @Test func whereOverlapIsAllowedTheNewestStandsForAllToo() {
    let (world, effects) = firesAfterAFullDisk(policy(.last, .allow))
    #expect(effects.startedDue == ["02:03"], "\(world.story)")
  }

  /// As soon as a write has failed, none of those that wait for the disk is taken for one under way.
  @Test(arguments: [(Policy.Misfire.last, 1), (.all, 4), (.skip, 1)])
  func withinAMinuteTheFailureOfAWriteTells(misfire: Policy.Misfire, runs: Int) {
    var world = World("01:59:55".today)
    world.open(minutely("*/10 * * * * *", policy: policy(misfire)))
    var unwritten: [LedgerBatch] = []
    for second in ["00", "10", "20", "30"] {
      world.now = instant("02:00:\(second)".today)
      for case .commit(let batch) in world.scheduler.handle(.clockAdvanced, at: world.now) { unwritten.append(batch) }
      #expect(world.scheduler.handle(.ledgerFails(true), at: world.now).started.isEmpty)
    }
    var effects = world.send(.ledgerFails(false))
    for batch in unwritten {
      #expect(world.journal.write(batch) == [])
      effects += world.send(.committed(batch: batch.id, refused: []))
    }
    var count = 0
    while let fire = effects.started.first {
      count += 1
      effects = world.send(.succeeded(fire, at: world.now))
    }
    #expect(count == runs, "\(world.story)")
  }

  /// Each write takes longer than the schedule's interval.
  @Test func aSlowDiskLetsFiresStart() {
    var world = World("01:59:59".today)
    world.open(minutely("* * * * * *"))
    var unwritten: [(batch: LedgerBatch, end: Instant)] = []
    var started = 0
    for _ in 0..<100 {
      world.now = world.now.advanced(by: .milliseconds(200))
      var effects = world.scheduler.handle(.clockAdvanced, at: world.now)
      if let first = unwritten.first, first.end <= world.now {
        unwritten.removeFirst()
        let refused = world.journal.write(first.batch)
        effects += world.scheduler.handle(.committed(batch: first.batch.id, refused: refused), at: world.now)
      }
      for fire in effects.started {
        started += 1
        effects += world.scheduler.handle(.succeeded(fire, at: world.now), at: world.now)
      }
      for case .commit(let batch) in effects { unwritten.append((batch, world.now.advanced(by: .milliseconds(1200)))) }
    }
    #expect(started >= 5, "\(world.story)")
  }

  /// Nothing of the other schedule was under way.
  @Test func whatWaitsForTheDiskHoldsNoMutex() throws {
    var world = World("01:59")
    world.open(
      minutely("0 2 * * *", policy: policy { $0.mutex = "gpu" }), minutely("10 2 * * *", id: 2, policy: policy { $0.mutex = "gpu" }))
    var unwritten: [LedgerBatch] = []
    for time in ["02:00", "02:10"] {
      world.now = instant(time)
      for case .commit(let batch) in world.scheduler.handle(.clockAdvanced, at: world.now) { unwritten.append(batch) }
    }
    world.now = instant("02:30")
    var effects: [SchedulerEffect] = []
    for batch in unwritten {
      #expect(world.journal.write(batch) == [])
      effects += world.send(.committed(batch: batch.id, refused: []))
    }
    let first = try #require(effects.started.first)
    #expect(effects.started.count == 1)
    #expect(world.send(.succeeded(first, at: world.now)).started.count == 1, "\(world.story)")
    #expect(world.ledger.allSatisfy { !$0.outcome.isFinal || $0.outcome == .succeeded }, "\(world.story)")
  }
}
