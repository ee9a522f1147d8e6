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

  @Test func underAllTheLimitHolds() {
    let (world, _) = firesAfterAFullDisk(policy(.all) { $0.misfireLimit = 2 })
    #expect(world.ledger.count { $0.outcome == .skippedMisfire } == 2, "\(world.story)")
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
}
