import CivilTime

/// One fire on its way to its target. Its identity (id, run name) is frozen when it is claimed.
package struct Fire: Hashable, Sendable, Identifiable {
  package let id: Identifier
  package let kind: LedgerRow.Kind
  package let scheduleID: Identifier
  package let scheduleName: String
  package let due: Instant
  package internal(set) var runName: String
  package internal(set) var attempt: Int
  package let claimedAt: Instant
  package let details: FireDetails
  /// With secrets: kept in memory, never written down.
  package internal(set) var trigger: Trigger
  /// The run that it started, once known.
  package internal(set) var runID: String?

  package init(
    id: Identifier, kind: LedgerRow.Kind, scheduleID: Identifier, scheduleName: String, due: Instant, runName: String,
    attempt: Int = 1, claimedAt: Instant, trigger: Trigger, runID: String? = nil, details: FireDetails = FireDetails()
  ) {
    self.id = id
    self.kind = kind
    self.scheduleID = scheduleID
    self.scheduleName = scheduleName
    self.due = due
    self.runName = runName
    self.attempt = attempt
    self.claimedAt = claimedAt
    self.details = details
    self.trigger = trigger
    self.runID = runID
  }
}

extension Fire {
  /// The id that a due instant of a schedule has, for ever the same.
  package static func id(schedule: Identifier, due: Instant) -> Identifier {
    .version5(namespace: schedule, name: "scheduled/\(due.iso8601)")
  }

  /// `<schedule>-<YYYYMMDDTHHMMSSZ>-<8 hex digits of the fire id>`: at most 226 characters, of a set that ZenML takes as
  /// they are (braces would be expanded, 255 is its limit).
  package static func runName(schedule: String, due: Instant, id: Identifier) -> String {
    let name = schedule.unicodeScalars.prefix(runNamePrefixLimit).map { isPlain($0) ? Character($0) : "_" }
    return "\(String(name))-\(due.compactISO8601)-\(id.short)"
  }

  /// What a target is to recognise an attempt by: the fire's id, and for later attempts one derived from it. The same for
  /// every resend.
  package var idempotencyKey: Identifier { attempt == 1 ? id : .version5(namespace: id, name: "attempt/\(attempt)") }

  /// `nightly-20261121T020000Z-0badcafe-2`: ZenML's names are unique for ever.
  static func runName(_ first: String, attempt: Int) -> String { attempt == 1 ? first : "\(first)-\(attempt)" }

  /// Leaves room for instant, id and the number of a later attempt under ZenML's 255.
  private static let runNamePrefixLimit = 200

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "A"..."Z", "a"..."z", "0"..."9", ".", "_", "-": true
    default: false
    }
  }

  /// What `{{…}}` stands for in this fire's trigger.
  package func value(of variable: Template.Variable) -> String {
    switch variable {
    case .due: due.iso8601
    case .fireID: id.description
    case .schedule: scheduleName
    case .runName: runName
    case .attempt: String(attempt)
    case .missedCount: String(details.missed?.count ?? 0)
    case .missedFirst: details.missed?.first.iso8601 ?? ""
    case .missedLast: details.missed?.last.iso8601 ?? ""
    }
  }
}

extension Fire {
  /// Nil for a row that is not a fire.
  package init?(_ row: LedgerRow) {
    guard let trigger = row.trigger, let runName = row.runName else { return nil }
    self.init(
      id: row.id, kind: row.kind, scheduleID: row.scheduleID, scheduleName: row.scheduleName, due: row.due,
      runName: runName, attempt: row.attempt, claimedAt: row.claimedAt, trigger: trigger, runID: row.runID, details: row.details)
  }
}
