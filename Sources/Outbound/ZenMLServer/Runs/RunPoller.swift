import Scheduling
import Seams
import ZenML

/// Follows any number of runs to their ends, a hundred with each request.
///
/// It polls only while there is something to follow. A server that cannot be reached is asked again for ever, ever less
/// often; the followers are told once, and what happened meanwhile is seen when it is back.
package actor RunPoller {
  /// The shortest time between two looks at one run; all intervals are multiples of it.
  package static let tickLength = Duration.seconds(1)

  let client: ZenMLClient
  package let pause: @Sendable (Duration) async throws -> Void
  /// Counts the turns, from 1.
  private(set) var tick = 0
  /// By the id that was asked for; a replaced run keeps its place.
  var followed: [Identifier: FollowedRun] = [:]
  /// By name: runs that others are about to start.
  var wanted: [String: WantedRun] = [:]
  /// Who has waited for one so far, for telling them apart.
  var wantedCount = 0
  /// Whether the server can be asked about many runs at a time.
  var takesIDLists = true
  private var outage = PollOutage()
  private var loop: Task<Void, Never>?
  private(set) var isStopped = false

  /// - Parameter pause: waits; throws when its task is cancelled.
  package init(
    client: ZenMLClient, pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.client = client
    self.pause = pause
  }

  /// The run's state and its changes until it has ended, or until the stream is dropped.
  package func follow(_ run: Identifier) -> AsyncStream<ZenMLRunSighting> {
    let (stream, continuation) = AsyncStream.makeStream(of: ZenMLRunSighting.self)
    guard !isStopped else {
      continuation.finish()
      return stream
    }
    let follower = Identifier.random()
    followed[run, default: FollowedRun(id: run, tick: tick)].add(follower, continuation)
    continuation.onTermination = { [weak self] _ in Task { await self?.unfollow(run, follower) } }
    startPolling()
    return stream
  }

  func startPolling() {
    if loop == nil { loop = Task { await self.poll() } }
  }

  /// Ends all streams, without a last word on any run, and takes no more.
  package func stop() {
    isStopped = true
    loop?.cancel()
    for run in followed.values { run.finish() }
    for run in wanted.values { run.finish(nil) }
    (followed, wanted) = ([:], [:])
  }

  private func unfollow(_ run: Identifier, _ follower: Identifier) {
    followed[run]?.remove(follower)
    if followed[run]?.hasFollowers == false { followed[run] = nil }
  }

  private func poll() async {
    while !followed.isEmpty || !wanted.isEmpty {
      do { try await pause(Self.tickLength) } catch { break }
      await turn()
    }
    loop = nil
  }

  /// One tick: looks at the runs whose turn it is.
  private func turn() async {
    tick += 1
    if outage.isWaiting() { return }
    let due = followed.values.filter { $0.isDue(at: tick) }.map(\.id).sorted()
    do throws(ZenMLError) {
      try await look(at: due)
      try await lookForWanted()
      outage.end()
    } catch {
      outage.grow(retryAfter: error.retryAfter)
      for id in due where followed[id]?.isDue(at: tick) == true { followed[id]?.noteFailure(error.description, isItsOwn: false) }
    }
  }
}
