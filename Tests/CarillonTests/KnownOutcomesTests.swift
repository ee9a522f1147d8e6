import CivilTime
import Scheduling
import Seams
import TestSupport
import Testing

@testable import carillon

@Suite struct KnownOutcomesTests {
  private let store = InMemoryStore()

  private func write(_ claims: [LedgerRow], ranges: [LedgerRow] = []) async {
    _ = await store.commit([
      StoreSamples.batch {
        $0.claims = claims
        $0.ranges = ranges
      }
    ])
  }

  /// Of the minutes from the first to the last; nil where the ledger says nothing. Each is due by the revision in force.
  private func outcomes(_ minutes: ClosedRange<Int64>, revision: Int = 1, pageSize: Int = 1000) async throws -> [Outcome?] {
    let span = StoreSamples.instant(minutes.lowerBound)...StoreSamples.instant(minutes.upperBound)
    let everyMinute = DueInstants(timing: .interval(seconds: 60, anchor: StoreSamples.instant(0)))
    let known = try await KnownOutcomes.read(
      of: StoreSamples.nightly, by: [revision: everyMinute], zoneNamed: CommandParts.zone(named:), in: span, from: store, store,
      pageSize: pageSize)
    return minutes.map { known[StoreSamples.instant($0)] }
  }

  @Test func manualFiresHideNoInstantHoweverManyThereAre() async throws {
    await write((0...4).map { StoreSamples.fire($0, .scheduled, .succeeded) })
    await write((0..<1010).map { StoreSamples.fire(10 + $0, .manual, .failed) } + [StoreSamples.fire(2, .manual, .failed)])
    #expect(try await outcomes(0...5) == [.succeeded, .succeeded, .succeeded, .succeeded, .succeeded, nil])
  }

  @Test func instantsOfAnotherScheduleAreNotItsOwn() async throws {
    await write([StoreSamples.fire(0, of: StoreSamples.hourly, .scheduled, .succeeded)])
    #expect(try await outcomes(0...0) == [nil])
  }

  @Test(arguments: [1, 2, 3, 1000]) func theNewestBackfillOfAnInstantIsShown(pageSize: Int) async throws {
    await write([StoreSamples.fire(0, .scheduled, .succeeded), StoreSamples.fire(1, .scheduled, .failed)])
    await write([StoreSamples.fire(1, .backfill, .lost), StoreSamples.fire(2, .backfill, .failed)])
    await write([StoreSamples.fire(1, .backfill, .succeeded)])
    #expect(try await outcomes(0...2, pageSize: pageSize) == [.succeeded, .succeeded, .failed])
  }

  @Test(arguments: [2, 3, 1000]) func rangesCountForEachOfTheirInstants(pageSize: Int) async throws {
    await write(
      [StoreSamples.fire(3, .scheduled, .succeeded), StoreSamples.fire(6, .scheduled, .succeeded)],
      ranges: [StoreSamples.range(-9...2), StoreSamples.range(4...5), StoreSamples.range(7...9)])
    await write([StoreSamples.fire(5, .backfill, .succeeded)])
    let paused = Outcome.skippedPaused
    #expect(try await outcomes(1...8, pageSize: pageSize) == [paused, paused, .succeeded, paused, .succeeded, .succeeded, paused, paused])
  }

  /// Each other minute, from the first one on.
  private func revision(_ number: Int, owedFrom minutes: Int64) -> Revision {
    let record = ScheduleRecord(
      id: StoreSamples.nightly, name: "nightly", source: .file, interval: .seconds(120), startTime: StoreSamples.instant(0))
    let definition = ScheduleDefinition(record: record, standing: .armed, trigger: StoreSamples.httpTrigger)
    return Revision(definition: definition, number: number, owedFrom: StoreSamples.instant(minutes))
  }

  @Test func aRangeOfAnotherRuleCountsForWhatThatMadeDue() async throws {
    let revisions = [revision(1, owedFrom: -2), revision(2, owedFrom: 7)]
    _ = await store.commit([
      StoreSamples.batch {
        $0.revisions = revisions
        $0.coveredUntil = [StoreSamples.nightly: StoreSamples.instant(9)]
        $0.ranges = [StoreSamples.range(0...6)]
      }
    ])
    let paused = Outcome.skippedPaused
    #expect(try await outcomes(0...7, revision: 2) == [paused, nil, paused, nil, paused, nil, paused, nil])
    #expect(try await outcomes(3...5, revision: 2) == [nil, paused, nil])
  }

  @Test func aRangeOfARuleThatIsNotKnownCountsForItsEnds() async throws {
    await write([], ranges: [StoreSamples.range(0...3)])
    let paused = Outcome.skippedPaused
    #expect(try await outcomes(0...3, revision: 2) == [paused, nil, nil, paused])
  }
}
