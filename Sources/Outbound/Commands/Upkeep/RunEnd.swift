import Glibc

/// When a run that is over ended, by the times of its files: cheaper than reading the records of every run.
struct RunEnd {
  let name: String
  /// Microseconds since the Unix epoch.
  let endedAt: Int64
  /// False: a directory without a mark, which a start that was refused left, or one that is under way.
  let wasStarted: Bool

  /// Nil when it is running, or is not there.
  init?(of name: String, in directory: String) {
    self.name = name
    if let endedAt = Self.changedAt("\(directory)/exit") {
      self.endedAt = endedAt
      wasStarted = true
    } else if let startedAt = Self.changedAt("\(directory)/started") {
      // What cannot be read is not taken for over.
      guard let mark = try? RunMark.read(in: directory), !mark.isHeld else { return nil }
      // It may have ended between the two looks; else it is lost, and nobody knows when.
      endedAt = Self.changedAt("\(directory)/exit") ?? startedAt
      wasStarted = true
    } else {
      guard let changedAt = Self.changedAt(directory, kind: S_IFDIR) else { return nil }
      endedAt = changedAt
      wasStarted = false
    }
  }

  private static func changedAt(_ path: String, kind: mode_t = S_IFREG) -> Int64? {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == kind else { return nil }
    return Int64(status.st_mtim.tv_sec) * 1_000_000 + Int64(status.st_mtim.tv_nsec) / 1000
  }
}
