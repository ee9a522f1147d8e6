import Scheduling
import ZenML

extension RunPoller {
  /// Names in one question, each of up to 226 characters: a query below the 64 kB that the server's HTTP parser takes.
  private static let namesPerRequest = 50

  /// Waits for a run of this name to appear in the project, looking ever less often; nil when the waiting task is cancelled
  /// or the poller stopped.
  package func run(named name: String) async -> ZenMLRun? {
    guard !isStopped else { return nil }
    wantedCount += 1
    let number = wantedCount
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        guard !Task.isCancelled else { return continuation.resume(returning: nil) }
        wanted[name, default: WantedRun(tick: tick)].add(number, continuation)
        startPolling()
      }
    } onCancel: {
      Task { await self.forget(name, number) }
    }
  }

  /// How many are waited for.
  package var wantedNames: Int { wanted.count }

  private func forget(_ name: String, _ number: Int) {
    wanted[name]?.remove(number)
    if wanted[name]?.isWanted == false { wanted[name] = nil }
  }

  /// - Throws: when the server is away or ill; the names that it was not asked for are still due.
  func lookForWanted() async throws(ZenMLError) {
    let due = wanted.filter { $0.value.isDue(at: tick) }.keys.sorted()
    for names in due.chunks(of: Self.namesPerRequest) {
      for run in try await client.runs(named: names) { wanted.removeValue(forKey: run.name)?.finish(run) }
      for name in names { wanted[name]?.startInterval(at: tick) }
    }
  }
}
