import SQLiteStorage
import TestSupport
import Testing

struct LedgerCountsTests {
  @Test func theSQLiteStoreCounts() async throws {
    let directory = try TemporaryDirectory()
    try await LedgerCountsConformance.check(SQLiteStore(path: directory.storePath))
  }

  @Test func theStoreInMemoryCountsTheSame() async throws {
    try await LedgerCountsConformance.check(InMemoryStore())
  }
}
