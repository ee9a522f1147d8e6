import CivilTime
import Scheduling

/// What a target did for a request: the truth, which the daemon may or may not learn.
struct SimulatedRun {
  let fire: Identifier
  let attempt: Int
  let nature: TargetNature
  let runID: String
  /// When it ends; moved forward when it is stopped.
  var endsAt: Instant
  var outcome: Outcome
  var exitCode: Int
  /// Counts the plans for its end: those before the last are void.
  var version = 0
  var hasEnded = false
  /// It is gone from its target, or its machine died under it.
  var hasVanished = false
  let ignoresStop: Bool
  /// How it stands cannot be learned before this time.
  var hiddenUntil = Instant.distantPast

  var observation: RunObservation {
    if hasVanished {
      return RunObservation(runID: runID, status: "gone", outcome: .lost, reason: Reason("run_vanished", "its run is gone"))
    }
    guard hasEnded else { return RunObservation(runID: runID, status: "running") }
    let isCommand = if case .command = nature { true } else { false }
    return RunObservation(
      runID: runID, status: outcome == .succeeded ? "completed" : "failed", outcome: outcome,
      reason: outcome == .succeeded ? nil : Reason("run_failed", "its run failed"), finishedAt: endsAt, exitCode: isCommand ? exitCode : nil
    )
  }
}
