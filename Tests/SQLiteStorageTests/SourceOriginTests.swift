import GRDB
import Scheduling
import Seams
import TestSupport
import Testing

@testable import SQLiteStorage

/// Of which server the cache is, in stores that other releases write to as well.
struct SourceOriginTests {
  private let directory: TemporaryDirectory
  private let origin = SourceOrigin(url: "https://zen.example", project: "default")

  init() throws { directory = try TemporaryDirectory() }

  private func store() async throws -> SQLiteStore {
    let store = try SQLiteStore(path: directory.storePath)
    try await store.saveSourceCache(
      SourceCacheChanges(upserts: [StoreSamples.serverSchedule()], removals: [], lastSync: StoreSamples.instant(1), origin: origin))
    return store
  }

  @Test func whatAReleaseWithoutItReadIsOfAnUnknownServer() async throws {
    let store = try await store()
    #expect(try await store.sourceCache().origin == origin)
    try await store.write(.writingCache) { try InstallationTable.setLastSync(StoreSamples.instant(2), $0) }
    #expect(try await store.sourceCache().origin == nil)
  }

  @Test func itStaysBehindOnTheWayToAnOlderSchema() async throws {
    try await store().pool.close()
    _ = try StoreMigration.run(path: directory.storePath, to: 1, now: StoreSamples.instant(60))
    let queue = try DatabaseQueue(path: directory.storePath)
    #expect(try await queue.read { try !$0.tableExists("source_origin") })
    try queue.close()
    #expect(try await SQLiteStore(path: directory.storePath).sourceCache().origin == nil)
  }
}
