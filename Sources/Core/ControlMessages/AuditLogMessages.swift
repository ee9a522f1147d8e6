import Values

/// A line of the audit log: one request over the control API that changes something.
package struct AuditLogItem: Codable, Sendable, Equatable {
  package enum Outcome: String, Codable, Sendable {
    case done
    /// The request was wrong, or not allowed now: nothing was changed.
    case refused
    /// The fault is the daemon's own.
    case failed
    /// The daemon ended before the answer, or could not write it down: look at what it was about.
    case unknown
  }

  /// Grows with time.
  package var id: Int64
  package var at: String
  /// `user 1000`, `key ci`, `zenml alice`, `service account ci`.
  package var who: String
  @ExplicitNull package var role: String?
  /// `unix`, or the address that the request came from.
  package var from: String
  /// `schedule.trigger`, `schedule.update`, `store.backup`, …
  package var operation: String
  /// What it was about: a schedule's name or id, a fire, a path.
  @ExplicitNull package var subject: String?
  package var requestID: String
  /// What was asked for, where the path does not say it all.
  @ExplicitNull package var asked: JSONValue?
  /// Secrets are left out of both.
  @ExplicitNull package var before: JSONValue?
  @ExplicitNull package var after: JSONValue?
  package var outcome: Outcome
  /// Of the answer; null: unknown.
  @ExplicitNull package var status: Int?
  /// Why it was not done.
  @ExplicitNull package var problem: String?
  @ExplicitNull package var endedAt: String?

  enum CodingKeys: String, CodingKey {
    case id, at, who, role, from, operation, subject, asked, before, after, outcome, status, problem
    case requestID = "request_id"
    case endedAt = "ended_at"
  }

  package init(
    id: Int64, at: String, who: String, role: String?, from: String, operation: String, subject: String?, requestID: String,
    status: Int?, problem: String? = nil, endedAt: String? = nil
  ) {
    self.id = id
    self.at = at
    self.who = who
    self.role = role
    self.from = from
    self.operation = operation
    self.subject = subject
    self.requestID = requestID
    self.status = status
    self.problem = problem
    self.endedAt = endedAt
    outcome =
      switch status {
      case nil: .unknown
      case let status? where status < 400: .done
      case let status? where status < 500: .refused
      case _?: .failed
      }
  }
}

/// Which lines of the audit log are asked for, newest first; the query of `GET /api/v1/audit-log`.
package struct AuditLogRequest: Sendable, Equatable {
  package var page: Int
  package var size: Int
  package var who: String?
  /// `schedule.update`, or `schedule.` for all that begin so.
  package var operation: String?
  package var subject: String?
  /// ISO 8601, inclusive.
  package var since: String?

  package init(
    page: Int = 1, size: Int = 50, who: String? = nil, operation: String? = nil, subject: String? = nil, since: String? = nil
  ) {
    self.page = page
    self.size = size
    self.who = who
    self.operation = operation
    self.subject = subject
    self.since = since
  }

  package static let pages = 1...1_000_000
  package static let sizes = 1...1000
}
