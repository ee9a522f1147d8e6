import ControlMessages

/// An audit as `audit` shows it: what was looked at, then each fault.
struct AuditText {
  let audit: AuditMessage
  let moments: Moments

  var text: String {
    var fields = FieldList()
    add(to: &fields)
    guard !audit.faults.isEmpty else { return fields.text }
    return fields.text + "\n" + TextTable(["FAULT", "SCHEDULE", "FROM", "TO", "INSTANTS", "REVISION"], audit.faults.map(row)).text
  }

  func add(to fields: inout FieldList) {
    fields.add("audited", "\(audit.from) to \(audit.to)")
    fields.add("horizon", audit.horizon.map { "older than \(moments.moment($0)) is deleted" } ?? "nothing was ever deleted")
    fields.add("due instants", String(audit.instants))
    fields.add("faults", audit.faults.isEmpty ? "none: each has exactly one row" : String(audit.faults.count))
  }

  private func row(_ fault: AuditMessage.Fault) -> [String] {
    [
      fault.kind.replacing("_", with: " "), fault.schedule, fault.first, fault.last, String(fault.count), String(fault.revision),
    ]
  }
}

/// A check of a store as `store verify` shows it.
struct VerifyText {
  let report: VerifyMessage
  let moments: Moments

  var text: String {
    var fields = FieldList()
    fields.add("store", report.path)
    fields.add("file", report.damage.isEmpty ? "sound" : "damaged")
    for damage in report.damage { fields.add("damage", damage) }
    guard let audit = report.audit else { return fields.text }
    guard audit.faults.isEmpty else { return fields.text + AuditText(audit: audit, moments: moments).text }
    AuditText(audit: audit, moments: moments).add(to: &fields)
    return fields.text
  }
}
