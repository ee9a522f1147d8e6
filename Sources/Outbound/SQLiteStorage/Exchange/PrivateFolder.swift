import Foundation
import Glibc
import Seams
import Synchronization

/// A folder in the place for temporary files, for its owner alone, that goes with this object.
package final class PrivateFolder: Sendable {
  package let path: String

  /// Those that are there.
  private static let standing = Mutex<Set<String>>([])

  /// - Parameter source: the store that a copy of is to be in it, for the error.
  package init(forACopyOf source: String) throws(StoreError) {
    var template = Array(FileManager.default.temporaryDirectory.appending(path: "carillon-copy-XXXXXX").path.utf8CString)
    guard let made = mkdtemp(&template) else {
      let answer = String(cString: strerror(errno))
      throw StoreError(.other, "cannot make a folder for a copy of \(source): \(answer); TMPDIR names another place")
    }
    let path = String(cString: made)
    self.path = path
    Self.standing.withLock { _ = $0.insert(path) }
  }

  deinit { Self.remove(path) }

  /// For a process that ends at once: nothing in them can be used any more.
  package static func removeAll() {
    for path in standing.withLock({ $0 }).sorted() { remove(path) }
  }

  private static func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
    standing.withLock { _ = $0.remove(path) }
  }
}
