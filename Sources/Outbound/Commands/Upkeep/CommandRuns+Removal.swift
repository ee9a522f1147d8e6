import Glibc

extension CommandRuns {
  /// Forgets the run: its records and its output. The name can then be started again.
  ///
  /// A running command is refused; a run that is not there is no error.
  package func remove(_ name: String) throws(CommandRunError) {
    if case .running(let supervisor) = try state(of: name) {
      throw .stillRunning(name: name, supervisor: supervisor)
    }
    let directory = try directory(of: name)
    // While the mark tells whose it is.
    if let cgroup = try RunMark.read(in: directory)?.cgroup, !RunCgroup(path: cgroup).end() {
      throw .notRemoved(path: cgroup, reason: "what is in it is still on its way out")
    }
    // The mark goes last: a removal that was interrupted leaves a run that cannot be started twice.
    for file in DirectoryListing.names(in: directory).sorted(by: { $1 == "started" && $0 != "started" }) {
      try Self.check(unlink("\(directory)/\(file)"), path: "\(directory)/\(file)")
    }
    try Self.check(rmdir(directory), path: directory)
  }

  private static func check(_ result: Int32, path: String) throws(CommandRunError) {
    if result != 0, errno != ENOENT { throw .notRemoved(path: path, reason: errorText(errno)) }
  }
}
