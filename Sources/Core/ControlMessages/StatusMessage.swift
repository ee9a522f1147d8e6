/// The daemon's state as `status` gives it.
package struct StatusMessage: Codable, Sendable, Equatable {
  package var version: String
  package var instance: String
  package var processID: Int32
  package var startedAt: String
  package var now: String
  /// How many schedules are in each state.
  package var schedules: [String: Int]
  /// Of the schedule whose fire comes next.
  @ExplicitNull package var nextDue: String?
  @ExplicitNull package var nextSchedule: String?
  /// When that fire is to come, where jitter or a calendar puts it off.
  package var startsAt: String?
  /// Fires without a final outcome.
  package var firesUnderWay: Int
  /// How many of them wait for limits; null: an older daemon does not tell.
  @ExplicitNull package var firesHeldByLimits: Int?
  /// How many of them are not in the ledger yet, and so not started; null: an older daemon does not tell.
  @ExplicitNull package var firesNotWritten: Int?
  package var reportsWaiting: Int
  @ExplicitNull package var sync: SyncMessage?
  /// What hinders the daemon's work, in sentences; empty when nothing does.
  package var problems: [String]
  /// What of the schedules and their runs somebody has to look at, in sentences: failed fires, pauses after failures, chains that follow
  /// nobody, bindings that match nothing, names that both the server and a file have. It says nothing about the daemon's health.
  @EmptyWhenMissing package var attention: [String]
  /// Null: an older daemon does not tell.
  @ExplicitNull package var health: Health?
  /// Why the health is red: Carillon itself cannot keep its promise. Part of `problems`.
  @EmptyWhenMissing package var healthReasons: [String]
  /// Targets that do not answer.
  @EmptyWhenMissing package var awayTargets: [String]
  /// The last step of the clock since the start.
  @ExplicitNull package var lastClockStep: ClockStepItem?
  /// When the daemon last looked whether it keeps its promise.
  @ExplicitNull package var lastAudit: String?
  @EmptyWhenMissing package var auditFindings: [String]
  /// Older rows may have been deleted; null: none ever was.
  @ExplicitNull package var retentionHorizon: String?
  /// When the store's file was last found sound.
  @ExplicitNull package var lastCheck: String?

  /// What people were told and is not over.
  @EmptyWhenMissing package var alerts: [AlertItem]

  package enum Health: String, Codable, Sendable { case ok, red }

  package struct ClockStepItem: Codable, Sendable, Equatable {
    package var at: String
    /// Positive: it was put forward.
    package var bySeconds: Double

    enum CodingKeys: String, CodingKey {
      case at
      case bySeconds = "by_seconds"
    }

    package init(at: String, bySeconds: Double) {
      self.at = at
      self.bySeconds = bySeconds
    }
  }

  enum CodingKeys: String, CodingKey {
    case version, instance, now, schedules, sync, problems, attention, health, alerts
    case processID = "pid"
    case startedAt = "started_at"
    case nextDue = "next_due"
    case nextSchedule = "next_schedule"
    case startsAt = "starts_at"
    case firesUnderWay = "fires_under_way"
    case firesHeldByLimits = "fires_held_by_limits"
    case firesNotWritten = "fires_not_written"
    case reportsWaiting = "reports_waiting"
    case healthReasons = "health_reasons"
    case awayTargets = "away_targets"
    case lastClockStep = "last_clock_step"
    case lastAudit = "last_audit"
    case auditFindings = "audit_findings"
    case retentionHorizon = "retention_horizon"
    case lastCheck = "last_check"
  }

  package init(
    version: String, instance: String, processID: Int32, startedAt: String, now: String, schedules: [String: Int],
    nextDue: String?, nextSchedule: String?, firesUnderWay: Int, reportsWaiting: Int, sync: SyncMessage?,
    problems: [String]
  ) {
    self.version = version
    self.instance = instance
    self.processID = processID
    self.startedAt = startedAt
    self.now = now
    self.schedules = schedules
    self.nextDue = nextDue
    self.nextSchedule = nextSchedule
    self.firesUnderWay = firesUnderWay
    firesHeldByLimits = 0
    firesNotWritten = 0
    self.reportsWaiting = reportsWaiting
    self.sync = sync
    self.problems = problems
    attention = []
    health = .ok
    healthReasons = []
    awayTargets = []
    auditFindings = []
    alerts = []
  }
}

/// How the synchronisation with the server stands. `sync` answers with it too.
package struct SyncMessage: Codable, Sendable, Equatable {
  /// Empty without a server: then only the files are read.
  package var server: String
  @ExplicitNull package var lastSuccess: String?
  @ExplicitNull package var lastAttempt: String?
  @ExplicitNull package var error: String?
  /// Of the server; without one, all that there are.
  package var schedules: Int
  /// What is wrong with the schedule files, and that a server which answers lists nothing any more; those of `status` stand among its
  /// own problems.
  @EmptyWhenMissing package var problems: [String]
  /// How files and server do not fit together: bindings that match nothing, names that both have. It is no error; that of `status` stands
  /// among its own attention.
  @EmptyWhenMissing package var attention: [String]

  enum CodingKeys: String, CodingKey {
    case server, error, schedules, problems, attention
    case lastSuccess = "last_success"
    case lastAttempt = "last_attempt"
  }

  package init(
    server: String, lastSuccess: String?, lastAttempt: String?, error: String?, schedules: Int, problems: [String] = [],
    attention: [String] = []
  ) {
    self.server = server
    self.lastSuccess = lastSuccess
    self.lastAttempt = lastAttempt
    self.error = error
    self.schedules = schedules
    self.problems = problems
    self.attention = attention
  }
}
