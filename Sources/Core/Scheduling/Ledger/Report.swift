import CivilTime

/// What is written back to the source about a fire that has ended.
package struct Report: Hashable, Sendable, Codable {
  package enum Subject: Hashable, Sendable, Codable {
    /// The pipeline run that the fire started.
    case run(String)
    /// The schedule itself; only the newest waiting one is delivered.
    case schedule(Identifier)
  }

  package var subject: Subject
  package var scheduleID: Identifier
  package var fireID: Identifier
  package var due: Instant
  package var outcome: Outcome
  package var reason: Reason?
  package var runID: String?
  package var runName: String?
  package var latenessMilliseconds: Int64?
  package var attempts: Int
  package var nextDue: Instant?

  package init(_ row: LedgerRow, about subject: Subject, nextDue: Instant?) {
    self.subject = subject
    self.scheduleID = row.scheduleID
    self.fireID = row.id
    self.due = row.dueLast
    self.outcome = row.outcome
    self.reason = row.reason
    self.runID = row.runID
    self.runName = row.runName
    self.latenessMilliseconds = row.latenessMilliseconds
    self.attempts = row.attempt
    self.nextDue = nextDue
  }
}
