import Foundation
import Scheduling
import Seams
import TestSupport
import Testing

@testable import SQLiteStorage

/// A store's file that somebody takes away while it is open.
struct MovedFileTests {
  private let directory: TemporaryDirectory
  private let store: SQLiteStore
  private var path: String { directory.storePath }
  private var away: String { directory.path + "/away.db" }

  init() throws {
    directory = try TemporaryDirectory()
    store = try SQLiteStore(path: directory.storePath)
  }

  private func claim(_ minutes: Int64) async throws { try await claim(minutes, store) }

  private func claim(_ minutes: Int64, _ store: SQLiteStore) async throws {
    _ = try await store.commit([StoreSamples.batch { $0.claims = [StoreSamples.fire(minutes)] }])
  }

  @Test(arguments: ["moved", "removed", "replaced"]) func nothingIsWrittenIntoIt(how: String) async throws {
    try await claim(0)
    try FileManager.default.moveItem(atPath: path, toPath: away)
    if how == "removed" { try FileManager.default.removeItem(atPath: away) }
    if how == "replaced" { try FileManager.default.copyItem(atPath: away, toPath: path) }
    let error = await #expect(throws: StoreError.self) { try await claim(1) }
    #expect(error?.kind == .other)
    #expect(error?.description.hasPrefix("\(path): cannot write the ledger: the file was moved, removed or replaced") == true)
    await #expect(throws: StoreError.self) { try await store.noteCheck(at: StoreSamples.instant(0)) }
  }

  /// The log of the file that was there is beside the copy, and holds pages of another file.
  @Test(arguments: ["a claim", "the end"]) func whatReplacesItIsWholeForTheNextLife(refused: String) async throws {
    let (path, copy) = (directory.path + "/ledger.db", directory.path + "/copy.db")
    do {
      let store = try SQLiteStore(path: path)
      try await claim(0, store)
      try await store.backUp(to: copy)
      for minutes in Int64(1)..<50 { try await claim(minutes, store) }
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.moveItem(atPath: copy, toPath: path)
      if refused == "a claim" {
        await #expect(throws: StoreError.self) { try await claim(50, store) }
      } else {
        await #expect(throws: StoreError.self) { try await store.markCleanStop() }
      }
    }
    let next = try SQLiteStore(path: path)
    #expect(try await next.rows(LedgerQuery()).count == 1)
    #expect(try await next.checkThoroughly() == [])
  }

  @Test func whenItIsPutBackWritingGoesOn() async throws {
    try await claim(0)
    try FileManager.default.moveItem(atPath: path, toPath: away)
    await #expect(throws: StoreError.self) { try await claim(1) }
    try FileManager.default.moveItem(atPath: away, toPath: path)
    try await claim(1)
    #expect(try await SQLiteStore(path: path).rows(LedgerQuery()).count == 2)
  }
}
