import CivilTime
import Foundation
import GRDB
import Scheduling
import Seams
import TestSupport
import Testing

@testable import SQLiteStorage

/// Stores that go back to an older release, and return.
struct StepBackTests {
  private let directory: TemporaryDirectory
  private var path: String { directory.storePath }
  private let now = StoreSamples.instant(60)

  init() throws { directory = try TemporaryDirectory() }

  @Test func itIsBuiltAsTheOldReleaseBuiltIt() async throws {
    let old = try TemporaryDirectory()
    try KeptDatabase.release0_1_0.write(to: old.storePath)
    _ = try await FullStore.make(at: path)
    try stepBack()
    #expect(try Self.structure(path) == Self.structure(old.storePath))
  }

  @Test(arguments: KeptDatabase.allCases) func aKeptStoreOpensAndIsSound(_ kept: KeptDatabase) async throws {
    try kept.write(to: path)
    let rows = try Self.ledger(path)
    let store = try SQLiteStore(path: path)
    #expect(try await store.check().isEmpty)
    #expect(try Self.ledger(path) == rows)
    #expect(try await store.rows(LedgerQuery(limit: .max)).count == rows.count)
    #expect(try await store.restore().schedules.count >= 5)
  }

  /// Of the release whose schema it goes back to, nothing is lost.
  @Test func theOldReleasesOwnStoreReturnsAsItWas() async throws {
    try KeptDatabase.release0_1_0.write(to: path)
    let before = try Self.dump(path)
    do { _ = try SQLiteStore(path: path) }
    let migration = try stepBack()
    #expect(migration.losses.isEmpty)
    let after = try Self.dump(path)
    #expect(after.keys.sorted() == before.keys.sorted())
    for table in before.keys where table != "revision" { #expect(after[table] == before[table], "\(table)") }
    let gone = ScheduleRecord.fileID(name: "refused")
    #expect(try Self.definitions(path) == Self.definitions(try oldStore()).filter { $0.key != gone })
  }

  @Test func thereAndBackKeepsSchedulesAndRows() async throws {
    try KeptDatabase.schema2.write(to: path)
    let before = try SQLiteStore(path: path)
    let (rows, state) = (try await before.rows(LedgerQuery(limit: .max)), try await before.restore())
    try before.pool.close()
    try stepBack()
    let after = try SQLiteStore(path: path)
    #expect(try await after.check().isEmpty)
    let returned = try await after.rows(LedgerQuery(limit: .max))
    #expect(returned.map(\.id) == rows.map(\.id))
    for (row, was) in zip(returned, rows) where was.kind != .chained && StepBackTo1.outcomes[was.outcome.rawValue] == nil {
      var expected = was
      expected.details = FireDetails()
      #expect(row == expected)
    }
    let local = Set(state.schedules.filter { $0.revision.definition.record.source == .local }.map(\.revision.scheduleID))
    #expect(
      try await after.restore().schedules.map(\.revision.scheduleID)
        == state.schedules.map(\.revision.scheduleID).filter { !local.contains($0) })
    #expect(try await after.restore().instance == state.instance)
  }

  @Test func whatTheOldReleaseHasNoWordForGetsItsNearestWord() async throws {
    let store = try await FullStore.make(at: path)
    let rows = try await store.rows(LedgerQuery(limit: .max))
    try store.pool.close()
    try stepBack()
    let after = try await SQLiteStore(path: path).rows(LedgerQuery(limit: .max))
    #expect(after.count == rows.count)
    let mutex = try #require(rows.first { $0.outcome == .skippedMutex }.flatMap { row in after.first { $0.id == row.id } })
    #expect(mutex.outcome == .skippedOverlap)
    #expect(mutex.reason == Reason("skipped_mutex", "in the words of a newer release: skipped_mutex"))
    let chained = try #require(rows.first { $0.kind == .chained }.flatMap { row in after.first { $0.id == row.id } })
    #expect(chained.kind == .manual && chained.reason?.code == "chained")
    #expect(chained.outcome == .started, "the old release can follow its run")
  }

  @Test func aRunThatCannotBeFollowedIsLost() async throws {
    let store = try SQLiteStore(path: path)
    var row = StoreSamples.fire(3, .scheduled, .started)
    row.trigger = .snapshot(SnapshotTrigger(snapshot: .named("s")))
    let claim = row
    _ = try await store.commit([
      StoreSamples.batch {
        $0.revisions = [StoreSamples.revision(trigger: claim.trigger)]
        $0.claims = [claim]
      }
    ])
    try store.pool.close()
    #expect(try stepBack().losses.contains { $0.hasPrefix("1 fire under way that 0.1.0 cannot follow") })
    let after = try SQLiteStore(path: path)
    let lost = try #require(try await after.rows(LedgerQuery(fire: claim.id)).first)
    #expect(lost.outcome == .lost && lost.finishedAt == now && lost.trigger == nil && lost.reason?.code == "needs_newer_release")
    let definition = try #require(try await after.restore().schedules.first).revision.definition
    #expect(definition.standing == .unbound && definition.trigger == nil)
    #expect(definition.reason?.sentence == "it has a trigger of kind snapshot, which this release of Carillon does not know")
  }

  @Test func whatIsLostIsSaidAndIsInTheCopy() async throws {
    let store = try await FullStore.make(at: path)
    try store.pool.close()
    let plan = try StoreMigration.plan(path: path, to: 1)
    #expect(plan.backup == nil && plan.isNeeded)
    #expect(try Self.version(path) == 2)
    let migration = try stepBack()
    #expect(migration.losses == plan.losses)
    for words in [
      "nightly-1: 1 schedule; they are paused by command", "mine: 1 schedule; they are local", "keys for the network: 1",
      "lines of the audit log: 1",
      "chained",
    ] {
      #expect(plan.losses.contains { $0.contains(words) }, "\(words): \(plan.losses)")
    }
    #expect(migration.backup == "\(path).schema-2-20261121T030000Z")
    #expect(!StoreInspection.hasLog(path), "the file alone holds the store")
    let copy = try SQLiteStore(path: try #require(migration.backup))
    #expect(try await copy.keys().count == 1)
    #expect(try await copy.localSchedules().map(\.name) == ["mine"])
  }

  /// Revisions of schema 1 answer for all of their time: what lies before the horizon, or behind a gap, must not come back as owed.
  @Test func noInstantIsOwedThatWasNotOwedBefore() async throws {
    let store = try SQLiteStore(path: path)
    _ = try await store.commit([
      StoreSamples.batch {
        $0.revisions = [StoreSamples.revision(1, owedFrom: StoreSamples.instant(0))]
        $0.claims = [StoreSamples.range(1...10)]
      }
    ])
    _ = try await store.commit([StoreSamples.batch { $0.removals = [StoreSamples.nightly] }])
    _ = try await store.commit([
      StoreSamples.batch {
        $0.revisions = [StoreSamples.revision(2, owedFrom: StoreSamples.instant(50))]
      }
    ])
    _ = try await store.commit([
      StoreSamples.batch {
        $0.revisions = [StoreSamples.revision(3, owedFrom: StoreSamples.instant(60))]
        $0.claims = [StoreSamples.fire(70)]
      }
    ])
    try await store.write(.noting) { try InstallationTable.advanceHorizon(to: StoreSamples.instant(55), $0) }
    try store.pool.close()
    try stepBack()
    let answering = try await SQLiteStore(path: path).revisions(answeringIn: .distantPast ..< .distantFuture)
    #expect(answering.map(\.revision.number) == [2, 3])
    #expect(answering.map(\.revision.owedFrom) == [StoreSamples.instant(55).advanced(by: .microseconds(-1)), StoreSamples.instant(60)])
    #expect(answering.map(\.through) == [StoreSamples.instant(60), StoreSamples.instant(70)])
  }

  @Test func aStoreOfThatSchemaIsLeftAlone() async throws {
    do { _ = try SQLiteStore(path: path) }
    let before = try directory.contents()
    let migration = try StoreMigration.run(path: path, to: 2, now: now)
    #expect(!migration.isNeeded && migration.backup == nil)
    #expect(try directory.contents()["carillon.db"] == before["carillon.db"])
  }

  @Test func askingLeavesNothingBesideAClosedStore() throws {
    try KeptDatabase.schema2.write(to: path)
    let before = try directory.contents()
    #expect(try StoreMigration.plan(path: path, to: 1).isNeeded)
    #expect(try directory.contents() == before)
  }

  /// A process that ends without closing the store leaves its log behind, empty.
  @Test func askingLeavesNothingBesideAStoreWithAnEmptyLog() throws {
    try KeptDatabase.schema2.write(to: path)
    let before = try directory.contents()
    try Data().write(to: URL(filePath: path + "-wal"))
    #expect(try StoreMigration.plan(path: path, to: 1).isNeeded)
    #expect(try directory.contents() == before)
  }

  @Test func askingSeesWhatIsOnlyInTheLog() async throws {
    let store = try await FullStore.make(at: path)
    #expect(try StoreMigration.plan(path: path, to: 1).losses.contains { $0.contains("keys for the network: 1") })
    try store.pool.close()
  }

  @Test func forwardItGoesByTheSameCommand() async throws {
    try KeptDatabase.release0_1_0.write(to: path)
    let migration = try StoreMigration.run(path: path, to: nil, now: now)
    #expect(migration.from == 1 && migration.to == 2 && migration.losses.isEmpty)
    #expect(try Self.version(path) == 2)
    #expect(try Self.version(try #require(migration.backup)) == 1)
  }

  @Test(arguments: [0, 3]) func aSchemaThatIsNotKnownIsRefused(number: Int) throws {
    do { _ = try SQLiteStore(path: path) }
    let error = #expect(throws: StoreError.self) { try StoreMigration.run(path: path, to: number, now: now) }
    #expect(error?.description == "there is no schema \(number): this Carillon knows 1 to 2")
    #expect(try !directory.contents().keys.contains { $0.contains("schema-") })
  }

  // MARK: Releases

  @Test(arguments: [
    ("0.1.0", 1), ("0.1.0-1", 1), ("1:0.1.7-2", 1), ("0.1.0~rc1", 1), ("0.2.0~rc1-1", 2), ("0.2.0", 2), ("0.1.0+git20261121.ab-1", 2),
    ("7.0.0", 2),
  ]) func aReleaseHasASchema(version: String, schema: Int) throws {
    #expect(try SchemaReleases.schema(of: version) == schema)
  }

  @Test(arguments: ["", "1", "0.1", "x.1.0", "0.1.0x", "0.0.9"]) func whatIsNoReleaseIsTold(version: String) {
    #expect(throws: StoreError.self) { try SchemaReleases.schema(of: version) }
  }

  @Test func theNewestSchemaBelongsToARelease() {
    #expect(SchemaReleases.all.last?.schema == Schema.version)
    #expect(SchemaReleases.all.map(\.schema) == SchemaReleases.all.map(\.schema).sorted())
  }

  // MARK: Words

  @discardableResult
  private func stepBack() throws -> StoreMigration { try StoreMigration.run(path: path, to: 1, now: now) }

  private func oldStore() throws -> String {
    let path = directory.path + "/old.db"
    try KeptDatabase.release0_1_0.write(to: path)
    return path
  }

  private static func look<Value>(_ path: String, _ body: (Database) throws -> Value) throws -> Value {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.read(body)
  }

  private static func version(_ path: String) throws -> Int? { try look(path) { try Int.fetchOne($0, sql: "PRAGMA user_version") } }

  /// Blanks do not count.
  private static func structure(_ path: String) throws -> [String: String] {
    try look(path) { database in
      let rows = try Row.fetchAll(database, sql: "SELECT name, sql FROM sqlite_master WHERE sql NOT NULL")
      return Dictionary(
        uniqueKeysWithValues: rows.map { row in
          let sql: String = row["sql"]
          return (
            row["name"],
            sql.replacing("\"", with: "").split(whereSeparator: \.isWhitespace).joined(separator: " ").replacing(" )", with: ")")
          )
        })
    }
  }

  /// What every schema has of the ledger.
  private static func ledger(_ path: String) throws -> [Row] {
    try look(path) { database in
      try Row.fetchAll(
        database,
        sql:
          "SELECT sequence, id, kind, schedule_id, revision, due, due_last, count, outcome, reason_code, claimed_at, run_name FROM ledger")
    }
  }

  private static func dump(_ path: String) throws -> [String: [Row]] {
    try look(path) { database in
      let tables = try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
      return Dictionary(uniqueKeysWithValues: try tables.map { ($0, try Row.fetchAll(database, sql: "SELECT * FROM \($0)")) })
    }
  }

  /// Read: members of JSON have no order.
  private static func definitions(_ path: String) throws -> [Identifier: [ScheduleDefinition]] {
    try look(path) { database in
      let texts = try String.fetchAll(database, sql: "SELECT definition FROM revision ORDER BY schedule_id, number")
      return Dictionary(grouping: try texts.map { try JSONText.decode(ScheduleDefinition.self, from: $0) }, by: \.id)
    }
  }
}
