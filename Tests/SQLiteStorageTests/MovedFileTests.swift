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

  private func claim(_ minutes: Int64) async throws {
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

  @Test func whenItIsPutBackWritingGoesOn() async throws {
    try FileManager.default.moveItem(atPath: path, toPath: away)
    await #expect(throws: StoreError.self) { try await claim(0) }
    try FileManager.default.moveItem(atPath: away, toPath: path)
    try await claim(0)
    #expect(try await store.rows(LedgerQuery()).count == 1)
  }
}
