import CivilTime
import Scheduling
import Seams

/// What a look at something on JFrog ML has shown.
struct JFrogSighting: Sendable {
  /// In the server's own words.
  var status: String
  /// Whether the status is a word that the document does not know, and may hold anything.
  let isQuoted: Bool
  /// Nil while it is under way.
  let outcome: Outcome?
  let reason: Reason?
  let createdAt: Instant?
  let finishedAt: Instant?

  /// Where the server says none, or none that can be told.
  static let unknownStatus = "unknown"
}

extension RunObservation {
  init(_ sighting: JFrogSighting, runID: String) {
    self.init(
      runID: runID, status: sighting.status, outcome: sighting.outcome, reason: sighting.reason,
      finishedAt: sighting.outcome == nil ? nil : sighting.finishedAt)
  }
}
