import Foundation
import Glibc

/// Where the groups of a test's commands are made.
enum GroupsPlace: String, Sendable {
  /// A cgroup v2 of the test's own, as one that was delegated to a daemon.
  case controlGroup
  /// A folder that is no control group: commands have to get along without.
  case folder

  /// A machine may keep its control groups from the tests (no root, a container).
  static let onThisMachine: [GroupsPlace] = (try? ScratchCgroup(.controlGroup)) == nil ? [.folder] : [.controlGroup, .folder]
}

/// A place for groups that goes with the test, and all that is in it.
final class ScratchCgroup: Sendable {
  let path: String
  let isReal: Bool

  init(_ place: GroupsPlace) throws {
    isReal = place == .controlGroup
    let parent = isReal ? Self.mountPoint : FileManager.default.temporaryDirectory.path
    guard let parent else { throw SystemError(number: ENODEV) }
    path = "\(parent)/carillon-test-\(UUID().uuidString)"
    guard mkdir(path, 0o755) == 0 else { throw SystemError(number: errno) }
    guard !isReal || access(path + "/cgroup.kill", W_OK) == 0 else {
      rmdir(path)
      throw SystemError(number: ENOTSUP)
    }
  }

  deinit {
    guard isReal else { return _ = try? FileManager.default.removeItem(atPath: path) }
    let file = open(path + "/cgroup.kill", O_WRONLY | O_CLOEXEC)
    _ = write(file, "1", 1)
    close(file)
    for group in groups { rmdir("\(path)/\(group)") }
    rmdir(path)
  }

  /// Names of the groups in it.
  var groups: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasPrefix("run-") }.sorted()
  }

  /// Nil when there is no such file.
  func text(of file: String) -> String? { try? String(contentsOfFile: "\(path)/\(file)", encoding: .utf8) }

  /// Waits until no process is in it or below it: one that has ended can be in it a moment longer.
  func emptied() async throws {
    let changes = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    defer { close(changes) }
    inotify_add_watch(changes, path + "/cgroup.events", UInt32(IN_MODIFY))
    while text(of: "cgroup.events")?.contains("populated 1") == true {
      await readable(changes)
      var event = [UInt8](repeating: 0, count: 4096)
      while read(changes, &event, event.count) > 0 {}
      try Task.checkCancellation()
    }
  }

  private static var mountPoint: String? {
    let mounts = try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)
    let lines = mounts?.split(separator: "\n").map { $0.split(separator: " ") } ?? []
    return lines.first { $0.count > 2 && $0[2] == "cgroup2" }.map { String($0[1]) }
  }
}
