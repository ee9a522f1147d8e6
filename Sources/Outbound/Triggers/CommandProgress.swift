import Scheduling

/// A command, and the run that it has registered on the server: the exit code decides, unless the run says that it failed.
struct CommandProgress {
  enum Event: Sendable {
    case ended(RunObservation)
    /// How the command stands cannot be learned now.
    case unseen(Reason)
    /// The command runs.
    case seen
    case run(RunObservation)
    /// The server does not say whether the command has registered a run, and why not.
    case runUnknown(String)
  }

  /// Of the command, once it has ended.
  private var end: RunObservation?
  /// It was seen to run: nothing is told before somebody has looked, for it may have ended while nobody did.
  private var isSeen = false
  /// Why how the command stands cannot be learned; nil while it can.
  private var outage: Reason?
  /// What the server said last of its run, once it was found.
  private var run: RunObservation?
  /// Why how the run stands cannot be learned; nil while it can.
  private var runOutage: RunObservation?
  private var runID: String?
  /// Why nobody knows whether there is a run.
  private var silence: String?

  init(runID: String?) { self.runID = runID }

  /// As it stands now.
  var observation: RunObservation {
    if let end { return judged(end) }
    if let outage { return .unreachable(runID: runID, outage) }
    return RunObservation(runID: runID, status: run.map { "running; its run: \($0.status)" } ?? "running")
  }

  /// False: whether the command has registered a run is not known yet.
  var knowsOfRun: Bool { runID != nil }

  /// The run of a command that was ended before its time, unless that has ended too.
  var abandonedRun: String? {
    guard let end, end.outcome == .cancelled || end.outcome == .timedOut, run?.outcome == nil else { return nil }
    return runID
  }

  /// - Returns: whether there is something to tell.
  @discardableResult
  mutating func note(_ event: Event) -> Bool {
    switch event {
    case .ended(let end):
      self.end = end
      return true
    case .unseen(let reason):
      defer { outage = reason }
      return outage != reason
    case .seen:
      defer { (outage, isSeen) = (nil, true) }
      return outage != nil || !isSeen
    case .run(let observation):
      runID = observation.runID ?? runID
      if observation.isUnreachable {
        runOutage = observation
        // While the command itself is in sight, its run may be out of it.
        return end != nil
      }
      (run, runOutage) = (observation, nil)
      // With the command out of sight its run is news when that is over.
      return end != nil || outage == nil
    case .runUnknown(let why):
      silence = why
      return end != nil
    }
  }

  /// A command that went wrong has gone wrong, whatever its run says. One that went well may have handed its work to an
  /// orchestrator: then the run has the last word.
  private func judged(_ end: RunObservation) -> RunObservation {
    var end = end
    end.runID = runID
    guard end.outcome == .succeeded else {
      if let why = run?.reason?.sentence { end.reason?.sentence += Reason.beforeRunsWords + why }
      return end
    }
    guard let run else {
      if let runID { return runOutage ?? .unreachable(runID: runID, Self.untold(runID, end)) }
      if let silence { end.reason = Self.unasked(silence).adding(end.reason) }
      return end
    }
    switch run.outcome {
    case nil: return runOutage ?? RunObservation(runID: runID, status: "\(end.status); its run: \(run.status)")
    case .failed?, .cancelled?, .timedOut?, .lost?:
      let why = run.reason.map { ": \($0.sentence)" } ?? ""
      end.outcome = run.outcome
      end.reason = Reason(run.reason?.code ?? "run_failed", "the command ended well (\(end.status)), but its run did not\(why)")
        .adding(end.reason)
      // The run failed, not the command: no list of exit codes says whether that is worth another attempt.
      end.exitCode = nil
      end.finishedAt = run.finishedAt ?? end.finishedAt
      return end
    // After `succeeded`, what no run ends in.
    case .succeeded?, .claimed?, .waiting?, .started?, .unknown?, .rejected?, .coalesced?, .unbound?, .skippedOverlap?, .skippedMutex?,
      .skippedMissedDeadline?, .skippedMisfire?, .skippedPaused?, .skippedCalendar?, .skippedMaxRuns?, .removed?:
      return end
    }
  }

  /// Of a run that an earlier life of the daemon has linked, and that this one has not seen: that is no end.
  private static func untold(_ run: String, _ end: RunObservation) -> Reason {
    Reason("run_unreachable", "the command ended well (\(end.status)); the ZenML server has not said yet what became of its run \(run)")
  }

  /// A command that went well keeps its outcome when the server is silent, but not without a word.
  private static func unasked(_ why: String) -> Reason {
    Reason(
      "run_not_looked_up",
      "the command ended well; whether it registered a run, and what became of that, the ZenML server did not say: \(why)")
  }
}

extension Reason {
  /// With what is known of the command's own end, which went well.
  fileprivate func adding(_ end: Reason?) -> Reason { end.map { Reason(code, "\(sentence); \($0.sentence)") } ?? self }
}
