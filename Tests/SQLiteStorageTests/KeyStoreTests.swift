import Foundation
import SQLiteStorage
import TestSupport
import Testing

struct KeyStoreTests {
  @Test(arguments: KeyStoreConformance.promises)
  func theSQLiteStoreKeeps(_ promise: KeyStorePromise) async throws {
    let directory = try TemporaryDirectory()
    try await promise.check { try SQLiteStore(path: directory.storePath) }
  }

  @Test(arguments: KeyStoreConformance.promises)
  func keysInMemoryKeep(_ promise: KeyStorePromise) async throws {
    let keys = InMemoryKeys()
    try await promise.check { keys }
  }
}
