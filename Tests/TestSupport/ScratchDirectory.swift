import Foundation
import Glibc
import Synchronization

/// An empty directory of a test's own, which goes with this object, or with the test process. Its path is short enough
/// for a Unix socket within it.
package final class ScratchDirectory: Sendable {
  package let path: String

  package init() throws {
    let name = "carillon-\(UInt32.random(in: 0 ... .max))"
    path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    ScratchDirectories.all.add(path)
  }

  deinit { ScratchDirectories.all.remove(path) }

  package func path(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file in one step, so that no reader sees half of it; folders are made as needed.
  package func write(_ text: String, to name: String) throws {
    let file = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file, options: .atomic)
  }

  package func read(_ name: String) -> String? { try? String(contentsOfFile: path(name), encoding: .utf8) }

  package func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}

/// Those that are there; what tests share lives until the process ends.
private final class ScratchDirectories: Sendable {
  static let all = ScratchDirectories()

  private let paths = Mutex<Set<String>>([])

  private init() {
    atexit { for path in ScratchDirectories.all.paths.withLock({ $0 }) { ScratchDirectories.all.remove(path) } }
  }

  func add(_ path: String) { paths.withLock { _ = $0.insert(path) } }

  func remove(_ path: String) {
    paths.withLock { _ = $0.remove(path) }
    try? FileManager.default.removeItem(atPath: path)
  }
}
