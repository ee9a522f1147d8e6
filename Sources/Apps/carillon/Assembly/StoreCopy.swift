import ControlMessages
import Foundation
import Glibc
import SQLiteStorage
import Seams

/// A store that nobody may write to, such as a backup on a medium that is read-only: it is opened from a copy, byte for byte, which goes
/// with this.
struct StoreCopy {
  let store: SQLiteStore
  private let folder: PrivateFolder

  /// Opening a store writes to it, and makes files beside it.
  static func isNeeded(for path: String) -> Bool {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    return access(path, W_OK) != 0 || access(folder, W_OK) != 0
  }

  /// - Parameter path: of a file that nobody writes to meanwhile.
  init(of path: String) throws {
    // It may be in use by whoever may write to it, and the copy would be torn.
    if access(path, W_OK) != 0, errno != EROFS, StoreInspection.hasLog(path) {
      throw ControlProblem(.badRequest, "\(path): it may be in use, and you may not write to it; copy it to where you can write")
    }
    folder = try PrivateFolder(forACopyOf: path)
    let copy = "\(folder.path)/carillon.db"
    for suffix in ["", "-wal"] where access(path + suffix, F_OK) == 0 {
      do {
        try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: copy + suffix)
      } catch {
        let answer = "it cannot be written to, nor copied to \(folder.path): \(error.localizedDescription)"
        throw ControlProblem(.failure, "\(path): \(answer); copy it to where you can write")
      }
    }
    do throws(StoreError) {
      store = try SQLiteStore(path: copy)
    } catch {
      throw StoreError(error.kind, error.description.replacing(copy, with: path))
    }
  }
}
