import CivilTime
import Foundation
import GRDB
import Scheduling
import Seams
import TestSupport
import Testing

@testable import SQLiteStorage

struct UpkeepTests {
  private let directory: TemporaryDirectory
  private let store: SQLiteStore
  private var copy: String { directory.path + "/copy.db" }

  init() throws {
    directory = try TemporaryDirectory()
    store = try SQLiteStore(path: directory.storePath)
  }

  // MARK: Retention

  /// A one-minute schedule, a day at a time, of which three are kept. What is written and deleted each day is the same, so
  /// that a file which does not grow over the second half of 40 days does not grow over 30 years of them. A few pages come
  /// and go with the random order of ids.
  @Test func aFileFromWhichAsMuchGoesAsComesStaysFlat() async throws {
    var sizes: [Int] = []
    for day in Int64(0)..<40 {
      try await write(day: day)
      try await prune(keepingDays: 3, day: day)
      try await store.shrink(atMost: .max)
      sizes.append(try fileSize())
    }
    let (early, late) = (sizes[10..<25].max() ?? 0, sizes[25...].max() ?? 0)
    #expect(late <= early + 10 * 4096, "\(sizes)")
    let rows = try await store.rows(LedgerQuery(limit: .max))
    #expect(rows.count == 3 * 1440)
    #expect(try await store.check().isEmpty)
  }

  @Test func aLimitInBytesHolds() async throws {
    for day in Int64(0)..<10 { try await write(day: day) }
    try await store.shrink(atMost: .max)
    let limit = try fileSize() / 2
    var result = PruneResult(removedRows: 0, horizon: nil, hasMore: true)
    while result.hasMore { result = try await store.prune(RetentionLimits(bytes: limit), now: .distantFuture, batch: 1000) }
    try await store.shrink(atMost: .max)
    #expect(try fileSize() <= limit)
    #expect(try await store.rows(LedgerQuery(limit: .max)).count > 10 * 1440 / 4)
  }

  @Test func noMoreThanAskedForIsGivenBack() async throws {
    for day in Int64(0)..<3 { try await write(day: day) }
    _ = try await store.prune(RetentionLimits(rows: 0), now: .distantFuture, batch: 99_999)
    try await store.shrink(atMost: 4096)
    let before = try fileSize()
    try await store.shrink(atMost: 100_000)
    #expect(try fileSize() == before - 24 * 4096)
  }

  // MARK: Copies

  @Test func aCopyIsAStoreOfItsOwnForItsOwnerAlone() async throws {
    try await write(day: 0)
    try await store.backUp(to: copy)
    #expect(try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int == 0o600)
    let (copied, original) = (try SQLiteStore(path: copy), store)
    #expect(try await copied.rows(LedgerQuery(limit: .max)) == original.rows(LedgerQuery(limit: .max)))
    #expect(try await copied.restore().instance == original.restore().instance)
  }

  @Test func aCopyIsWholeWhileWritesGoOn() async throws {
    async let writing: Void = write(days: 0..<20)
    try await store.backUp(to: copy)
    try await writing
    let rows = try await SQLiteStore(path: copy).rows(LedgerQuery(limit: .max))
    #expect(rows.count % 1440 == 0)
    #expect(try await SQLiteStore(path: copy).check().isEmpty)
  }

  @Test func aCopyReplacesNothing() async throws {
    try Data("precious".utf8).write(to: URL(filePath: copy))
    let error = await #expect(throws: StoreError.self) { try await store.backUp(to: copy) }
    #expect(error?.description == "\(copy): a file of this name is there already; give another name, or move it away")
    #expect(try directory.contents()["copy.db"] == Data("precious".utf8))
  }

  @Test func aCopyThatCannotBeMadeLeavesNothing() async throws {
    let error = await #expect(throws: StoreError.self) { try await store.backUp(to: directory.path + "/no/copy.db") }
    #expect(error?.description.hasSuffix("/no/copy.db: cannot write a copy of the store: No such file or directory") == true)
    #expect(try directory.contents().keys.filter { $0.contains("copy") }.isEmpty)
  }

  // MARK: Soundness

  @Test func damageInTheMiddleOfTheFileIsFound() async throws {
    for day in Int64(0)..<2 { try await write(day: day) }
    try await store.write(.noting) { _ in }
    _ = try await store.pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    let file = try FileHandle(forUpdating: URL(filePath: directory.storePath))
    try file.seek(toOffset: 4096 * 30)
    try file.write(contentsOf: Data(repeating: 0xA5, count: 4096 * 20))
    try file.close()
    #expect(try await !store.check().isEmpty)
  }

  /// An index that lacks a row lies in sound pages: questions go wrong, and the quick check is content.
  @Test func anIndexThatLacksARowIsFoundByTheThoroughCheck() async throws {
    try await write(day: 0)
    let index = try hide("ledger_due")
    try withDatabase { try $0.execute(sql: "UPDATE ledger SET due = due - 1 WHERE sequence = 7") }
    try show(index)
    let store = try SQLiteStore(path: directory.storePath)
    #expect(try await store.check().isEmpty)
    let findings = try await store.checkThoroughly()
    #expect(findings.contains { $0.contains("missing from index ledger_due") }, "\(findings)")
  }

  private func hide(_ index: String) throws -> Row {
    try withDatabase { database in
      let row = try Row.fetchOne(database, sql: "SELECT * FROM sqlite_schema WHERE name = ?", arguments: [index])
      try database.execute(sql: "PRAGMA writable_schema = ON")
      try database.execute(sql: "DELETE FROM sqlite_schema WHERE name = ?", arguments: [index])
      return try #require(row)
    }
  }

  private func show(_ index: Row) throws {
    try withDatabase { database in
      try database.execute(sql: "PRAGMA writable_schema = ON")
      let columns = StatementArguments(Array(index.databaseValues))
      try database.execute(sql: "INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", arguments: columns)
    }
  }

  /// A connection of its own, which reads the schema anew.
  private func withDatabase<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try DatabaseQueue(path: directory.storePath).writeWithoutTransaction(body)
  }

  // MARK: Being told to stop

  /// Of a large store a check takes minutes, and a stop may not.
  @Test(.timeLimit(.minutes(5))) func aLongLookAtTheFileEndsWhenItsTaskIsCancelled() async throws {
    try await expectEndWhenCancelled { [store] continuation in
      try await store.inspect(.checking) { database in try Self.countForEver(database, tellingBy: continuation) }
    }
    // The connection is as good as before.
    #expect(try await store.check().isEmpty)
  }

  @Test(.timeLimit(.minutes(5))) func aLongLookAtASnapshotEndsWhenItsTaskIsCancelled() async throws {
    try await expectEndWhenCancelled { [store] continuation in
      try await store.inspectSnapshot(.readingLedger) { database in try Self.countForEver(database, tellingBy: continuation) }
    }
    #expect(try await store.rows(LedgerQuery()).isEmpty)
  }

  /// - Parameter look: would go on for ever, and tells when SQLite is at it.
  private func expectEndWhenCancelled(
    _ look: @escaping @Sendable (AsyncStream<Void>.Continuation) async throws -> Int?, _ place: SourceLocation = #_sourceLocation
  ) async throws {
    let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
    let looking = Task { try await look(continuation) }
    for await _ in begun { break }
    looking.cancel()
    await #expect(throws: StoreError.self, sourceLocation: place) { try await looking.value }
  }

  /// Tells when SQLite is at it.
  private static func countForEver(_ database: Database, tellingBy continuation: AsyncStream<Void>.Continuation) throws -> Int? {
    let tell = DatabaseFunction("tell", argumentCount: 0) { _ in
      continuation.yield()
      return 1
    }
    database.add(function: tell)
    return try Int.fetchOne(
      database, sql: "WITH RECURSIVE n(i) AS (SELECT tell() UNION ALL SELECT 1 FROM n) SELECT count(*) FROM n")
  }

  @Test func whatIsToldToStopHasFoundNothingAndLeavesNoCopy() async throws {
    try await write(day: 0)
    for activity in ["check", "thorough check", "copy", "rows"] {
      let stopped = Task { [store, copy] in
        withUnsafeCurrentTask { $0?.cancel() }
        switch activity {
        case "check": _ = try await store.check()
        case "thorough check": _ = try await store.checkThoroughly()
        case "copy": try await store.backUp(to: copy)
        default: try await store.scheduledRows(in: .distantPast ..< .distantFuture) { _ in }
        }
      }
      let error = await #expect(throws: StoreError.self, "\(activity)") { try await stopped.value }
      #expect(error?.kind == .other && error?.description.hasSuffix(": it was told to stop") == true, "\(activity)")
    }
    #expect(try directory.contents().keys.filter { $0.contains("copy") }.isEmpty)
  }

  // MARK: The end

  @Test func anEndIsCleanOnlyWhenItWasMarked() async throws {
    #expect(try await store.wasCleanStop())
    try await store.markUncleanStart()
    #expect(try await !SQLiteStore(path: directory.storePath).wasCleanStop())
    try await store.markCleanStop()
    #expect(try await SQLiteStore(path: directory.storePath).wasCleanStop())
  }

  @Test func theLastCheckIsRemembered() async throws {
    #expect(try await store.lastCheck() == nil)
    try await store.noteCheck(at: StoreSamples.instant(3))
    #expect(try await SQLiteStore(path: directory.storePath).lastCheck() == StoreSamples.instant(3))
  }

  // MARK: A day of a one-minute schedule

  private func write(day: Int64) async throws {
    let rows = (day * 1440..<(day + 1) * 1440).map { StoreSamples.fire($0, .scheduled, .succeeded, id: .random()) }
    _ = try await store.commit([StoreSamples.batch { $0.claims = rows }])
  }

  private func write(days: Range<Int64>) async throws { for day in days { try await write(day: day) } }

  private func prune(keepingDays days: Int64, day: Int64) async throws {
    let limits = RetentionLimits(age: .seconds(days * 86_400))
    let now = StoreSamples.instant((day + 1) * 1440)
    while try await store.prune(limits, now: now, batch: 500).hasMore {}
  }

  private func fileSize() throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: directory.storePath)[.size] as? Int)
  }
}
