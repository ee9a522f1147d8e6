extension CommandRuns {
  /// What is known about the run now: three small reads, no waiting.
  package func state(of name: String) throws(CommandRunError) -> CommandState {
    let directory = try directory(of: name)
    if let exit = try recordedExit(in: directory) { return .exited(exit) }
    guard let mark = try RunMark.read(in: directory) else { return .notStarted }
    if mark.isHeld { return .running(supervisor: mark.supervisor) }
    // The supervisor may have written the record and ended between the two looks.
    if let exit = try recordedExit(in: directory) { return .exited(exit) }
    return .lost
  }

  /// When a run that is running was started, in microseconds since the Unix epoch; nil when that is not known.
  package func startedAt(of name: String) -> Int64? { (try? RunMark.read(in: directory(of: name)))?.startedAt }

  func isRunning(_ name: String) throws(CommandRunError) -> Bool {
    if case .running = try state(of: name) { true } else { false }
  }

  private func recordedExit(in directory: String) throws(CommandRunError) -> CommandExit? {
    let path = "\(directory)/exit"
    guard let file = try RunRecord.open(path) else { return nil }
    return try CommandExit(record: RunRecord(path: path, file: file))
  }
}
