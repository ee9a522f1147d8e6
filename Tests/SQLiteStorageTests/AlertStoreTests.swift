import SQLiteStorage
import TestSupport
import Testing

struct AlertStoreTests {
  @Test(arguments: AlertStoreConformance.promises)
  func theSQLiteStoreKeeps(_ promise: AlertStoreConformance.Promise) async throws {
    let directory = try TemporaryDirectory()
    try await promise.check { try SQLiteStore(path: directory.storePath) }
  }

  @Test(arguments: AlertStoreConformance.promises)
  func theStoreInMemoryKeeps(_ promise: AlertStoreConformance.Promise) async throws {
    let store = InMemoryAlertStore()
    try await promise.check { store }
  }
}
