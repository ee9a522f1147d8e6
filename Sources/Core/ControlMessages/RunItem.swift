/// A row of the ledger as `runs` gives it. Times are ISO-8601 in UTC.
package struct RunItem: Codable, Sendable, Equatable {
  package var fireID: String
  /// `scheduled`, `manual`, `backfill` or `chained`.
  package var kind: String
  package var scheduleID: String
  /// The schedule's name when it was claimed.
  package var schedule: String
  package var due: String
  /// The last due instant that the row covers; `due` for a fire.
  package var dueLast: String
  package var count: Int
  package var outcome: String
  @ExplicitNull package var reason: String?
  /// The reason for programs: lower case with underscores, stable over releases.
  @ExplicitNull package var reasonCode: String?
  package var claimedAt: String
  @ExplicitNull package var startedAt: String?
  @ExplicitNull package var finishedAt: String?
  /// First byte sent − due.
  @ExplicitNull package var latenessMilliseconds: Int64?
  package var attempt: Int
  @ExplicitNull package var runID: String?
  @ExplicitNull package var runName: String?
  /// The run's last known state in its target's own words.
  @ExplicitNull package var runStatus: String?
  /// How many missed instants the fire stands for besides its own.
  @ExplicitNull package var missedCount: Int?
  @ExplicitNull package var missedFirst: String?
  @ExplicitNull package var missedLast: String?
  /// How far behind its due instant the schedule's jitter puts the fire.
  @ExplicitNull package var jitterMilliseconds: Int64?
  /// Not to be started before.
  @ExplicitNull package var notBefore: String?
  /// The fire that a coalesced instant went into.
  @ExplicitNull package var carriedBy: String?
  @ExplicitNull package var backfillID: String?
  /// The fire that this one repeats.
  @ExplicitNull package var replayOf: String?
  /// The fire whose end it follows.
  @ExplicitNull package var follows: String?
  /// The trace id of every request of the fire (W3C Trace Context); null for what was no fire.
  @ExplicitNull package var traceID: String?
  /// Of its schedule, as that is now.
  @ExplicitNull package var projectID: String?

  enum CodingKeys: String, CodingKey {
    case kind, schedule, due, count, outcome, reason, attempt
    case fireID = "fire_id"
    case scheduleID = "schedule_id"
    case dueLast = "due_last"
    case claimedAt = "claimed_at"
    case startedAt = "started_at"
    case finishedAt = "finished_at"
    case latenessMilliseconds = "lateness_ms"
    case runID = "run_id"
    case runName = "run_name"
    case runStatus = "run_status"
    case reasonCode = "reason_code"
    case follows
    case traceID = "trace_id"
    case projectID = "project_id"
    case missedCount = "missed_count"
    case missedFirst = "missed_first"
    case missedLast = "missed_last"
    case jitterMilliseconds = "jitter_ms"
    case notBefore = "not_before"
    case carriedBy = "carried_by"
    case backfillID = "backfill_id"
    case replayOf = "replay_of"
  }

  package init(
    fireID: String, kind: String, scheduleID: String, schedule: String, due: String, dueLast: String, count: Int,
    outcome: String, reason: String?, claimedAt: String, startedAt: String?, finishedAt: String?,
    latenessMilliseconds: Int64?, attempt: Int, runID: String?, runName: String?, runStatus: String?
  ) {
    self.fireID = fireID
    self.kind = kind
    self.scheduleID = scheduleID
    self.schedule = schedule
    self.due = due
    self.dueLast = dueLast
    self.count = count
    self.outcome = outcome
    self.reason = reason
    self.claimedAt = claimedAt
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.latenessMilliseconds = latenessMilliseconds
    self.attempt = attempt
    self.runID = runID
    self.runName = runName
    self.runStatus = runStatus
  }
}
