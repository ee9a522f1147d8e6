import Foundation
import GRDB

/// A store that a release left behind, in `Tests/Fixtures/databases`.
enum KeptDatabase: String, CaseIterable, Sendable {
  case release0_1_0 = "0.1.0"
  case schema2 = "0.2.0"

  private static let folder = (0..<2).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    .appending(path: "Fixtures/databases")

  /// Makes the file as it was, without opening it as a store.
  func write(to path: String) throws {
    let sql = try String(contentsOf: Self.folder.appending(path: "\(rawValue).sql"), encoding: .utf8)
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase { database in
      try database.execute(sql: sql)
      try database.execute(sql: "PRAGMA journal_mode = WAL")
    }
    try queue.close()
  }
}
