/// Where the cgroup v2 of a process is in the file system, by the texts of /proc.
enum CgroupPlace: Equatable {
  case directory(String)
  case none(reason: String)

  /// - Parameters:
  ///   - membership: /proc/PID/cgroup. The line of version 2 is `0::PATH`. Source: cgroups(7).
  ///   - mounts: /proc/self/mountinfo. Source: proc_pid_mountinfo(5).
  init(membership: String, mounts: String) {
    guard let line = membership.split(separator: "\n").first(where: { $0.hasPrefix("0::/") }) else {
      self = .none(reason: "this kernel or container has no cgroup v2")
      return
    }
    let path = line.dropFirst("0::".count)
    // Outside of the root of its own cgroup namespace.
    guard !path.hasPrefix("/..") else {
      self = .none(reason: "the control group of the daemon is out of its sight")
      return
    }
    let directories = mounts.split(separator: "\n").compactMap { Self.directory(of: path, mount: $0) }
    self =
      directories.first.map { .directory($0) } ?? .none(reason: "no cgroup2 file system is mounted that shows the control group \(path)")
  }

  /// `36 35 98:0 /root /mount/point rw,noatime master:1 - cgroup2 cgroup2 rw`, with `\040` for a space.
  private static func directory(of path: Substring, mount line: Substring) -> String? {
    let fields = line.split(separator: " ")
    guard let separator = fields.firstIndex(of: "-"), fields.indices.contains(separator + 1), fields[separator + 1] == "cgroup2" else {
      return nil
    }
    guard separator >= 5, !fields[3].contains("\\"), !fields[4].contains("\\") else { return nil }
    let root = fields[3] == "/" ? "" : fields[3]
    guard path == root || path.hasPrefix("\(root)/") else { return nil }
    let rest = path.dropFirst(root.count)
    return rest == "/" ? String(fields[4]) : "\(fields[4])\(rest)"
  }
}
