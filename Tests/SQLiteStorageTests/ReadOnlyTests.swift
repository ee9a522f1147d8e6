import Scheduling
import Seams
import TestSupport
import Testing

@testable import SQLiteStorage

struct ReadOnlyTests {
  @Test func aStoreThatTurnsReadOnlySaysSoAndCanBeRead() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.storePath
    let row = StoreSamples.fire(0)
    _ = try await SQLiteStore(path: path).commit([StoreSamples.batch { $0.claims = [row] }])
    let store = try SQLiteStore(path: path, limits: WriterLimits(isReadOnly: true))
    let error = await #expect(throws: StoreError.self) {
      try await store.commit([StoreSamples.batch { $0.claims = [StoreSamples.fire(1)] }])
    }
    #expect(error?.kind == .readOnly)
    #expect(error?.description.hasSuffix("; make the file and its directory writable for the daemon's user") == true)
    #expect(try await store.rows(LedgerQuery()) == [row])
  }

  /// sysfs takes no new files, not even from root: for users who may not mount.
  @Test func aStoreWhereNothingCanBeWrittenIsRefused() throws {
    let disk = SmallFileSystem(bytes: 262_144)
    if let disk { #expect(disk.remountReadOnly()) }
    let path = disk?.storePath ?? "/sys/carillon.db"
    let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
    #expect(error?.kind == .readOnly)
    #expect(error?.description.hasPrefix("\(path): cannot open the store: ") == true)
    #expect(error?.description.hasSuffix("; set a state_directory that the daemon's user can write to") == true)
  }
}
