/// The body of `POST /api/v1/schedules/NAME/backfill`.
package struct BackfillRequest: Codable, Sendable, Equatable {
  /// Inclusive, as `to`; ISO 8601.
  package var from: String
  package var to: String
  /// How many of its fires may be under way.
  package var maxParallel: Int
  /// Only list what would be run.
  package var dryRun: Bool

  enum CodingKeys: String, CodingKey {
    case from, to
    case maxParallel = "max_parallel"
    case dryRun = "dry_run"
  }

  package init(from: String, to: String, maxParallel: Int = 1, dryRun: Bool = false) {
    self.from = from
    self.to = to
    self.maxParallel = maxParallel
    self.dryRun = dryRun
  }

  package static let parallelAllowed = 1...100
}

/// A backfill as it was asked for: what it runs, oldest first.
package struct BackfillMessage: Codable, Sendable, Equatable {
  /// Null for a dry run.
  @ExplicitNull package var id: String?
  package var scheduleID: String
  package var schedule: String
  package var instants: [Item]
  package var maxParallel: Int

  package struct Item: Codable, Sendable, Equatable {
    package var due: String
    /// Null for a dry run.
    @ExplicitNull package var fireID: String?
    /// What the ledger says of the scheduled fire of this instant, or of an earlier backfill's, whichever was written last; null when it
    /// knows none.
    @ExplicitNull package var outcome: String?
    /// The outcome of this backfill's own fire; null while nobody has waited for it.
    @ExplicitNull package var result: String?

    enum CodingKeys: String, CodingKey {
      case due, outcome, result
      case fireID = "fire_id"
    }

    package init(due: String, fireID: String?, outcome: String?) {
      self.due = due
      self.fireID = fireID
      self.outcome = outcome
    }
  }

  enum CodingKeys: String, CodingKey {
    case id, schedule, instants
    case scheduleID = "schedule_id"
    case maxParallel = "max_parallel"
  }

  package init(id: String?, scheduleID: String, schedule: String, instants: [Item], maxParallel: Int) {
    self.id = id
    self.scheduleID = scheduleID
    self.schedule = schedule
    self.instants = instants
    self.maxParallel = maxParallel
  }

  /// More in one request are a mistake more often than a wish.
  package static let largest = 10_000
}
