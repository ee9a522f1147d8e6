import Glibc

/// The control group of one run. Its supervisor makes it, and removes it when it is empty.
struct RunCgroup {
  let path: String

  private static let prefix = "run-"

  /// The beginning of its path: the supervisor appends a dot and its own process id.
  static func pathPrefix(parent: String, name: String) -> String { "\(parent)/\(prefix)\(name)" }

  /// The run that a group of this name would belong to; nil when it is not one of ours.
  static func runName(of directory: String) -> String? {
    guard directory.hasPrefix(prefix), let dot = directory.lastIndex(of: ".") else { return nil }
    guard Int32(directory[directory.index(after: dot)...]) != nil else { return nil }
    return String(directory[..<dot].dropFirst(prefix.count))
  }

  /// Ends what is in it, and removes it: false when something in it is still on its way out, and it has to be tried again.
  func end() -> Bool {
    // Not a group (any more): nothing there is ours to remove.
    guard access("\(path)/cgroup.procs", F_OK) == 0 else { return true }
    killAll()
    return Self.remove(path)
  }

  /// Linux 5.14; before it only an empty group goes.
  private func killAll() {
    let number = open("\(path)/cgroup.kill", O_WRONLY | O_CLOEXEC)
    guard number >= 0 else { return }
    let file = OwnedDescriptor(number)
    _ = write(file.number, "1", 1)
  }

  /// With the groups that the command made in it.
  private static func remove(_ path: String) -> Bool {
    for entry in DirectoryListing.entries(of: path) where entry.isDirectory { _ = remove("\(path)/\(entry.name)") }
    return rmdir(path) == 0 || errno == ENOENT
  }
}
