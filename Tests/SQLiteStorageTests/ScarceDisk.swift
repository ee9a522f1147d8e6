import Foundation
import GRDB
import Testing

@testable import SQLiteStorage

/// A disk with room for a few hundred rows: the real thing where it can be had, and SQLite's own limit everywhere.
enum ScarceDisk {
  case limited(TemporaryDirectory)
  case mounted(SmallFileSystem)

  enum Means: CaseIterable {
    case sqliteLimit, smallFileSystem

    static let available = allCases.filter { $0 == .sqliteLimit || SmallFileSystem.isAllowed }
  }

  init(_ means: Means) throws {
    switch means {
    case .sqliteLimit: self = .limited(try TemporaryDirectory())
    case .smallFileSystem:
      let system = SmallFileSystem(bytes: 2 * 1024 * 1024)
      self = .mounted(try #require(system))
      try Data(count: 1024 * 1024).write(to: ballast)
    }
  }

  var storePath: String {
    switch self {
    case .limited(let directory): directory.storePath
    case .mounted(let system): system.storePath
    }
  }

  func openStore() throws -> SQLiteStore {
    switch self {
    case .limited: try SQLiteStore(path: storePath, limits: WriterLimits(maximumPageCount: 100))
    case .mounted: try SQLiteStore(path: storePath)
    }
  }

  func makeRoom(for store: SQLiteStore) async throws {
    switch self {
    case .limited: try await store.write(.writingLedger) { try $0.execute(sql: "PRAGMA max_page_count = 1000") }
    case .mounted: try FileManager.default.removeItem(at: ballast)
    }
  }

  private var ballast: URL { URL(filePath: storePath + ".ballast") }
}
