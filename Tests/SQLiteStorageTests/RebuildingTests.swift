import CivilTime
import Foundation
import GRDB
import Scheduling
import Seams
import TestSupport
import Testing

@testable import SQLiteStorage

struct RebuildingTests {
  private let directory: TemporaryDirectory
  private var path: String { directory.storePath }
  private let now = StoreSamples.instant(0)

  init() throws { directory = try TemporaryDirectory() }

  @Test func aSoundStoreIsOpenedAsItIs() async throws {
    let instance = try await SQLiteStore(path: path).restore().instance
    let opened = try SQLiteStore.openOrRebuild(path: path, now: now)
    #expect(opened.damage == nil)
    #expect(try await opened.store.restore().instance == instance)
  }

  @Test func aTornFileIsSetAsideAndANewOneMade() async throws {
    do { _ = try SQLiteStore(path: path) }
    let file = try FileHandle(forUpdating: URL(filePath: path))
    try file.truncate(atOffset: 5000)
    try file.close()
    let torn = try directory.contents()["carillon.db"]
    let opened = try SQLiteStore.openOrRebuild(path: path, now: now)
    let damage = try #require(opened.damage)
    #expect(damage.path == "\(path).damaged-20261121T020000Z")
    #expect(damage.problem.hasPrefix("\(path): cannot open the store: "))
    #expect(try directory.contents()["carillon.db.damaged-20261121T020000Z"] == torn)
    #expect(try await opened.store.commit([StoreSamples.batch { $0.claims = [StoreSamples.fire(0)] }]) == CommitResult())
    #expect(try await opened.store.check().isEmpty)
  }

  @Test func whatIsNoDatabaseIsSetAsideTooEachUnderANameOfItsOwn() throws {
    for name in ["carillon.db.damaged-20261121T020000Z", "carillon.db.damaged-20261121T020000Z-2"] {
      try Data("notes of the last meeting".utf8).write(to: URL(filePath: path))
      let damage = try SQLiteStore.openOrRebuild(path: path, now: now).damage
      #expect(damage?.path == "\(directory.path)/\(name)")
      try FileManager.default.removeItem(atPath: path)
    }
  }

  @Test func theLogOfADamagedFileGoesWithIt() throws {
    for suffix in ["", "-wal", "-shm"] { try Data("torn\(suffix)".utf8).write(to: URL(filePath: path + suffix)) }
    let damage = try #require(try SQLiteStore.openOrRebuild(path: path, now: now).damage)
    let names = try directory.contents().keys.filter { $0.contains("damaged") }.sorted()
    #expect(names.map { "\(directory.path)/\($0)" } == [damage.path, damage.path + "-shm", damage.path + "-wal"])
  }

  @Test func anotherProgramsDatabaseIsNotDamaged() throws {
    try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE notes (text)") }
    let before = try directory.contents()
    #expect(throws: StoreError.self) { try SQLiteStore.openOrRebuild(path: path, now: now) }
    #expect(try directory.contents() == before)
  }

  @Test func aNewerSchemaIsNotDamaged() async throws {
    try await SQLiteStore(path: path).write(.writingLedger) { try $0.execute(sql: "PRAGMA user_version = 9") }
    let error = #expect(throws: StoreError.self) { try SQLiteStore.openOrRebuild(path: path, now: now) }
    #expect(error?.description.contains("written by a newer Carillon (schema 9, this one knows up to 2)") == true)
    #expect(try !directory.contents().keys.contains { $0.contains("damaged") })
  }
}
