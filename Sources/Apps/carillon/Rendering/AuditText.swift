import ControlMessages

/// An audit as `audit` shows it: what was looked at, then each fault.
struct AuditText {
  let audit: AuditMessage
  let moments: Moments
  var screen = Screen.paper

  var text: String {
    var fields = FieldList()
    add(to: &fields)
    guard !audit.faults.isEmpty else { return fields.text(on: screen) }
    return fields.text(on: screen) + "\n"
      + FittedTable(
        header: ["FAULT", "SCHEDULE", "FROM", "TO", "INSTANTS", "REVISION"], rows: audit.faults.map(row), moments: moments,
        width: screen.width, palette: screen.palette, yielding: [1], sparing: [5]
      ).text
  }

  func add(to fields: inout FieldList) {
    fields.add("audited", "\(audit.from) to \(audit.to)")
    fields.add("horizon", audit.horizon.map { "older than \(moments.moment($0)) is deleted" } ?? "nothing was ever deleted")
    fields.add("due instants", String(audit.instants))
    let isSound = audit.faults.isEmpty
    fields.add("faults", isSound ? "none: each has exactly one row" : String(audit.faults.count), isSound ? .good : .bad)
    if let problem = audit.problem { fields.add("not written", problem, .bad) }
    let behind = audit.behind ?? []
    for standing in behind.prefix(Self.behindCount) {
      fields.add("proved less", "\(standing.schedule): up to \(standing.through) only; of \(standing.nextDue) nothing is known yet")
    }
    if behind.count > Self.behindCount { fields.add("proved less", "and \(behind.count - Self.behindCount) schedules more") }
  }

  /// More are read by nobody: `--json` has all.
  private static let behindCount = 10

  private func row(_ fault: AuditMessage.Fault) -> [TableCell] {
    [
      .text(fault.kind.replacing("_", with: " ")), .text(fault.schedule), .plainMoment(fault.first, moments),
      .plainMoment(fault.last, moments), .text(String(fault.count)), .text(String(fault.revision)),
    ]
  }
}

/// A check of a store as `store verify` shows it.
struct VerifyText {
  let report: VerifyMessage
  let moments: Moments
  var screen = Screen.paper

  var text: String {
    var fields = FieldList()
    fields.add("store", report.path)
    fields.add("file", report.damage.isEmpty ? "sound" : "damaged", report.damage.isEmpty ? .good : .bad)
    for damage in report.damage { fields.add("damage", damage) }
    guard let audit = report.audit else { return fields.text(on: screen) }
    guard audit.faults.isEmpty else { return fields.text(on: screen) + AuditText(audit: audit, moments: moments, screen: screen).text }
    AuditText(audit: audit, moments: moments).add(to: &fields)
    return fields.text(on: screen)
  }
}
