import CivilTime
import Foundation
import GRDB
import Scheduling
import Seams
import TestSupport
import Testing

@testable import SQLiteStorage

/// A file that the first version wrote, with that version's own SQL.
struct MigrationTests {
  private let directory: TemporaryDirectory
  private let claim = StoreSamples.fire(3, .scheduled, .started)
  private let manual = StoreSamples.fire(4, .manual, .failed)

  init() throws {
    directory = try TemporaryDirectory()
    let claim = claim
    let manual = manual
    try DatabaseQueue(path: directory.storePath).write { database in
      try database.execute(sql: "PRAGMA application_id = \(DatabaseFile.applicationID)")
      try database.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
      try database.execute(sql: "INSERT INTO grdb_migrations VALUES ('1')")
      try Schema.createVersion1(database)
      try database.execute(sql: "PRAGMA user_version = 1")
      try Version1.put(
        [StoreSamples.fullRevision, StoreSamples.revision(8, owedFrom: StoreSamples.instant(10))], coveredUntil: StoreSamples.instant(20),
        isRemoved: false, database)
      try Version1.put(
        [StoreSamples.revision(of: StoreSamples.hourly)], coveredUntil: StoreSamples.instant(7), isRemoved: true, database)
      for row in [claim, manual] { try Version1.insert(row, StoreSamples.httpTrigger, database) }
    }
  }

  @Test func schedulesAndRowsAreReadable() async throws {
    let store = try SQLiteStore(path: directory.storePath)
    let state = try await store.restore()
    #expect(state.schedules.map(\.revision) == [StoreSamples.revision(8, owedFrom: StoreSamples.instant(10))])
    #expect(state.schedules.map(\.coveredUntil) == [StoreSamples.instant(20)])
    #expect(state.schedules.map(\.state) == [.initial])
    #expect(state.schedules.first?.latestRow?.id == claim.id)
    #expect(state.retired.mapValues(\.revision) == [StoreSamples.hourly: 1])
    #expect(state.unfinished.map(\.id) == [claim.id])
    var expected = manual
    expected.trigger = StoreSamples.httpTrigger
    #expect(try await store.rows(LedgerQuery(fire: manual.id)) == [expected])
    #expect(try await store.deadLetters(limit: 9) == [expected])
  }

  @Test func revisionsAnswerForTheirTimes() async throws {
    let store = try SQLiteStore(path: directory.storePath)
    let answers = try await store.revisions(answeringIn: .distantPast ..< .distantFuture)
    let ends = Dictionary(grouping: answers, by: \.revision.scheduleID).mapValues { $0.map(\.through) }
    #expect(ends == [StoreSamples.nightly: [10, 20].map(StoreSamples.instant), StoreSamples.hourly: [StoreSamples.instant(7)]])
    #expect(answers.first { $0.revision.number == 7 }?.revision == StoreSamples.fullRevision)
  }

  @Test func itTakesNewRowsAndRefusesThoseItHas() async throws {
    let store = try SQLiteStore(path: directory.storePath)
    let new = StoreSamples.fire(5)
    let result = try await store.commit([StoreSamples.batch { $0.claims = [claim, new] }])
    #expect(result.refused == [claim.id])
    #expect(try await store.prune(RetentionLimits(rows: 1), now: .distantFuture, batch: 9).removedRows == 1)
    #expect(try await store.rows(LedgerQuery()).map(\.id) == [new.id, claim.id])
    #expect(try await store.check().isEmpty)
  }
}

/// The statements of the first version.
private enum Version1 {
  static func put(_ revisions: [Revision], coveredUntil: Instant, isRemoved: Bool, _ database: Database) throws {
    let id = revisions[0].scheduleID
    try database.execute(
      sql: "INSERT INTO schedule (id, revision, covered_until, removed) VALUES (?, ?, ?, ?)",
      arguments: [id, revisions[revisions.count - 1].number, coveredUntil, isRemoved])
    for revision in revisions {
      try database.execute(
        sql: "INSERT INTO revision (schedule_id, number, owed_from, definition) VALUES (?, ?, ?, ?)",
        arguments: [id, revision.number, revision.owedFrom, try json(revision.definition)])
    }
  }

  static func insert(_ row: LedgerRow, _ trigger: Trigger, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO ledger (id, kind, schedule_id, schedule_name, revision, due, due_last, count, outcome, claimed_at, attempt, trigger) \
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        row.id, row.kind.rawValue, row.scheduleID, row.scheduleName, row.revision, row.due, row.dueLast, row.count,
        row.outcome.rawValue, row.claimedAt, row.attempt, try json(trigger),
      ])
  }

  private static func json(_ value: some Encodable) throws -> String {
    String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
  }
}
