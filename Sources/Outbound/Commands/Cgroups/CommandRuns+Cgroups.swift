extension CommandRuns {
  /// Ends what runs that are over left in their control groups, and removes the groups.
  ///
  /// For the start of a daemon, and now and then: only a supervisor that was killed leaves a group behind, or a process
  /// that could not be ended. Groups of running commands, and of other daemons, are not touched. Blocks for some small reads.
  /// - Returns: The runs whose groups are still there, since something in them is on its way out: for the next time.
  @discardableResult
  package func removeLeftCgroups() -> [String] {
    guard let cgroup else { return [] }
    return DirectoryListing.entries(of: cgroup).compactMap { entry in
      guard entry.isDirectory, let name = RunCgroup.runName(of: entry.name) else { return nil }
      guard let directory = try? directory(of: name), let mark = try? RunMark.read(in: directory) else { return nil }
      // By its mark alone: another daemon in the same place can have a run of this name.
      guard mark.cgroup == "\(cgroup)/\(entry.name)", (try? isRunning(name)) == false else { return nil }
      return RunCgroup(path: "\(cgroup)/\(entry.name)").end() ? nil : name
    }
  }
}
