import Commands

extension RunsFixture {
  /// Starts a command that announces something before its timeout, or when it comes.
  ///
  /// On a busy machine the timeout may come before the shell is so far: then the command is started under another name, with more time.
  /// - Returns: the run that announced something, and what.
  func start(
    announcingIn announcements: Announcements, timeout: Duration, _ specification: (Duration) -> CommandSpecification
  ) async throws -> (run: String, word: String) {
    var timeout = timeout
    for attempt in 1...6 {
      let run = "run-\(attempt)"
      try await runs.start(run, specification(timeout))
      if let word = try await announcements.next(beforeTheEndOf: run, in: self) { return (run, word) }
      timeout *= 4
    }
    throw NothingAnnounced()
  }
}

extension Announcements {
  /// The next line; nil when the run ends without one.
  func next(beforeTheEndOf run: String, in fixture: RunsFixture) async throws -> String? {
    try await withThrowingTaskGroup(of: String?.self) { group in
      group.addTask { await self.next() }
      group.addTask {
        _ = try await fixture.runs.exit(of: run)
        return nil
      }
      var line: String?
      // When the end comes first, the reader takes what was written before it.
      while line == nil, let said = try await group.next() {
        line = said
        group.cancelAll()
      }
      try Task.checkCancellation()
      return line == "" ? nil : line
    }
  }
}

private struct NothingAnnounced: Error {}
