import CivilTime

/// Who changed what over the control API.
///
/// Callers may rely on this:
/// - When a call that writes returns, what it wrote survives a crash of the process and of the machine.
/// - Lines have growing numbers, in the order in which they were written.
package protocol AuditLogStore: Sendable {
  /// Writes down what is about to be done.
  /// - Returns: the line's number.
  func beginAuditLine(_ entry: AuditLogEntry) async throws(StoreError) -> Int64
  /// Writes down how it ended, once. An unknown number is no error: retention may have been there.
  func endAuditLine(_ number: Int64, _ ending: AuditLogEnding) async throws(StoreError)

  /// Newest first.
  func auditLines(_ query: AuditLogQuery) async throws(StoreError) -> AuditLogLines

  /// Deletes lines that are older, and the oldest beyond `count`; at most `batch`.
  /// - Returns: how many.
  func pruneAuditLog(before horizon: Instant?, keeping count: Int, batch: Int) async throws(StoreError) -> Int
}

package struct AuditLogEntry: Hashable, Sendable {
  package var at: Instant
  package var who: String
  package var role: String?
  package var origin: String
  package var operation: String
  package var subject: String?
  package var request: String
  /// JSON without secrets, as `before` and `after`.
  package var asked: String?
  package var before: String?

  package init(
    at: Instant, who: String, role: String?, origin: String, operation: String, subject: String?, request: String, asked: String?,
    before: String?
  ) {
    self.at = at
    self.who = who
    self.role = role
    self.origin = origin
    self.operation = operation
    self.subject = subject
    self.request = request
    self.asked = asked
    self.before = before
  }
}

package struct AuditLogEnding: Hashable, Sendable {
  package var at: Instant
  /// Of the answer, as HTTP has it.
  package var status: Int
  package var problem: String?
  /// Nil: what the entry says counts.
  package var subject: String?
  package var before: String?
  package var after: String?

  package init(at: Instant, status: Int, problem: String? = nil, subject: String? = nil, before: String? = nil, after: String? = nil) {
    self.at = at
    self.status = status
    self.problem = problem
    self.subject = subject
    self.before = before
    self.after = after
  }
}

package struct AuditLogLine: Hashable, Sendable {
  package var number: Int64
  package var entry: AuditLogEntry
  package var endedAt: Instant?
  package var status: Int?
  package var problem: String?
  package var after: String?

  package init(number: Int64, entry: AuditLogEntry, endedAt: Instant?, status: Int?, problem: String?, after: String?) {
    self.number = number
    self.entry = entry
    self.endedAt = endedAt
    self.status = status
    self.problem = problem
    self.after = after
  }
}

package struct AuditLogQuery: Hashable, Sendable {
  package var who: String?
  /// An operation; with a full stop at its end, all that begin so.
  package var operation: String?
  package var subject: String?
  package var since: Instant?
  package var offset: Int
  package var limit: Int

  package init(
    who: String? = nil, operation: String? = nil, subject: String? = nil, since: Instant? = nil, offset: Int = 0, limit: Int = 50
  ) {
    self.who = who
    self.operation = operation
    self.subject = subject
    self.since = since
    self.offset = offset
    self.limit = limit
  }
}

package struct AuditLogLines: Hashable, Sendable {
  package var lines: [AuditLogLine]
  /// How many there are, on all pages.
  package var total: Int

  package init(lines: [AuditLogLine], total: Int) {
    self.lines = lines
    self.total = total
  }
}
