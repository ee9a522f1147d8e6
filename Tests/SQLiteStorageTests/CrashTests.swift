import Foundation
import GRDB
import Glibc
import SQLiteStorage
import Scheduling
import Seams
import TestSupport
import Testing

/// A process that ends by kill -9 leaves what its calls returned for, in whole batches.
struct CrashTests {
  @Test(arguments: [1, 7, 40])
  func everyBatchThatReturnedIsThereAndNoneIsTorn(batchesBeforeTheKill: Int) async throws {
    let directory = try TemporaryDirectory()
    let (path, acknowledged) = (directory.storePath, directory.path + "/acknowledged")
    let writer = CrashingWriter(path: path, acknowledged: acknowledged, batchesBeforeTheKill: batchesBeforeTheKill)
    await #expect(processExitsWith: .signal(SIGKILL)) { [writer = writer as CrashingWriter] in
      try await writer.run()
    }
    let acknowledgedCount = try Data(contentsOf: URL(filePath: acknowledged)).count
    #expect(acknowledgedCount >= batchesBeforeTheKill)
    let rows = try await SQLiteStore(path: path).rows(LedgerQuery(limit: .max))
    let batchSizes = Dictionary(grouping: rows, by: \.revision).mapValues(\.count)
    #expect(Set(batchSizes.values) == [CrashingWriter.rowsPerBatch])
    // The one under way when the process was killed may be there or not.
    #expect([acknowledgedCount, acknowledgedCount + 1].contains(batchSizes.count))
    #expect(try integrity(of: path) == "ok")
  }

  @Test func aStoreKilledBeforeItsFirstBatchOpensAgain() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.storePath
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let store = try SQLiteStore(path: path)
      withExtendedLifetime(store) { _ = kill(getpid(), SIGKILL) }
    }
    #expect(try await SQLiteStore(path: path).restore().schedules.isEmpty)
  }

  private func integrity(of path: String) throws -> String? {
    try DatabaseQueue(path: path).read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
  }
}

/// Writes batch after batch, one byte into a file for each that returned, and is killed in the middle of it.
struct CrashingWriter: Codable {
  static let rowsPerBatch = 50
  let path: String
  let acknowledged: String
  let batchesBeforeTheKill: Int

  func run() async throws {
    let store = try SQLiteStore(path: path)
    let file = open(acknowledged, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    let (kills, order) = AsyncStream.makeStream(of: Void.self)
    Task.detached { for await _ in kills { kill(getpid(), SIGKILL) } }
    for number in 1... {
      let rows = (0..<Self.rowsPerBatch).map { index in row(number, index) }
      _ = try await store.commit([StoreSamples.batch(number) { $0.claims = rows }])
      write(file, "x", 1)
      if number == batchesBeforeTheKill { order.yield() }
    }
  }

  private func row(_ batch: Int, _ index: Int) -> LedgerRow {
    var row = StoreSamples.fire(Int64(batch * Self.rowsPerBatch + index))
    row.revision = batch
    return row
  }
}
