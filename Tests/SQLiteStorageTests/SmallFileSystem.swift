import Foundation

/// A small file system of its own, where this user may mount one.
final class SmallFileSystem: Sendable {
  let path: String
  private let directory: TemporaryDirectory

  /// Nil when mounting is not allowed here.
  init?(bytes: Int) {
    guard let directory = try? TemporaryDirectory(),
      Self.run("mount", "-t", "tmpfs", "-o", "size=\(bytes)", "tmpfs", directory.path)
    else { return nil }
    self.directory = directory
    path = directory.path
  }

  deinit { _ = Self.run("umount", "--lazy", path) }

  var storePath: String { path + "/carillon.db" }

  func remountReadOnly() -> Bool { Self.run("mount", "-o", "remount,ro", path) }

  static let isAllowed = SmallFileSystem(bytes: 65_536) != nil

  private static func run(_ arguments: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
