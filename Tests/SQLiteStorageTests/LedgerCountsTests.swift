import SQLiteStorage
import TestSupport
import Testing

struct LedgerCountsTests {
  @Test func theSQLiteStoreCounts() async throws {
    let directory = try TemporaryDirectory()
    try await LedgerCountsConformance.check(SQLiteStore(path: directory.storePath))
  }

  @Test func theSQLiteStoreFindsWhatWasLate() async throws {
    let directory = try TemporaryDirectory()
    try await LedgerCountsConformance.checkLate(SQLiteStore(path: directory.storePath))
  }

  @Test func theSQLiteStoreFindsTheLatestOfMany() async throws {
    let directory = try TemporaryDirectory()
    try await LedgerCountsConformance.checkLatest(SQLiteStore(path: directory.storePath))
  }

  @Test func theSQLiteStoreFindsRangesByTheirEnds() async throws {
    let directory = try TemporaryDirectory()
    try await LedgerCountsConformance.checkRanges(SQLiteStore(path: directory.storePath))
  }

  @Test func theStoreInMemoryDoesTheSame() async throws {
    try await LedgerCountsConformance.checkLatest(InMemoryStore())
    try await LedgerCountsConformance.check(InMemoryStore())
    try await LedgerCountsConformance.checkLate(InMemoryStore())
    try await LedgerCountsConformance.checkRanges(InMemoryStore())
  }
}
