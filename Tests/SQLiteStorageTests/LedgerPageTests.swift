import CivilTime
import SQLiteStorage
import Scheduling
import Seams
import TestSupport
import Testing

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
