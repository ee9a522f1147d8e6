import CivilTime

/// What the scheduler remembers of a schedule beyond its definition and its rows.
package struct ScheduleState: Hashable, Sendable, Codable {
  /// Fires that were really started, manual ones and backfills left out: what `max_runs` counts.
  package var runsStarted = 0
  /// Scheduled fires that failed since the last success.
  package var failuresInARow = 0
  package var pause: Pause?
  package var backfills: [Backfill] = []

  package init() {}

  package static let initial = ScheduleState()
}

/// A pause by command, or by the schedule's own policy. Deactivating the record is the source's way to pause.
package struct Pause: Hashable, Sendable, Codable {
  package var since: Instant
  /// Nil: until somebody resumes it.
  package var until: Instant?
  package var reason: Reason

  package init(since: Instant, until: Instant? = nil, reason: Reason) {
    self.since = since
    self.until = until
    self.reason = reason
  }
}

/// Past due instants that somebody wants run now: fires of their own kind, oldest first.
package struct Backfill: Hashable, Sendable, Codable {
  package var id: Identifier
  /// The next instant to start lies strictly after it.
  package var position: Instant
  /// Inclusive.
  package var end: Instant
  /// How many of its fires may be under way.
  package var maxParallel: Int

  package init(id: Identifier, after position: Instant, through end: Instant, maxParallel: Int = 1) {
    self.id = id
    self.position = position
    self.end = end
    self.maxParallel = maxParallel
  }

  /// The id that an instant has in this backfill.
  package func fireID(due: Instant) -> Identifier { .version5(namespace: id, name: "backfill/\(due.iso8601)") }
}
