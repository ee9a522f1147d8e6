import CivilTime
import Scheduling
import Seams
import TestSupport
import Testing

@testable import SQLiteStorage

/// How large the store says that it is.
struct FiguresTests {
  @Test func aStoreCountsItsRowsFiledOrNot() async throws {
    let directory = try TemporaryDirectory()
    let store = try SQLiteStore(path: directory.storePath)
    #expect(try await store.figures().ledgerRows == 0)
    // More than are filed at once, so that some are filed and some wait.
    for batch in Int64(0)..<5 { try await write(batch * 1000..<(batch + 1) * 1000, to: store) }
    let figures = try await store.figures()
    #expect(figures.ledgerRows == 5000)
    #expect(try await store.rows(LedgerQuery(limit: .max)).count == 5000)
    #expect(figures.deadLetters == 500)
    #expect(figures.fileBytes > 0)
    #expect(figures.fileBytes + figures.logBytes > 5000 * 50)
  }

  @Test func whatIsDealtWithIsNoDeadLetter() async throws {
    let directory = try TemporaryDirectory()
    let store = try SQLiteStore(path: directory.storePath)
    try await write(0..<20, to: store)
    let dead = try await store.deadLetters(limit: 100)
    _ = try await store.settleDeadLetters([dead[0].id], as: .dropped)
    #expect(try await store.figures().deadLetters == dead.count - 1)
  }

  @Test func aRowThatIsDeletedIsNotCounted() async throws {
    let directory = try TemporaryDirectory()
    let store = try SQLiteStore(path: directory.storePath)
    try await write(0..<3000, to: store)
    _ = try await store.prune(RetentionLimits(rows: 100), now: .distantFuture, batch: 99_999)
    #expect(try await store.figures().ledgerRows == (try await store.rows(LedgerQuery(limit: .max))).count)
  }

  /// Every tenth failed.
  private func write(_ numbers: Range<Int64>, to store: SQLiteStore) async throws {
    let rows = numbers.map { StoreSamples.fire($0, .scheduled, $0 % 10 == 0 ? .failed : .succeeded, id: .random()) }
    _ = try await store.commit([StoreSamples.batch { $0.claims = rows }])
  }
}
