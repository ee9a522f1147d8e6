import CivilTime
import Scheduling
import Seams
import TestSupport
import Testing

@testable import SQLiteStorage

struct LedgerPageTests {
  @Test(arguments: LedgerPageConformance.promises)
  func theSQLiteStoreKeeps(_ promise: LedgerPageConformance.Promise) async throws {
    let directory = try TemporaryDirectory()
    try await promise.check(try SQLiteStore(path: directory.storePath))
  }

  @Test(arguments: LedgerPageConformance.promises)
  func theStoreInMemoryKeeps(_ promise: LedgerPageConformance.Promise) async throws {
    try await promise.check(InMemoryStore())
  }

  @Test func aPageThatStopsLookingSaysSo() async throws {
    let directory = try TemporaryDirectory()
    let store = try SQLiteStore(path: directory.storePath)
    let rows = [Int64](0..<50).map { StoreSamples.fire($0, .scheduled, $0 == 3 ? .failed : .succeeded) }
    _ = try await store.commit([StoreSamples.batch { $0.claims = rows }])
    let named = LedgerCondition.text(.scheduleName, .equals("nightly"))
    let all = try await store.page(LedgerPageQuery([named], limit: 100, lookLimit: 50))
    #expect(all.rows.count == 50 && all.isTotalExact)
    let newest = try await store.page(LedgerPageQuery([named], limit: 100, lookLimit: 20))
    #expect(newest.rows.map(\.due) == rows.suffix(21).reversed().map(\.due))
    #expect(!newest.isTotalExact)
    let oldest = try await store.page(LedgerPageQuery([named], isDescending: false, limit: 100, lookLimit: 20))
    #expect(oldest.rows.map(\.due) == rows.prefix(21).map(\.due))
    // What ended badly has an index of its own.
    let failed = try await store.page(LedgerPageQuery([.outcome([.failed])], lookLimit: 20))
    #expect(failed.rows == [rows[3]] && failed.total == 1 && failed.isTotalExact)
  }

  @Test func ofRowsOfSeveralInstantsThoseThatEndSoonestAreLookedAt() async throws {
    let directory = try TemporaryDirectory()
    let store = try SQLiteStore(path: directory.storePath)
    let rows = [Int64](0..<50).map { StoreSamples.range($0 * 10...$0 * 10 + 5) }
    _ = try await store.commit([StoreSamples.batch { $0.claims = rows }])
    let reached = LedgerCondition.instant(.due, InstantTest(.atOrAfter, StoreSamples.instant(3)))
    for (lookLimit, isExact) in [(50, true), (20, false)] {
      let page = try await store.page(LedgerPageQuery([reached], isDescending: false, limit: 100, lookLimit: lookLimit))
      #expect(page.rows.map(\.id) == rows.map(\.id) && page.total == 50)
      #expect(page.isTotalExact == isExact)
    }
  }

  @Test func ofOneScheduleTheRowThatReachesAnInstantIsFoundAmongItsOwn() async throws {
    let directory = try TemporaryDirectory()
    let rows = [StoreSamples.range(1...4), StoreSamples.range(10...30), StoreSamples.range(5...40, of: StoreSamples.hourly)]
    _ = try await SQLiteStore(path: directory.storePath).commit([StoreSamples.batch { $0.claims = rows }])
    // Opening it files what is there.
    let store = try SQLiteStore(path: directory.storePath)
    let newest = StoreSamples.range(50...60)
    _ = try await store.commit([StoreSamples.batch(2) { $0.claims = [newest] }])
    let cases: [(InstantTest.Comparison, Int64, [LedgerRow])] = [
      (.atOrAfter, 18, [rows[1], newest]), (.after, 10, [rows[1], newest]), (.equals, 30, [rows[1]]), (.equals, 10, [rows[1]]),
      (.equals, 55, [newest]), (.atOrAfter, 4, [rows[0], rows[1], newest]), (.after, 30, [newest]),
    ]
    for (comparison, minute, found) in cases {
      let reached = LedgerCondition.instant(.due, InstantTest(comparison, StoreSamples.instant(minute)))
      let query = LedgerPageQuery([.schedule([StoreSamples.nightly]), reached], isDescending: false)
      #expect(!LedgerPageSources(query: query).sources.contains { $0.table == LedgerTable.rangesTable })
      let page = try await store.page(query)
      #expect(page.rows.map(\.id) == found.map(\.id), "\(comparison) \(minute)")
      #expect(page.total == found.count && page.isTotalExact)
    }
  }

  @Test func aPageThatStopsCountingSaysSo() async throws {
    let directory = try TemporaryDirectory()
    let store = try SQLiteStore(path: directory.storePath)
    _ = try await store.commit([StoreSamples.batch { $0.claims = [Int64](0..<50).map { StoreSamples.fire($0) } }])
    let page = try await store.page(LedgerPageQuery([.kind([.scheduled])], limit: 5, countLimit: 20))
    #expect(page.total == 20 && !page.isTotalExact)
    let later = try await store.page(LedgerPageQuery([.kind([.scheduled])], offset: 30, limit: 5, countLimit: 20))
    #expect(later.rows.count == 5 && later.total == 35 && !later.isTotalExact)
  }
}
