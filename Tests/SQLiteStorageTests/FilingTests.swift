import CivilTime
import GRDB
import Scheduling
import Seams
import TestSupport
import Testing

@testable import SQLiteStorage

/// Rows enter two of the indexes later than the table: nobody may notice.
struct FilingTests {
  private let directory: TemporaryDirectory
  private let store: SQLiteStore

  init() async throws {
    directory = try TemporaryDirectory()
    store = try SQLiteStore(path: directory.storePath)
  }

  @Test func aRowIsKnownBeforeAndAfterItIsFiled() async throws {
    let rows = [StoreSamples.fire(0), StoreSamples.fire(1), StoreSamples.fire(2, .manual)]
    _ = try await store.commit([StoreSamples.batch { $0.claims = rows }])
    for isFiled in [false, true] {
      if isFiled { try await file() }
      #expect(try await waitingCount() == (isFiled ? 0 : 3))
      #expect(try await store.rows(LedgerQuery(schedule: StoreSamples.nightly)) == rows.reversed())
      #expect(try await store.rows(LedgerQuery(fire: rows[1].id)) == [rows[1]])
      #expect(try await store.rows(LedgerQuery(schedule: StoreSamples.nightly, covering: rows[0].due)) == [rows[0]])
      #expect(try await store.commit([StoreSamples.batch { $0.claims = rows }]).refused == Set(rows.map(\.id)))
    }
  }

  /// The ledger should have no two such rows: an audit is to see them.
  @Test func ofTwoRowsThatCoverAnInstantBothAreFoundBeforeAndAfterTheyAreFiled() async throws {
    let (range, fire) = (StoreSamples.range(0...4), StoreSamples.fire(3))
    _ = try await store.commit([
      StoreSamples.batch {
        $0.claims = [fire]
        $0.ranges = [range]
      }
    ])
    for isFiled in [false, true] {
      if isFiled { try await file() }
      let query = LedgerQuery(schedule: StoreSamples.nightly, covering: StoreSamples.instant(3))
      #expect(try await store.rows(query) == [fire, range])
    }
  }

  /// Nobody asks for the id of a scheduled row that is filed: the index of instants tells that it is there.
  @Test func ofAHerdThoseThatAreFiledAreRefused() async throws {
    let herd = (0..<100).map { StoreSamples.fire($0) }
    let old = [0, 15, 16, 47, 48, 49, 99].map { herd[$0] }
    _ = try await store.commit([StoreSamples.batch { $0.claims = old }])
    try await file()
    #expect(try await store.commit([StoreSamples.batch(2) { $0.claims = herd }]).refused == Set(old.map(\.id)))
    let settled = herd.map { row in
      var row = row
      (row.outcome, row.runID) = (.succeeded, "run of \(row.id)")
      return row
    }
    _ = try await store.commit([StoreSamples.batch(3) { $0.updates = settled }])
    #expect(try await store.rows(LedgerQuery(limit: 200)) == settled.reversed())
  }

  @Test func aFiledRowCanBeSettled() async throws {
    var row = StoreSamples.fire(0)
    let claim = row
    _ = try await store.commit([StoreSamples.batch { $0.claims = [claim] }])
    try await file()
    row.outcome = .succeeded
    let settled = row
    _ = try await store.commit([StoreSamples.batch(2) { $0.updates = [settled] }])
    #expect(try await store.rows(LedgerQuery()) == [settled])
    #expect(try await store.restore().unfinished.isEmpty)
  }

  @Test(arguments: [false, true]) func howFarRowsReachIsFiledWithThem(isRemembered: Bool) async throws {
    _ = try await store.commit([
      StoreSamples.batch {
        $0.revisions = [StoreSamples.revision()]
        $0.claims = [StoreSamples.fire(1)]
        $0.ranges = [StoreSamples.range(2...3)]
      }
    ])
    _ = try await store.commit([StoreSamples.batch(2) { $0.updates = [StoreSamples.range(2...5)] }])
    if !isRemembered { try await store.write(.noting) { [filing = store.filing] in filing.forget($0) } }
    try await file()
    #expect(try await store.restore().schedules.map(\.coveredUntil) == [StoreSamples.instant(5)])
  }

  @Test func whatWaitsIsFiledWhenTheStoreIsOpened() async throws {
    _ = try await store.commit([StoreSamples.batch { $0.claims = [StoreSamples.fire(0)] }])
    let again = try SQLiteStore(path: directory.storePath)
    #expect(try await again.write(.noting) { try LedgerFiling().sequence(of: StoreSamples.fire(0).id, $0) } == nil)
  }

  /// Else a row might have a number below those that are filed, and nobody would find it.
  @Test(arguments: [false, true]) func noNumberIsGivenTwice(isRemembered: Bool) async throws {
    _ = try await store.commit([StoreSamples.batch { $0.claims = [StoreSamples.fire(0, .scheduled, .failed)] }])
    _ = try await store.prune(RetentionLimits(rows: 0), now: .distantFuture, batch: 9)
    if !isRemembered { try await store.write(.noting) { [filing = store.filing] in filing.forget($0) } }
    let row = StoreSamples.fire(1)
    _ = try await store.commit([StoreSamples.batch { $0.claims = [row] }])
    #expect(try await waitingCount() == 1)
    #expect(try await store.rows(LedgerQuery(fire: row.id)) == [row])
  }

  /// As `store verify` does beside a daemon.
  @Test func whatAnotherProcessHasFiledIsFiledOnce() async throws {
    let rows = [0, 1, 2].map { StoreSamples.fire($0) }
    _ = try await store.commit([StoreSamples.batch { $0.claims = [rows[0], rows[1]] }])
    let other = try SQLiteStore(path: directory.storePath)
    #expect(try await waitingCount() == 0)
    _ = try await store.commit([StoreSamples.batch(2) { $0.claims = [rows[2]] }])
    try await file()
    #expect(try await waitingCount() == 0)
    #expect(try await other.rows(LedgerQuery()) == rows.reversed())
    #expect(try await store.commit([StoreSamples.batch(3) { $0.claims = rows }]).refused == Set(rows.map(\.id)))
  }

  @Test func aTriggerIsStoredOnceForAllTheFiresOfARevision() async throws {
    let rows = [0, 1].map { index in
      var row = StoreSamples.fire(Int64(index))
      row.trigger = StoreSamples.triggers[index]
      return row
    }
    _ = try await store.commit([
      StoreSamples.batch {
        $0.revisions = [StoreSamples.revision(trigger: rows[0].trigger)]
        $0.claims = rows
      }
    ])
    let isSign = try await store.read(.readingLedger) { try Bool.fetchAll($0, sql: "SELECT trigger = '=' FROM ledger ORDER BY due") }
    #expect(isSign == [true, false])
    #expect(try await store.rows(LedgerQuery()) == rows.reversed())
  }

  @Test func aBatchThatFailedLeavesNoTrace() async throws {
    var broken = StoreSamples.fire(1)
    broken.count = 0
    let (good, bad) = (StoreSamples.fire(0), broken)
    await #expect(throws: StoreError.self) {
      try await store.commit([StoreSamples.batch { $0.claims = [good, bad] }])
    }
    #expect(try await store.commit([StoreSamples.batch { $0.claims = [good] }]).refused.isEmpty)
    #expect(try await store.rows(LedgerQuery()) == [good])
  }

  private func file() async throws {
    try await store.write(.writingLedger) { [filing = store.filing] in try filing.file($0) }
  }

  private func waitingCount() async throws -> Int? {
    try await store.read(.readingLedger) { database in
      var count = 0
      try PreparedStatement(database, "SELECT sequence FROM \(LedgerTable.unfiledTable) WHERE \(LedgerTable.isUnfiled)")
        .forEachRow(of: "ledger") { _ in count += 1 }
      return count
    }
  }
}
