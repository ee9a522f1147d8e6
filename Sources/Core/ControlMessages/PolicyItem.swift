/// A schedule's policies as they are in force: defaults are spelled out. Durations are in seconds.
package struct PolicyItem: Codable, Sendable, Equatable {
  /// `last`, `all` or `skip`.
  package var misfire: String
  package var misfireLimit: Int
  @ExplicitNull package var misfireWindowSeconds: Double?
  /// As stated; null: computed for each fire from the gap to the next one.
  @ExplicitNull package var startDeadlineSeconds: Double?
  package var overlap: String
  @ExplicitNull package var mutex: String?
  /// As stated: fires are spread over this long behind their due instant.
  package var jitterSeconds: Double
  @ExplicitNull package var maxRuns: Int?
  @ExplicitNull package var pauseAfterFailures: Int?
  @ExplicitNull package var timeoutSeconds: Double?
  package var retry: RetryItem
  /// Null: as the kind of trigger does.
  @ExplicitNull package var retryUnknown: Bool?
  package var calendars: [CalendarRuleItem]

  enum CodingKeys: String, CodingKey {
    case misfire, overlap, mutex, retry, calendars
    case misfireLimit = "misfire_limit"
    case misfireWindowSeconds = "misfire_window_seconds"
    case startDeadlineSeconds = "start_deadline_seconds"
    case jitterSeconds = "jitter_seconds"
    case maxRuns = "max_runs"
    case pauseAfterFailures = "pause_after_failures"
    case timeoutSeconds = "timeout_seconds"
    case retryUnknown = "retry_unknown"
  }

  package init(
    misfire: String, misfireLimit: Int, misfireWindowSeconds: Double? = nil, startDeadlineSeconds: Double? = nil, overlap: String,
    mutex: String? = nil, jitterSeconds: Double = 0, maxRuns: Int? = nil, pauseAfterFailures: Int? = nil,
    timeoutSeconds: Double? = nil, retry: RetryItem, retryUnknown: Bool? = nil, calendars: [CalendarRuleItem] = []
  ) {
    self.misfire = misfire
    self.misfireLimit = misfireLimit
    self.misfireWindowSeconds = misfireWindowSeconds
    self.startDeadlineSeconds = startDeadlineSeconds
    self.overlap = overlap
    self.mutex = mutex
    self.jitterSeconds = jitterSeconds
    self.maxRuns = maxRuns
    self.pauseAfterFailures = pauseAfterFailures
    self.timeoutSeconds = timeoutSeconds
    self.retry = retry
    self.retryUnknown = retryUnknown
    self.calendars = calendars
  }
}

/// How often, and when, a fire is tried again.
package struct RetryItem: Codable, Sendable, Equatable {
  /// How many runs one fire may have.
  package var attempts: Int
  /// How often one attempt is sent to a target that answers, but declines it.
  package var sends: Int
  package var backoffSeconds: Double
  package var maxBackoffSeconds: Double
  /// The part of a delay that differs from fire to fire, 0 to 1.
  package var jitter: Double
  @ExplicitNull package var budgetSeconds: Double?
  /// `3`, `10-20`: the exit codes that are worth another attempt; null: each but 0.
  @ExplicitNull package var exitCodes: [String]?

  enum CodingKeys: String, CodingKey {
    case attempts, sends, jitter
    case backoffSeconds = "backoff_seconds"
    case maxBackoffSeconds = "max_backoff_seconds"
    case budgetSeconds = "budget_seconds"
    case exitCodes = "exit_codes"
  }

  package init(
    attempts: Int, sends: Int, backoffSeconds: Double, maxBackoffSeconds: Double, jitter: Double, budgetSeconds: Double? = nil,
    exitCodes: [String]? = nil
  ) {
    self.attempts = attempts
    self.sends = sends
    self.backoffSeconds = backoffSeconds
    self.maxBackoffSeconds = maxBackoffSeconds
    self.jitter = jitter
    self.budgetSeconds = budgetSeconds
    self.exitCodes = exitCodes
  }
}

/// A calendar that a schedule keeps to.
package struct CalendarRuleItem: Codable, Sendable, Equatable {
  package var name: String
  /// `skip` or `defer`.
  package var action: String

  package init(name: String, action: String) {
    self.name = name
    self.action = action
  }
}
