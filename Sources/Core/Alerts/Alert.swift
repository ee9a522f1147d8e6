import CivilTime
import Scheduling

/// One message to people: what happened, to what, why, and where to read more. It holds no secret.
package struct Alert: Hashable, Sendable, Codable {
  package enum Stage: String, Hashable, Sendable, Codable {
    case opened
    /// It is still so.
    case reminder
    /// It is over.
    case closed
  }

  /// Derived from cause, stage and time: a message that is delivered twice has the same one.
  package var id: Identifier
  package var kind: AlertKind
  package var stage: Stage
  /// What is one matter for the people who read it: `failing/<schedule>`, `disk`.
  package var cause: String
  /// A reason's code; the kind where there is no reason.
  package var code: String
  /// One line for people.
  package var sentence: String
  /// When it was found.
  package var at: Instant
  /// Since when it is so.
  package var since: Instant
  /// How often it has happened since then.
  package var count: Int
  package var subject: AlertSubject?
  /// A URL or a command that tells more.
  package var why: String

  package init(
    _ kind: AlertKind, _ stage: Stage, cause: String, reason: Reason, at: Instant, since: Instant? = nil, count: Int = 1,
    subject: AlertSubject? = nil, why: String
  ) {
    id = .version5(namespace: Self.namespace, name: "\(cause)/\(kind.rawValue)/\(stage.rawValue)/\(at.microsecondsSinceEpoch)")
    (self.kind, self.stage, self.cause) = (kind, stage, cause)
    (code, sentence) = (reason.code, reason.sentence)
    (self.at, self.since, self.count) = (at, since ?? at, count)
    (self.subject, self.why) = (subject, why)
  }

  /// Fixed for ever, as the ids are.
  private static let namespace = Identifier(high: 0x6361_7269_6c6c_5f6e, low: 0x8000_616c_6572_7401)
}

/// The schedule, and the fire, that an alert is about.
package struct AlertSubject: Hashable, Sendable, Codable {
  package var scheduleID: Identifier
  package var schedule: String
  package var fire: Identifier?
  package var due: Instant?
  package var outcome: Outcome?

  package init(scheduleID: Identifier, schedule: String, fire: Identifier? = nil, due: Instant? = nil, outcome: Outcome? = nil) {
    (self.scheduleID, self.schedule, self.fire, self.due, self.outcome) = (scheduleID, schedule, fire, due, outcome)
  }

  package init(_ row: LedgerRow) {
    self.init(scheduleID: row.scheduleID, schedule: row.scheduleName, fire: row.id, due: row.dueLast, outcome: row.outcome)
  }
}
