/// A schedule as `list` and `show` give it. Times are ISO-8601 in UTC.
package struct ScheduleItem: Codable, Sendable, Equatable {
  package var id: String
  package var name: String
  /// `zenml`, `file`, or `local`: made over the control API.
  package var source: String
  @ExplicitNull package var cronExpression: String?
  @ExplicitNull package var intervalSeconds: Double?
  @ExplicitNull package var runOnceStartTime: String?
  /// An IANA name; `UTC` when nothing else is said.
  package var timeZone: String
  @ExplicitNull package var startTime: String?
  @ExplicitNull package var endTime: String?
  package var active: Bool
  /// `armed`, `paused`, `ended`, `invalid`, `unbound` or `observed`.
  package var state: String
  /// Why it is not armed, or what to know about it.
  @ExplicitNull package var reason: String?
  package var warnings: [String]
  /// The kind of its trigger.
  @ExplicitNull package var trigger: String?
  /// Where the trigger comes from, in words.
  @ExplicitNull package var binding: String?
  package var misfire: String
  package var overlap: String
  @ExplicitNull package var nextDue: String?
  /// When the fire of `nextDue` is to come, where jitter or a calendar puts it off: the due instant itself may be over by then.
  package var startsAt: String?
  @ExplicitNull package var lastOutcome: String?
  @ExplicitNull package var pipelineID: String?
  /// Of the ZenML server; null for what comes from elsewhere, and where it is not known.
  @ExplicitNull package var projectID: String?
  package var revision: Int
  @EmptyWhenMissing package var tags: [String]
  /// Null: an older daemon does not tell.
  @ExplicitNull package var policy: PolicyItem?
  /// A pause by command or policy, with its end and its reason.
  @ExplicitNull package var pause: PauseItem?
  /// What `max_runs` counts.
  @ExplicitNull package var runsStarted: Int?
  /// What `pause_after_failures` counts.
  @ExplicitNull package var failuresInARow: Int?
  /// Due instants after this one are answered for.
  @ExplicitNull package var owedFrom: String?
  @EmptyWhenMissing package var backfills: [BackfillItem]
  /// Since when the revision in force is answered for.
  @ExplicitNull package var created: String?
  /// When its source last changed it; where that does not say, as `created`.
  @ExplicitNull package var updated: String?
  @ExplicitNull package var orchestratorID: String?
  /// The ids of the fires under way, oldest first.
  @EmptyWhenMissing package var underWay: [String]
  /// What `If-Match` takes: changes whenever the schedule's definition does. Null: an older daemon does not tell.
  @ExplicitNull package var etag: String?

  enum CodingKeys: String, CodingKey {
    case id, name, source, active, state, reason, warnings, trigger, binding, misfire, overlap, revision, tags, policy, pause, backfills,
      created, updated, etag
    case orchestratorID = "orchestrator_id"
    case cronExpression = "cron_expression"
    case intervalSeconds = "interval_seconds"
    case runOnceStartTime = "run_once_start_time"
    case timeZone = "time_zone"
    case startTime = "start_time"
    case endTime = "end_time"
    case nextDue = "next_due"
    case startsAt = "starts_at"
    case lastOutcome = "last_outcome"
    case pipelineID = "pipeline_id"
    case projectID = "project_id"
    case runsStarted = "runs_started"
    case failuresInARow = "failures_in_a_row"
    case owedFrom = "owed_from"
    case underWay = "under_way"
  }

  package init(
    id: String, name: String, source: String, cronExpression: String?, intervalSeconds: Double?,
    runOnceStartTime: String?, timeZone: String, startTime: String?, endTime: String?, active: Bool, state: String,
    reason: String?, warnings: [String], trigger: String?, binding: String?, misfire: String, overlap: String,
    nextDue: String?, lastOutcome: String?, pipelineID: String?, revision: Int
  ) {
    self.id = id
    self.name = name
    self.source = source
    self.cronExpression = cronExpression
    self.intervalSeconds = intervalSeconds
    self.runOnceStartTime = runOnceStartTime
    self.timeZone = timeZone
    self.startTime = startTime
    self.endTime = endTime
    self.active = active
    self.state = state
    self.reason = reason
    self.warnings = warnings
    self.trigger = trigger
    self.binding = binding
    self.misfire = misfire
    self.overlap = overlap
    self.nextDue = nextDue
    self.lastOutcome = lastOutcome
    self.pipelineID = pipelineID
    self.revision = revision
    tags = []
    backfills = []
    underWay = []
  }
}
