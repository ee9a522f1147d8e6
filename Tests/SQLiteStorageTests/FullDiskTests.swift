import Glibc
import Scheduling
import Seams
import TestSupport
import Testing

@testable import SQLiteStorage

struct FullDiskTests {
  @Test(arguments: ScarceDisk.Means.available)
  func aBatchThatDoesNotFitLeavesNothingAndSaysSo(means: ScarceDisk.Means) async throws {
    let disk = try ScarceDisk(means)
    let store = try disk.openStore()
    let written = try await fill(store)
    let failure = try #require(written.failure)
    #expect(failure.kind == .full)
    #expect(failure.description.hasPrefix("\(disk.storePath): cannot write the ledger: "))
    #expect(failure.description.hasSuffix("; nothing was written: make room on its file system"))
    #expect(try await store.rows(LedgerQuery(limit: .max)).count == written.count)
  }

  @Test(arguments: ScarceDisk.Means.available)
  func writingGoesOnWhenThereIsRoomAgain(means: ScarceDisk.Means) async throws {
    let disk = try ScarceDisk(means)
    let store = try disk.openStore()
    let written = try await fill(store)
    try await disk.makeRoom(for: store)
    let row = StoreSamples.fire(-1)
    #expect(try await store.commit([StoreSamples.batch { $0.claims = [row] }]) == CommitResult())
    #expect(try await store.rows(LedgerQuery(limit: .max)).count == written.count + 1)
  }

  /// Writes batches of 50 fires until one does not fit.
  private func fill(_ store: SQLiteStore) async throws -> (count: Int, failure: StoreError?) {
    var count = 0
    while count < 100_000 {
      let rows = (count..<count + 50).map { StoreSamples.fire(Int64($0)) }
      do throws(StoreError) {
        _ = try await store.commit([StoreSamples.batch { $0.claims = rows }])
      } catch {
        return (count, error)
      }
      count += 50
    }
    return (count, nil)
  }

  /// SQLite puts what does not fit into its memory into a folder for temporary files, which is on another file system.
  @Test func aHerdIsClaimedWhereTheFolderForTemporaryFilesIsFull() async throws {
    let directory = try TemporaryDirectory()
    guard let folder = SmallFileSystem(bytes: 32_768) else { return }
    await #expect(processExitsWith: .success) { [path = directory.storePath as String, folder = folder.path as String] in
      setenv("SQLITE_TMPDIR", folder, 1)
      let store = try SQLiteStore(path: path)
      for number in 1...10 {
        let herd = (0..<2000).map { _ in StoreSamples.fire(Int64(number), of: .random()) }
        #expect(try await store.commit([StoreSamples.batch(number) { $0.claims = herd }]).refused.isEmpty)
      }
    }
  }
}
