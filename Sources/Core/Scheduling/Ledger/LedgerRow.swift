import CivilTime

/// One row of the ledger: a fire, or consecutive due instants that were not started for one reason.
package struct LedgerRow: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case scheduled, manual, backfill
    /// It follows the end of another schedule's fire.
    case chained

    /// It comes by itself, under all that the policy says; nobody has asked for it.
    package var isAutomatic: Bool { self == .scheduled || self == .chained }
  }

  private struct Contents: Hashable, Sendable {
    var id: Identifier
    var kind: Kind
    var scheduleID: Identifier
    var scheduleName: String
    var revision: Int
    var due: Instant
    var dueLast: Instant
    var count: Int
    var outcome: Outcome
    var reason: Reason?
    var carriedBy: Identifier?
    var claimedAt: Instant
    var sentAt: Instant?
    var finishedAt: Instant?
    var attempt: Int
    var runID: String?
    var runName: String?
    var runStatus: String?
    var trigger: Trigger?
    var details: FireDetails
  }

  // @unchecked Sendable: changed only while one row alone holds it.
  private final class Storage: @unchecked Sendable {
    var contents: Contents
    init(_ contents: Contents) { self.contents = contents }
  }

  /// Shared by copies until one of them is changed: rows go through many hands, and few of those change anything.
  private var storage: Storage

  package init(
    id: Identifier, kind: Kind, scheduleID: Identifier, scheduleName: String, revision: Int, due: Instant,
    dueLast: Instant? = nil, count: Int = 1, outcome: Outcome, reason: Reason? = nil, carriedBy: Identifier? = nil,
    claimedAt: Instant, sentAt: Instant? = nil, finishedAt: Instant? = nil, attempt: Int = 1, runID: String? = nil,
    runName: String? = nil, runStatus: String? = nil, trigger: Trigger? = nil, details: FireDetails = FireDetails()
  ) {
    storage = Storage(
      Contents(
        id: id, kind: kind, scheduleID: scheduleID, scheduleName: scheduleName, revision: revision, due: due, dueLast: dueLast ?? due,
        count: count, outcome: outcome, reason: reason, carriedBy: carriedBy, claimedAt: claimedAt, sentAt: sentAt, finishedAt: finishedAt,
        attempt: attempt, runID: runID, runName: runName, runStatus: runStatus, trigger: trigger, details: details))
  }

  private var own: Storage {
    mutating get {
      if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.contents) }
      return storage
    }
  }

  package static func == (a: LedgerRow, b: LedgerRow) -> Bool { a.storage === b.storage || a.storage.contents == b.storage.contents }
  package func hash(into hasher: inout Hasher) { hasher.combine(storage.contents) }
}

extension LedgerRow {
  /// The fire id; for a range that of its first instant.
  package var id: Identifier {
    get { storage.contents.id }
    set { own.contents.id = newValue }
  }
  package var kind: Kind {
    get { storage.contents.kind }
    set { own.contents.kind = newValue }
  }
  package var scheduleID: Identifier {
    get { storage.contents.scheduleID }
    set { own.contents.scheduleID = newValue }
  }
  package var scheduleName: String {
    get { storage.contents.scheduleName }
    set { own.contents.scheduleName = newValue }
  }
  package var revision: Int {
    get { storage.contents.revision }
    set { own.contents.revision = newValue }
  }
  package var due: Instant {
    get { storage.contents.due }
    set { own.contents.due = newValue }
  }
  /// The last instant covered; `due` for a fire.
  package var dueLast: Instant {
    get { storage.contents.dueLast }
    set { own.contents.dueLast = newValue }
  }
  package var count: Int {
    get { storage.contents.count }
    set { own.contents.count = newValue }
  }
  package var outcome: Outcome {
    get { storage.contents.outcome }
    set { own.contents.outcome = newValue }
  }
  package var reason: Reason? {
    get { storage.contents.reason }
    set { own.contents.reason = newValue }
  }
  /// The fire that a coalesced instant went into.
  package var carriedBy: Identifier? {
    get { storage.contents.carriedBy }
    set { own.contents.carriedBy = newValue }
  }
  package var claimedAt: Instant {
    get { storage.contents.claimedAt }
    set { own.contents.claimedAt = newValue }
  }
  /// When the first byte was sent.
  package var sentAt: Instant? {
    get { storage.contents.sentAt }
    set { own.contents.sentAt = newValue }
  }
  package var finishedAt: Instant? {
    get { storage.contents.finishedAt }
    set { own.contents.finishedAt = newValue }
  }
  package var attempt: Int {
    get { storage.contents.attempt }
    set { own.contents.attempt = newValue }
  }
  package var runID: String? {
    get { storage.contents.runID }
    set { own.contents.runID = newValue }
  }
  package var runName: String? {
    get { storage.contents.runName }
    set { own.contents.runName = newValue }
  }
  /// The run's last known state in its target's own words.
  package var runStatus: String? {
    get { storage.contents.runStatus }
    set { own.contents.runStatus = newValue }
  }
  /// Without secrets; nil for a range.
  package var trigger: Trigger? {
    get { storage.contents.trigger }
    set { own.contents.trigger = newValue }
  }
  package var details: FireDetails {
    get { storage.contents.details }
    set { own.contents.details = newValue }
  }

  /// When it was to be started: its due instant with jitter, the end of a calendar's deferral, or when somebody asked for it. Manual
  /// fires and backfills are due when they are asked for, to the microsecond; `due` names the second, or the instant that is made up for.
  package var plannedStart: Instant {
    let due = kind == .scheduled ? due : claimedAt
    let details = details
    return max(due.advanced(by: .milliseconds(details.jitterMilliseconds ?? 0)), details.notBefore ?? due)
  }

  /// True when its target answered the request by starting nothing: a run, or the answer that is one, leaves its status or its id.
  package var wasRefused: Bool { sentAt != nil && runID == nil && runStatus == nil && (outcome == .failed || outcome == .rejected) }

  /// First byte sent − the planned start, in milliseconds; nil when nothing was sent.
  package var latenessMilliseconds: Int64? {
    sentAt.map { ($0.microsecondsSinceEpoch - plannedStart.microsecondsSinceEpoch) / 1000 }
  }
}
