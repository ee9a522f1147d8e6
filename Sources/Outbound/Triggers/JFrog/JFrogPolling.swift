import CivilTime
import JFrogML
import Scheduling
import Seams

/// Follows what runs on JFrog ML, which tells nobody by itself: it is looked at, ever less often, until it has ended.
///
/// A server that cannot be reached is asked again for ever; that it is out of sight is told once.
package struct JFrogPolling: Sendable {
  let clock: any WallClock
  let pause: @Sendable (Duration) async throws -> Void
  let followed = FollowedFires()

  /// - Parameter pause: waits; throws when its task is cancelled.
  package init(
    clock: any WallClock, pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.clock = clock
    self.pause = pause
  }

  func observations(of subject: JFrogSubject) -> AsyncStream<RunObservation> {
    let (stream, continuation) = AsyncStream.makeStream(of: RunObservation.self)
    let begun = clock.now()
    // Here already: whoever wants to know sooner may do so before the task begins.
    let doorbell = followed.begin(subject.fire).doorbell
    let task = Task {
      await follow(subject, begun: begun, doorbell, telling: continuation)
      followed.end(subject.fire, doorbell)
      continuation.finish()
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }

  private func follow(
    _ subject: JFrogSubject, begun: Instant, _ doorbell: Doorbell, telling continuation: AsyncStream<RunObservation>.Continuation
  ) async {
    var following = await JFrogFollowing(subject: subject, clock: clock, begun: begun)
    while !following.isOver {
      if await wait(following.pace.pause, doorbell) { following.hurry() }
      guard !Task.isCancelled else { return }
      if let observation = await following.look() { continuation.yield(observation) }
    }
  }

  /// - Returns: true when somebody wants to know sooner.
  private func wait(_ duration: Duration, _ doorbell: Doorbell) async -> Bool {
    let alarm = Task { await sleep(duration, then: doorbell) }
    await doorbell.wait(until: nil, by: clock)
    alarm.cancel()
    return await !alarm.value
  }

  /// - Returns: whether that time is over.
  private func sleep(_ duration: Duration, then doorbell: Doorbell) async -> Bool {
    do { try await pause(duration) } catch { return false }
    doorbell.ring()
    return true
  }
}

/// What is followed.
struct JFrogSubject: Sendable {
  let fire: Fire
  let templates: TemplateSources
  let id: String
  /// `deployment`.
  let kind: String
  /// How long it may take, from its creation on.
  let timeoutSeconds: Int?
  let deletions: JFrogDeletions
  let look: @Sendable () async throws(JFrogMLError) -> JFrogSighting
}
