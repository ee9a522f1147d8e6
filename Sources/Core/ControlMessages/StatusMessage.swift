/// The daemon's state as `status` gives it.
package struct StatusMessage: Codable, Sendable, Equatable {
  package var version: String
  package var instance: String
  package var processID: Int32
  package var startedAt: String
  package var now: String
  /// How many schedules are in each state.
  package var schedules: [String: Int]
  @ExplicitNull package var nextDue: String?
  @ExplicitNull package var nextSchedule: String?
  /// Fires without a final outcome.
  package var firesUnderWay: Int
  package var reportsWaiting: Int
  @ExplicitNull package var sync: SyncMessage?
  /// What needs attention, in sentences; empty when all is well.
  package var problems: [String]

  enum CodingKeys: String, CodingKey {
    case version, instance, now, schedules, sync, problems
    case processID = "pid"
    case startedAt = "started_at"
    case nextDue = "next_due"
    case nextSchedule = "next_schedule"
    case firesUnderWay = "fires_under_way"
    case reportsWaiting = "reports_waiting"
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
    self.reportsWaiting = reportsWaiting
    self.sync = sync
    self.problems = problems
  }
}

/// How the synchronisation with the server stands. `sync` answers with it too.
package struct SyncMessage: Codable, Sendable, Equatable {
  package var server: String
  @ExplicitNull package var lastSuccess: String?
  @ExplicitNull package var lastAttempt: String?
  @ExplicitNull package var error: String?
  package var schedules: Int

  enum CodingKeys: String, CodingKey {
    case server, error, schedules
    case lastSuccess = "last_success"
    case lastAttempt = "last_attempt"
  }

  package init(server: String, lastSuccess: String?, lastAttempt: String?, error: String?, schedules: Int) {
    self.server = server
    self.lastSuccess = lastSuccess
    self.lastAttempt = lastAttempt
    self.error = error
    self.schedules = schedules
  }
}
