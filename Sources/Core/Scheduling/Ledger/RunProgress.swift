import CivilTime

/// What came of sending a fire to its target.
package enum AttemptResult: Hashable, Sendable {
  /// The target runs it; to be followed to its end.
  case started(runID: String?, sentAt: Instant)
  /// It ran, or was accepted, and nothing is left to follow.
  case finished(RunObservation, sentAt: Instant)
  /// The target will never take it as it is.
  /// - Parameter sentAt: when the request that it answered was sent; nil where nothing was, or where that is not known.
  case refused(Outcome, Reason, sentAt: Instant? = nil)
  /// The target is away, and nothing was started: wait until it is back.
  case unavailable(Reason)
  /// The target did not take it this time: again, a limited number of times.
  /// - Parameters:
  ///   - sentAt: as for one that is refused.
  ///   - isThere: it declined this one, and says nothing of others: no reason to keep them away.
  case retryable(Reason, retryAfter: Duration? = nil, sentAt: Instant? = nil, isThere: Bool = false)
  /// The target is well, has started nothing, and takes no more at the moment: again when there may be room. Nobody's failure.
  case full(Reason, retryAfter: Duration? = nil)
  /// It may have been started.
  case unclear(Reason)
}

/// What a target says when it is asked about a fire that may or may not have been started.
package enum LookUpResult: Hashable, Sendable {
  case notStarted
  case running(runID: String?, sentAt: Instant?)
  /// - Parameter sentAt: when it was started, where its target knows.
  case finished(RunObservation, sentAt: Instant? = nil)
  /// The name is in use by something that is not this fire's run, or the target can never say.
  case settled(Outcome, Reason)
  /// The target cannot be asked now.
  case unavailable(Reason)
  /// This kind of target cannot be asked at all: sending again with the same key is all that is left.
  case cannotBeAsked
}

/// A run as its target shows it at one moment.
package struct RunObservation: Hashable, Sendable {
  package var runID: String?
  /// In the target's own words: `running`, `exit 0`, `200`.
  package var status: String
  /// A final outcome when the run has ended.
  package var outcome: Outcome?
  package var reason: Reason?
  package var finishedAt: Instant?
  /// Of a command that has ended by itself.
  package var exitCode: Int?
  /// The target cannot be asked: what was seen before is all that is known, and the next observation ends this state.
  package private(set) var isUnreachable = false

  package init(
    runID: String? = nil, status: String, outcome: Outcome? = nil, reason: Reason? = nil, finishedAt: Instant? = nil,
    exitCode: Int? = nil
  ) {
    precondition(outcome?.isFinal ?? true, "an observation ends in a final outcome, not \(String(describing: outcome))")
    self.runID = runID
    self.status = status
    self.outcome = outcome
    self.reason = reason
    self.finishedAt = finishedAt
    self.exitCode = exitCode
  }

  /// The state of a run that is followed cannot be learned now, and `reason` says why. Told once per outage.
  package static func unreachable(runID: String?, _ reason: Reason) -> RunObservation {
    var observation = RunObservation(runID: runID, status: "unreachable", reason: reason)
    observation.isUnreachable = true
    return observation
  }
}

/// What came of asking a target to end a run.
package enum StopResult: Hashable, Sendable {
  /// It was told; the run's end comes as an observation.
  case asked
  /// This kind of target, or this run, cannot be stopped.
  case impossible(Reason)
  /// The target cannot be asked now.
  case unavailable(Reason)
}
