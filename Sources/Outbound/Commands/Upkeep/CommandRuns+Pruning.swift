import Dispatch

extension CommandRuns {
  /// Not the queue of the starts: many removals take their time.
  private static let upkeep = DispatchQueue(label: "carillon.commands.upkeep", qos: .utility)

  /// Removes the records and the output of runs that ended before `instant`, and of all but the `count` newest of those that ended.
  ///
  /// One that runs is never removed. Takes a few file operations for each run there is.
  /// - Parameters:
  ///   - instant: Microseconds since the Unix epoch.
  ///   - needed: Runs whose end somebody has still to read. They stay: without its mark a run counts as never started, and
  ///     would be started again.
  package func prune(olderThan instant: Int64, keeping count: Int, needed: Set<String> = []) async -> CommandPruning {
    precondition(count >= 0, "count \(count) is negative")
    return await withCheckedContinuation { continuation in
      Self.upkeep.async {
        continuation.resume(returning: removeAll(prunable(olderThan: instant, keeping: count).filter { !needed.contains($0) }))
      }
    }
  }

  private func removeAll(_ names: [String]) -> CommandPruning {
    var pruning = CommandPruning()
    for name in names {
      do throws(CommandRunError) {
        try remove(name)
        pruning.removed.append(name)
      } catch {
        pruning.failures.append(error)
      }
    }
    return pruning
  }

  private func prunable(olderThan instant: Int64, keeping count: Int) -> [String] {
    let ends = DirectoryListing.names(in: runsDirectory).compactMap { name in
      (try? directory(of: name)).flatMap { RunEnd(of: name, in: $0) }
    }
    let newestFirst = ends.filter(\.wasStarted).sorted { $0.endedAt > $1.endedAt }
    let tooMany = newestFirst.dropFirst(count).map(\.name)
    // Without a mark age alone decides, or a start that is under way would lose its directory.
    let tooOld = ends.filter { $0.endedAt < instant }.map(\.name)
    return Set(tooMany).union(tooOld).sorted()
  }
}
