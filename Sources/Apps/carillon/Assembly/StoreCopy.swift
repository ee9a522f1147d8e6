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

  /// Refused is what is written to meanwhile: its log and itself are copied one after the other, and the copy would be torn.
  /// - Parameters:
  ///   - path: of the file itself, no link to it: its log lies beside it.
  ///   - copying: makes the second file of the first.
  init(of path: String, copying: (String, String) throws -> Void = StoreCopy.copyFile) throws {
    folder = try PrivateFolder(forACopyOf: path)
    let copy = "\(folder.path)/carillon.db"
    let before = Self.lastWrites(to: path)
    for suffix in ["", "-wal"] where access(path + suffix, F_OK) == 0 {
      do {
        try copying(path + suffix, copy + suffix)
      } catch {
        try Self.expect(before, of: path)
        let answer = "it cannot be written to, nor copied to \(folder.path): \(error.localizedDescription)"
        throw ControlProblem(.failure, "\(path): \(answer); copy it to where you can write")
      }
    }
    try Self.expect(before, of: path)
    do throws(StoreError) {
      store = try SQLiteStore(path: copy)
    } catch {
      throw StoreError(error.kind, error.description.replacing(copy, with: path))
    }
  }

  static func copyFile(_ file: String, to copy: String) throws {
    try FileManager.default.copyItem(atPath: file, toPath: copy)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: copy)
  }

  private static func lastWrites(to path: String) -> [[Int]] { ["", "-wal"].map { StoreInspection.lastWrite(to: path + $0) } }

  private static func expect(_ before: [[Int]], of path: String) throws {
    guard lastWrites(to: path) != before else { return }
    throw ControlProblem(
      .badRequest, "\(path): it may be in use: it was written to while it was copied; verify a backup of it: carillon store backup FILE")
  }
}
