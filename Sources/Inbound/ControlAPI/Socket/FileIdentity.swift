import FoundationEssentials
import Glibc

/// What is at a path, a symbolic link not followed: enough to tell a file from another of the same name.
///
/// From Foundation, for `struct stat` of Glibc cannot be used beside NIO under MemberImportVisibility.
struct FileIdentity: Equatable, Sendable {
  let isSocket: Bool
  private let device: UInt64
  private let inode: UInt64

  /// - Throws: the error number; `ENOENT` when there is nothing.
  init(_ path: String) throws(SystemError) {
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      isSocket = attributes[.type] as? FileAttributeType == .typeSocket
      device = attributes[.systemNumber] as? UInt64 ?? 0
      inode = attributes[.systemFileNumber] as? UInt64 ?? 0
    } catch {
      let cocoa = error as? CocoaError
      let underlying = (cocoa?.underlying as? POSIXError)?.code.rawValue
      throw SystemError(number: underlying ?? (cocoa?.code == .fileReadNoSuchFile ? ENOENT : EACCES))
    }
  }
}

/// An `errno`.
struct SystemError: Error, Equatable {
  let number: Int32
}
