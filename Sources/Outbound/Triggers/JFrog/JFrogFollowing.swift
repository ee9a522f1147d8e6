import CivilTime
import JFrogML
import Scheduling
import Seams

/// One thing that is followed: what was seen, and what is worth telling.
struct JFrogFollowing {
  /// Failed looks in a row that are nothing to speak of.
  private static let failuresUntold = 2
  /// Answers in a row that it is not there, until it counts as deleted.
  private static let missesUntilVanished = 2

  private let subject: JFrogSubject
  private let clock: any WallClock
  private let begun: Instant
  private var secrets: FollowedSecrets
  private(set) var pace = JFrogPace()
  private(set) var isOver = false
  private var lastStatus: String?
  private var failures = 0
  private var misses = 0

  /// - Parameter begun: when the following began; what is followed is at least as old.
  init(subject: JFrogSubject, clock: any WallClock, begun: Instant) async {
    self.subject = subject
    secrets = await FollowedSecrets(of: subject.fire, from: subject.templates)
    self.clock = clock
    self.begun = begun
  }

  /// - Returns: what the followers do not know yet, without a secret of the fire.
  mutating func look() async -> RunObservation? {
    guard let news = await see() else { return nil }
    return await secrets.hidden(in: news)
  }

  mutating func hurry() { pace.hurry() }

  private mutating func see() async -> RunObservation? {
    do throws(JFrogMLError) {
      var sighting = try await subject.look()
      if sighting.isQuoted { sighting.status = await secrets.shown(status: sighting.status) ?? JFrogSighting.unknownStatus }
      return saw(sighting)
    } catch {
      return error.kind == .notFound ? missed() : failed(error)
    }
  }

  private mutating func saw(_ sighting: JFrogSighting) -> RunObservation? {
    pace.sawIt()
    (misses, failures) = (0, 0)
    if sighting.outcome != nil { return end(RunObservation(sighting, runID: subject.id)) }
    if let late = lateness(of: sighting) { return end(late) }
    defer { lastStatus = sighting.status }
    return sighting.status == lastStatus ? nil : RunObservation(sighting, runID: subject.id)
  }

  private mutating func missed() -> RunObservation? {
    pace.sawIt()
    failures = 0
    misses += 1
    if subject.deletions.forget(subject.id) {
      return end(ended("deleted", .cancelled, Reason("cancelled", "\(subject.kind) \(subject.id) was deleted, as was asked")))
    }
    guard misses >= Self.missesUntilVanished else { return nil }
    return end(ended("deleted", .lost, Reason("run_vanished", "JFrog ML no longer has \(subject.kind) \(subject.id)")))
  }

  private mutating func failed(_ error: JFrogMLError) -> RunObservation? {
    pace.failed(retryAfter: error.retryAfter)
    failures += 1
    guard failures == Self.failuresUntold + 1 else { return nil }
    // Its status is news again, once it is seen again.
    lastStatus = nil
    let sentence = "the state of \(subject.kind) \(subject.id) cannot be learned: \(error.wholeDescription)"
    return .unreachable(runID: subject.id, Reason("run_unreachable", sentence))
  }

  /// The end of a fire whose work takes too long. The work itself is left alone.
  private func lateness(of sighting: JFrogSighting) -> RunObservation? {
    guard let seconds = subject.timeoutSeconds else { return nil }
    // A server's clock that is ahead of ours gives no time beyond the limit, and one behind it takes no more than since the claim.
    let since = min(max(sighting.createdAt ?? begun, subject.fire.claimedAt), begun)
    let deadline = since.advanced(by: .seconds(seconds))
    guard clock.now() >= deadline else { return nil }
    let sentence = "\(subject.kind) \(subject.id) was still \(sighting.status) after \(seconds) s; it is left as it is"
    return ended(sighting.status, .timedOut, Reason("timeout", sentence))
  }

  private func ended(_ status: String, _ outcome: Outcome, _ reason: Reason) -> RunObservation {
    RunObservation(runID: subject.id, status: status, outcome: outcome, reason: reason)
  }

  private mutating func end(_ observation: RunObservation) -> RunObservation {
    isOver = true
    return observation
  }
}
