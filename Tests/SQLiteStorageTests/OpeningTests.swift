import Foundation
import GRDB
import Scheduling
import Seams
import Testing

@testable import SQLiteStorage

struct OpeningTests {
  let directory: TemporaryDirectory
  init() throws { directory = try TemporaryDirectory() }

  @Test func aNewStoreIsForItsOwnerAlone() async throws {
    let store = try SQLiteStore(path: directory.storePath)
    _ = try await store.restore()
    for suffix in ["", "-wal", "-shm"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: directory.storePath + suffix)
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(suffix)")
    }
  }

  @Test func theWriterSyncsEveryTransaction() async throws {
    let store = try SQLiteStore(path: directory.storePath)
    let settings = try await store.write(.writingLedger) { database in
      try ["journal_mode", "synchronous", "foreign_keys", "auto_vacuum"].map { name in
        try String.fetchOne(database, sql: "PRAGMA \(name)")
      }
    }
    // synchronous 2 is FULL, auto_vacuum 2 is INCREMENTAL.
    #expect(settings == ["wal", "2", "1", "2"])
  }

  @Test func anEmptyFileBecomesAStoreWithTablesThatCheckTypes() async throws {
    try Data().write(to: URL(filePath: directory.storePath))
    let store = try SQLiteStore(path: directory.storePath)
    let (version, loose) = try await store.read(.readingLedger) { database in
      (
        try Int.fetchOne(database, sql: "PRAGMA user_version"),
        try String.fetchAll(
          database, sql: "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite%'")
      )
    }
    #expect(version == 2)
    #expect(loose == ["grdb_migrations"])
  }

  @Test func aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws {
    let path = directory.storePath
    try Data("notes of the last meeting, long enough to fill the header of a database and some more of it to be sure".utf8)
      .write(to: URL(filePath: path))
    let before = try directory.contents()
    #expect(try opening(path) == "\(path): not a SQLite database; move it away, or set another state_directory")
    #expect(try directory.contents() == before)
  }

  @Test func aShortFileIsRefusedAndLeftAlone() throws {
    try Data("SQLite format 3\0".utf8).write(to: URL(filePath: directory.storePath))
    #expect(try opening(directory.storePath).contains("not a SQLite database"))
  }

  @Test(arguments: ["DELETE", "WAL"])
  func anotherProgramsDatabaseIsRefusedAndLeftAlone(mode: String) throws {
    let path = directory.storePath
    try DatabaseQueue(path: path).writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA journal_mode = \(mode); CREATE TABLE notes (text); INSERT INTO notes VALUES ('x')")
    }
    let before = try directory.contents()
    #expect(
      try opening(path) == "\(path): a SQLite database of another program; move it away, or set another state_directory")
    #expect(try directory.contents() == before)
  }

  @Test func aNewerSchemaIsRefusedAndLeftAlone() async throws {
    let path = directory.storePath
    let store = try SQLiteStore(path: path)
    try await store.write(.writingLedger) { try $0.execute(sql: "PRAGMA user_version = 9") }
    // As a newer one leaves it that is killed: the number is in the log alone.
    let killed = try TemporaryDirectory()
    for suffix in ["", "-wal"] { try FileManager.default.copyItem(atPath: path + suffix, toPath: killed.storePath + suffix) }
    try store.pool.close()
    for directory in [directory, killed] {
      // The log's index may be made anew.
      func contents() throws -> [String: Data] { try directory.contents().filter { !$0.key.hasSuffix("-shm") } }
      let before = try contents()
      #expect(try opening(directory.storePath).contains("written by a newer Carillon"))
      let after = try contents()
      #expect(after.keys.sorted() == before.keys.sorted())
      #expect(after == before)
    }
    #expect(
      try opening(path)
        == "\(path): written by a newer Carillon (schema 9, this one knows up to 2); run the newer one; or let the newer one take the file "
        + "back, with 'carillon store migrate --to 2'; or move it away")
  }

  @Test func aDirectoryThatIsMissingIsNamed() throws {
    let answer = try opening("/proc/self/no/carillon.db")
    #expect(answer.hasPrefix("/proc/self/no/carillon.db: cannot open the store: No such file or directory; set a state_directory"))
  }

  @Test func aStoreThatIsADirectoryIsNamed() throws {
    #expect(try opening(directory.path).contains("Is a directory"))
  }

  @Test func aTornFileIsDamaged() throws {
    let path = directory.storePath
    // The last connection to close copies the log into the file.
    do { _ = try SQLiteStore(path: path) }
    #expect(try directory.contents().keys.sorted() == ["carillon.db"])
    let file = try FileHandle(forUpdating: URL(filePath: path))
    try file.truncate(atOffset: 5000)
    try file.close()
    #expect { try SQLiteStore(path: path) } throws: { ($0 as? StoreError)?.kind == .damaged }
  }

  /// What the store says instead of opening.
  private func opening(_ path: String) throws -> String {
    try #require(throws: StoreError.self) { _ = try SQLiteStore(path: path) }.description
  }
}
