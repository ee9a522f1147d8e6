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

  /// Of the minutes from the first to the last; nil where the ledger says nothing.
  private func outcomes(_ minutes: ClosedRange<Int64>, pageSize: Int = 1000) async throws -> [Outcome?] {
    let span = StoreSamples.instant(minutes.lowerBound)...StoreSamples.instant(minutes.upperBound)
    let known = try await KnownOutcomes.read(of: StoreSamples.nightly, in: span, from: store, store, pageSize: pageSize)
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
}
