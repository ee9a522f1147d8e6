import CivilTime

/// One row of the ledger: a fire, or consecutive due instants that were not started for one reason.
package struct LedgerRow: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, Codable {
    case scheduled, manual, backfill
    /// It follows the end of another schedule's fire.
    case chained

    /// It comes by itself, under all that the policy says; nobody has asked for it.
    package var isAutomatic: Bool { self == .scheduled || self == .chained }
  }

  /// The fire id; for a range that of its first instant.
  package var id: Identifier
  package var kind: Kind
  package var scheduleID: Identifier
  package var scheduleName: String
  package var revision: Int
  package var due: Instant
  /// The last instant covered; `due` for a fire.
  package var dueLast: Instant
  package var count: Int
  package var outcome: Outcome
  package var reason: Reason?
  /// The fire that a coalesced instant went into.
  package var carriedBy: Identifier?
  package var claimedAt: Instant
  /// When the first byte was sent.
  package var sentAt: Instant?
  package var finishedAt: Instant?
  package var attempt: Int
  package var runID: String?
  package var runName: String?
  /// The run's last known state in its target's own words.
  package var runStatus: String?
  /// Without secrets; nil for a range.
  package var trigger: Trigger?
  package var details = FireDetails()

  package init(
    id: Identifier, kind: Kind, scheduleID: Identifier, scheduleName: String, revision: Int, due: Instant,
    dueLast: Instant? = nil, count: Int = 1, outcome: Outcome, reason: Reason? = nil, carriedBy: Identifier? = nil,
    claimedAt: Instant, sentAt: Instant? = nil, finishedAt: Instant? = nil, attempt: Int = 1, runID: String? = nil,
    runName: String? = nil, runStatus: String? = nil, trigger: Trigger? = nil, details: FireDetails = FireDetails()
  ) {
    self.id = id
    self.kind = kind
    self.scheduleID = scheduleID
    self.scheduleName = scheduleName
    self.revision = revision
    self.due = due
    self.dueLast = dueLast ?? due
    self.count = count
    self.outcome = outcome
    self.reason = reason
    self.carriedBy = carriedBy
    self.claimedAt = claimedAt
    self.sentAt = sentAt
    self.finishedAt = finishedAt
    self.attempt = attempt
    self.runID = runID
    self.runName = runName
    self.runStatus = runStatus
    self.trigger = trigger
    self.details = details
  }

  /// First byte sent − (due + jitter), in milliseconds; nil when nothing was sent. Manual fires and backfills are due when
  /// they are asked for, to the microsecond; `due` names the second, or the instant that is made up for.
  package var latenessMilliseconds: Int64? {
    let due = kind == .scheduled ? due : claimedAt
    return sentAt.map { ($0.microsecondsSinceEpoch - due.microsecondsSinceEpoch) / 1000 - (details.jitterMilliseconds ?? 0) }
  }
}
