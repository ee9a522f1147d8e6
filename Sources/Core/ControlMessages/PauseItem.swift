/// A pause by command, or by the schedule's own policy.
package struct PauseItem: Codable, Sendable, Equatable {
  package var since: String
  /// Null: until somebody resumes it.
  @ExplicitNull package var until: String?
  package var reason: String

  package init(since: String, until: String?, reason: String) {
    self.since = since
    self.until = until
    self.reason = reason
  }
}

/// Past due instants that are being run.
package struct BackfillItem: Codable, Sendable, Equatable {
  package var id: String
  /// What is still to be claimed lies after this instant.
  package var position: String
  /// Inclusive.
  package var end: String
  package var maxParallel: Int

  enum CodingKeys: String, CodingKey {
    case id, position, end
    case maxParallel = "max_parallel"
  }

  package init(id: String, position: String, end: String, maxParallel: Int) {
    self.id = id
    self.position = position
    self.end = end
    self.maxParallel = maxParallel
  }
}
