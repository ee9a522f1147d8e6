/// The body of `POST /api/v1/dead-letters/replay` and `/drop`: either ids, or all.
package struct DeadLetterRequest: Codable, Sendable, Equatable {
  /// Fire ids, or the first eight digits or more of each.
  @EmptyWhenMissing package var fires: [String]
  package var all: Bool

  package init(fires: [String] = [], all: Bool = false) {
    self.fires = fires
    self.all = all
  }
}

/// What became of dead letters.
package struct DeadLetterMessage: Codable, Sendable, Equatable {
  /// Fires that are dealt with now.
  package var settled: [String]
  /// The new fires that repeat them; empty when they were dropped.
  package var fires: [RunItem]
  package var refused: [Refusal]

  package struct Refusal: Codable, Sendable, Equatable {
    package var fireID: String
    package var reason: String

    enum CodingKeys: String, CodingKey {
      case reason
      case fireID = "fire_id"
    }

    package init(fireID: String, reason: String) {
      self.fireID = fireID
      self.reason = reason
    }
  }

  package init(settled: [String], fires: [RunItem] = [], refused: [Refusal] = []) {
    self.settled = settled
    self.fires = fires
    self.refused = refused
  }
}
