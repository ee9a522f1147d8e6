import CivilTime
import Scheduling
import Seams

/// Asks for the status of one fire's work until it has ended.
struct HTTPStatusFollower {
  let target: HTTPTarget
  let fire: Fire
  let polling: StatusPolling
  let runID: String
  let continuation: AsyncStream<RunObservation>.Continuation

  /// An API may show work a little later than it accepts it.
  private static let missingLimit = 5

  private struct Told {
    var status: String?
    var isAway = false
    /// How often in a row there was no such work.
    var missing = 0
  }

  func follow() async {
    let (doorbell, firstLook) = target.following.begin(fire)
    defer { target.following.end(fire, doorbell) }
    var pace = HTTPStatusPace(polling)
    var told = Told()
    let deadline = polling.timeoutSeconds.map { target.clock.now().advanced(by: .seconds($0)) }
    var pause = pace.pause(asked: firstLook)
    while !Task.isCancelled {
      if await wait(pause, until: deadline, doorbell) { pace.hurry() }
      guard !Task.isCancelled else { return }
      let (sighting, secrets) = await target.look(fire, polling, runID: runID)
      guard !Task.isCancelled else { return }
      let known = told.status
      let (news, hasEnded) = news(of: sighting, &told)
      if let news { continuation.yield(news.hiding(secrets)) }
      if hasEnded { return }
      if let deadline, target.clock.now() >= deadline { return await timeOut() }
      if told.status != known { pace.hurry() }
      pause = pace.pause(asked: sighting.retryAfter)
    }
  }

  /// - Returns: true when somebody wants to know sooner.
  private func wait(_ pause: Duration, until deadline: Instant?, _ doorbell: Doorbell) async -> Bool {
    let next = target.clock.now().advanced(by: pause)
    let instant = min(next, deadline ?? next)
    await doorbell.wait(until: instant, by: target.clock)
    return target.clock.now() < instant
  }

  /// What is to be told of a sighting, if anything, and whether it is the end.
  private func news(of sighting: HTTPSighting, _ told: inout Told) -> (RunObservation?, hasEnded: Bool) {
    switch sighting {
    case .status(let status, let outcome, _):
      let isNews = outcome != nil || status != told.status || told.isAway
      told = Told(status: status)
      let reason = outcome == .succeeded ? nil : outcome.map { Reason("run_\($0.rawValue)", "its status is '\(status)'") }
      let observation = RunObservation(runID: runID, status: status, outcome: outcome, reason: reason)
      return (isNews ? observation : nil, outcome != nil)
    case .away(let reason, _):
      told.missing = 0
      return (newsOfAbsence(reason, &told), false)
    case .missing(let reason, let forEver):
      told.missing += 1
      guard forEver || told.missing >= Self.missingLimit else { return (newsOfAbsence(reason, &told), false) }
      return (RunObservation(runID: runID, status: "gone", outcome: .lost, reason: Reason("run_vanished", reason.sentence)), true)
    }
  }

  /// Nil when it is known already that nothing can be learned.
  private func newsOfAbsence(_ reason: Reason, _ told: inout Told) -> RunObservation? {
    defer { told.isAway = true }
    return told.isAway ? nil : .unreachable(runID: runID, reason)
  }

  private func timeOut() async {
    let limit = Duration.seconds(polling.timeoutSeconds ?? 0)
    var sentence = "it has not ended within \(limit.inWords)"
    switch await target.stop(fire, force: true) {
    case .asked: sentence += ", and was asked to"
    case .impossible(let reason), .unavailable(let reason): sentence += ", and could not be told to: \(reason.sentence)"
    }
    continuation.yield(RunObservation(runID: runID, status: "timed out", outcome: .timedOut, reason: Reason("timeout", sentence)))
  }
}

extension HTTPSighting {
  var retryAfter: Duration? {
    switch self {
    case .status(_, _, let delay), .away(_, let delay): delay
    case .missing: nil
    }
  }
}
