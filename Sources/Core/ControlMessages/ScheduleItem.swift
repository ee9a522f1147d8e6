/// A schedule as `list` and `show` give it. Times are ISO-8601 in UTC.
package struct ScheduleItem: Codable, Sendable, Equatable {
  package var id: String
  package var name: String
  /// `zenml` or `file`.
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
  @ExplicitNull package var lastOutcome: String?
  @ExplicitNull package var pipelineID: String?
  package var revision: Int

  enum CodingKeys: String, CodingKey {
    case id, name, source, active, state, reason, warnings, trigger, binding, misfire, overlap, revision
    case cronExpression = "cron_expression"
    case intervalSeconds = "interval_seconds"
    case runOnceStartTime = "run_once_start_time"
    case timeZone = "time_zone"
    case startTime = "start_time"
    case endTime = "end_time"
    case nextDue = "next_due"
    case lastOutcome = "last_outcome"
    case pipelineID = "pipeline_id"
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
  }
}
