/// What a schedule does when the plain answer, start it now, does not fit.
package struct Policy: Hashable, Sendable, Codable {
  /// What becomes of due instants that were missed.
  package enum Misfire: String, Hashable, Sendable, Codable, CaseIterable {
    /// The latest fires once; the older ones are coalesced into it.
    case last
    /// Each fires, oldest first, the newest `misfireLimit` of them.
    case all
    /// None fires.
    case skip
  }

  /// What becomes of a due instant whose schedule still has a fire under way.
  package enum Overlap: String, Hashable, Sendable, Codable, CaseIterable { case skip, allow }

  package var misfire: Misfire
  package var overlap: Overlap

  /// A night's retraining that was missed should still run once; two of them at a time should not.
  package init(misfire: Misfire = .last, overlap: Overlap = .skip) {
    self.misfire = misfire
    self.overlap = overlap
  }

  /// How many missed fires `all` starts: enough for a day of quarter-hours, no stampede after a week of outage.
  package static let misfireLimit = 100
}
