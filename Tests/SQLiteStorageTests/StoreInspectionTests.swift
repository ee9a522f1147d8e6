import Foundation
import Seams
import TestSupport
import Testing

@testable import SQLiteStorage

@Suite struct StoreInspectionTests {
  @Test func aClosedStoreIsLookedAtWithoutATrace() async throws {
    let folder = try ScratchDirectory()
    do { _ = try SQLiteStore(path: folder.path("carillon.db")) }
    #expect(!StoreInspection.hasLog(folder.path("carillon.db")))
    let before = try Self.listing(folder)
    let store = try StoreInspection(path: folder.path("carillon.db"))
    #expect(store.isOurs && store.schema == store.knownSchema && store.damage.isEmpty)
    #expect(try Self.listing(folder) == before)
  }

  @Test func whatIsNoDatabaseIsTold() throws {
    let folder = try ScratchDirectory()
    try folder.write(String(repeating: "a shopping list\n", count: 100), to: "carillon.db")
    let error = #expect(throws: StoreInspectionError.self) { try StoreInspection(path: folder.path("carillon.db")) }
    #expect(error?.sentence.contains("not a database") == true, "\(error?.sentence ?? "")")
    #expect(throws: StoreInspectionError.self) { try StoreInspection(path: folder.path("missing.db")) }
  }

  /// Names, sizes and bytes.
  private static func listing(_ folder: ScratchDirectory) throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return Dictionary(uniqueKeysWithValues: names.map { ($0, FileManager.default.contents(atPath: folder.path($0)) ?? Data()) })
  }
}
