import SQLiteStorage
import TestSupport
import Testing

struct StoreConformanceTests {
  @Test(arguments: StoreConformance.promises)
  func theSQLiteStoreKeeps(_ promise: StorePromise) async throws {
    let directory = try TemporaryDirectory()
    try await promise.check(StoreUnderTest { try SQLiteStore(path: directory.storePath) })
  }

  @Test(arguments: StoreConformance.promises)
  func theStoreInMemoryKeeps(_ promise: StorePromise) async throws {
    let store = InMemoryStore()
    try await promise.check(StoreUnderTest { store })
  }
}
