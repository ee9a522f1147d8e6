/// What the commands print with `--json`, spelled out here once more: these names are a promise to people's programs.

struct ItemList<Item: Decodable & Sendable>: Decodable, Sendable {
  let items: [Item]
}

/// An item of `list`.
struct ScheduleLine: Decodable, Sendable, Equatable {
  let id: String
  let name: String
  let source: String
  let cronExpression: String?
  let intervalSeconds: Double?
  let timeZone: String
  let startTime: String?
  let endTime: String?
  let active: Bool
  let state: String
  let reason: String?
  let warnings: [String]
  let trigger: String?
  let binding: String?
  let nextDue: String?
  let lastOutcome: String?
}

/// An item of `runs`.
struct RunLine: Decodable, Sendable, Equatable {
  let fireId: String
  let kind: String
  let scheduleId: String
  let schedule: String
  let due: String
  let dueLast: String
  let count: Int
  let outcome: String
  let reason: String?
  let claimedAt: String
  let startedAt: String?
  let finishedAt: String?
  let latenessMs: Int?
  let attempt: Int
  let runId: String?
  let runName: String?

  /// Nothing is to change any more.
  var isFinal: Bool { !["claimed", "waiting", "started", "unknown"].contains(outcome) }
}

/// The answer of `status`.
struct StatusLine: Decodable, Sendable, Equatable {
  let version: String
  let instance: String
  let pid: Int32
  let schedules: [String: Int]
  let firesUnderWay: Int
  let reportsWaiting: Int
  let problems: [String]
  let sync: SyncLine?
}

/// The answer of `sync`, and a part of that of `status`.
struct SyncLine: Decodable, Sendable, Equatable {
  let server: String
  let lastSuccess: String?
  let lastAttempt: String?
  let error: String?
  let schedules: Int
}

/// An item of `next`.
struct DueLine: Decodable, Sendable, Equatable {
  let due: String
  let local: String
  let timeZone: String
}

/// An item of `check`.
struct ProblemLine: Decodable, Sendable, Equatable {
  let severity: String
  let file: String
  let line: Int?
  let column: Int?
  let message: String
}
