/// What a command printed and prints, page by page, until its run is over.
///
/// Pages are read when they are asked for, so a slow reader holds nothing in memory: it only finds that some of the
/// output is kept no more, by a page that starts later than the one before it ended. Cancelling ends the sequence with
/// `CancellationError`; the command goes on.
package struct CommandOutputFollowing: AsyncSequence, Sendable {
  package typealias Element = CommandOutputPage
  package typealias Failure = any Error

  let runs: CommandRuns
  let name: String
  let position: Int

  package func makeAsyncIterator() -> Iterator { Iterator(runs: runs, name: name, position: position) }

  package struct Iterator: AsyncIteratorProtocol {
    let runs: CommandRuns
    let name: String
    var position: Int
    private var watch: RunWatch?
    private var changes: AsyncStream<Void>.Iterator?

    init(runs: CommandRuns, name: String, position: Int) {
      self.runs = runs
      self.name = name
      self.position = position
    }

    /// The next page, never empty; nil when all was read and the run is over.
    package mutating func next() async throws -> CommandOutputPage? {
      while true {
        try Task.checkCancellation()
        // In this order: what was printed before the end is on disk at the end.
        let isOver = try startWatching()
        var page = try runs.output(of: name, from: position)
        // The rest of it is on its way.
        if !isOver { page = page.withoutATornCharacter }
        position = page.end
        if !page.isEmpty { return page }
        if isOver { return nil }
        await changes?.next()
      }
    }

    /// Whether the run is over. If it is not, then from here on no change is missed.
    private mutating func startWatching() throws -> Bool {
      guard watch == nil else { return try !runs.isRunning(name) }
      watch = try runs.watch(name)
      changes = watch?.changes.makeAsyncIterator()
      return watch == nil
    }
  }
}

extension CommandRuns {
  /// Everything that the command printed from `position` on, and prints, until its run is over.
  package func follow(_ name: String, from position: Int = 0) -> CommandOutputFollowing {
    precondition(position >= 0, "position \(position) is negative")
    return CommandOutputFollowing(runs: self, name: name, position: position)
  }

  /// Nil when the run is not running.
  fileprivate func watch(_ name: String) throws(CommandRunError) -> RunWatch? {
    guard case .running(let supervisor) = try state(of: name) else { return nil }
    guard let pidfd = try openSupervisor(supervisor, name: name) else { return nil }
    let directory = try directory(of: name)
    do throws(SystemRefusal) {
      return try RunWatch(directory: directory, supervisor: pidfd, queue: queue)
    } catch {
      throw .notFollowed(name: name, reason: errorText(error.number))
    }
  }
}
