import CivilTime
import Scheduling
import Seams

/// What a look at something on JFrog ML has shown.
struct JFrogSighting: Sendable {
  /// In the server's own words.
  let status: String
  /// Nil while it is under way.
  let outcome: Outcome?
  let reason: Reason?
  let createdAt: Instant?
  let finishedAt: Instant?
}

extension RunObservation {
  init(_ sighting: JFrogSighting, runID: String) {
    self.init(
      runID: runID, status: sighting.status, outcome: sighting.outcome, reason: sighting.reason,
      finishedAt: sighting.outcome == nil ? nil : sighting.finishedAt)
  }
}
