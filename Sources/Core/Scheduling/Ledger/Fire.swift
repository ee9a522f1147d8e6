import CivilTime

/// One fire on its way to its target. Its identity (id, run name) is frozen when it is claimed.
package struct Fire: Sendable, Identifiable {
  /// As it stood when this was made: all but the trigger is told from it.
  private let row: LedgerRow
  /// With secrets: kept in memory, never written down.
  package let trigger: Trigger

  package init(
    id: Identifier, kind: LedgerRow.Kind, scheduleID: Identifier, scheduleName: String, due: Instant, runName: String,
    attempt: Int = 1, claimedAt: Instant, trigger: Trigger, runID: String? = nil, details: FireDetails = FireDetails()
  ) {
    let row = LedgerRow(
      id: id, kind: kind, scheduleID: scheduleID, scheduleName: scheduleName, revision: 1, due: due, outcome: .claimed,
      claimedAt: claimedAt, attempt: attempt, runID: runID, runName: runName, trigger: trigger.withoutSecrets, details: details)
    self.init(row, trigger: trigger)
  }

  /// - Parameter row: of a fire: it has a run name.
  init(_ row: LedgerRow, trigger: Trigger) {
    precondition(row.runName != nil, "row \(row.id) is a range, and no fire")
    (self.row, self.trigger) = (row, trigger)
  }

  package var id: Identifier { row.id }
  package var kind: LedgerRow.Kind { row.kind }
  package var scheduleID: Identifier { row.scheduleID }
  package var scheduleName: String { row.scheduleName }
  package var due: Instant { row.due }
  package var runName: String { row.runName ?? "" }
  package var attempt: Int { row.attempt }
  package var claimedAt: Instant { row.claimedAt }
  package var details: FireDetails { row.details }
  /// The run that it started, once known.
  package var runID: String? { row.runID }
}

// How it stands in the ledger does not count.
extension Fire: Hashable {
  package static func == (a: Fire, b: Fire) -> Bool {
    a.id == b.id && a.kind == b.kind && a.scheduleID == b.scheduleID && a.scheduleName == b.scheduleName && a.due == b.due
      && a.runName == b.runName && a.attempt == b.attempt && a.claimedAt == b.claimedAt && a.details == b.details && a.runID == b.runID
      && a.trigger == b.trigger
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(attempt)
  }
}

extension Fire {
  /// The id that a due instant of a schedule has, for ever the same.
  package static func id(schedule: Identifier, due: Instant) -> Identifier {
    .version5(namespace: schedule, name: idName(due: due))
  }

  /// What a due instant is called in the namespace of its schedule.
  static func idName(due: Instant) -> String { "scheduled/" + due.iso8601 }

  /// `<schedule>-<YYYYMMDDTHHMMSSZ>-<8 hex digits of the fire id>`: at most 226 characters, of a set that ZenML takes as
  /// they are (braces would be expanded, 255 is its limit).
  package static func runName(schedule: String, due: Instant, id: Identifier) -> String {
    runName(prefix: runNamePrefix(of: schedule), dueText: due.compactISO8601, id: id)
  }

  static func runName(prefix: String, dueText: String, id: Identifier) -> String {
    let parts = (prefix.utf8, dueText.utf8, id.short.utf8)
    return String(unsafeUninitializedCapacity: parts.0.count + parts.1.count + parts.2.count + 2) { buffer in
      var end = buffer.initialize(fromContentsOf: parts.0)
      func put(_ part: String.UTF8View) {
        buffer[end] = UInt8(ascii: "-")
        end = buffer[(end + 1)...].initialize(fromContentsOf: part)
      }
      put(parts.1)
      put(parts.2)
      return end
    }
  }

  /// What the run names of a schedule begin with.
  static func runNamePrefix(of schedule: String) -> String {
    if schedule.utf8.count <= runNamePrefixLimit, schedule.utf8.allSatisfy(isPlain) { return schedule }
    return String(String.UnicodeScalarView(schedule.unicodeScalars.prefix(runNamePrefixLimit).map { isPlain($0) ? $0 : "_" }))
  }

  /// What a target is to recognise an attempt by: the fire's id, and for later attempts one derived from it. The same for
  /// every resend.
  package var idempotencyKey: Identifier { attempt == 1 ? id : .version5(namespace: id, name: "attempt/\(attempt)") }

  /// `nightly-20261121T020000Z-0badcafe-2`: ZenML's names are unique for ever.
  static func runName(_ first: String, attempt: Int) -> String { attempt == 1 ? first : "\(first)-\(attempt)" }

  /// Leaves room for instant, id and the number of a later attempt under ZenML's 255.
  private static let runNamePrefixLimit = 200

  private static func isPlain(_ byte: UInt8) -> Bool { isPlain(Unicode.Scalar(byte)) }

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
