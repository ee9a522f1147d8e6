import Foundation
import Glibc
import Seams

/// A folder in the place for temporary files, for its owner alone, that goes with this object.
package final class PrivateFolder: Sendable {
  package let path: String

  /// - Parameter source: the store that a copy of is to be in it, for the error.
  package init(forACopyOf source: String) throws(StoreError) {
    var template = Array(FileManager.default.temporaryDirectory.appending(path: "carillon-export-XXXXXX").path.utf8CString)
    guard let made = mkdtemp(&template) else {
      let answer = String(cString: strerror(errno))
      throw StoreError(.other, "cannot make a folder for a copy of \(source): \(answer); TMPDIR names another place")
    }
    path = String(cString: made)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
