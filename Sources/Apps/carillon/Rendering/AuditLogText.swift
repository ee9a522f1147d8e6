import ControlMessages
import Foundation
import Scheduling

/// Lines of the audit log, as a table or each whole.
struct AuditLogText {
  let page: Page<AuditLogItem>
  let isFull: Bool
  let moments: Moments
  var screen = Screen.paper

  var text: String {
    if page.items.isEmpty { return page.total == 0 ? "nothing was changed over the control API\n" : "there is no page \(page.index)\n" }
    let body = isFull ? page.items.map(whole).joined(separator: "\n") : table
    return page.totalPages > 1 ? body + "page \(page.index) of \(page.totalPages), \(page.total) lines; --page shows others\n" : body
  }

  private var table: String {
    FittedTable(
      header: ["LINE", "AT", "WHO", "ROLE", "FROM", "OPERATION", "SUBJECT", "OUTCOME", "WHY"], rows: page.items.map(row), moments: moments,
      width: screen.width, palette: screen.palette, yielding: [8, 6], sparing: [4, 3]
    ).text
  }

  private func row(_ item: AuditLogItem) -> [TableCell] {
    [
      .text(String(item.id)), .moment(iso8601: item.at), .text(item.who), .text(item.role), .text(item.from), .text(item.operation),
      .text(item.subject), .text(item.outcome.rawValue), .text(item.problem),
    ]
  }

  private func whole(_ item: AuditLogItem) -> String {
    var fields = FieldList()
    fields.add("line", String(item.id))
    fields.add("at", moments.moment(item.at))
    fields.add("who", item.who + (item.role.map { ", role \($0)" } ?? "") + ", from \(item.from)")
    fields.add("operation", item.operation)
    fields.add("subject", item.subject)
    fields.add("request", item.requestID)
    fields.add("outcome", item.outcome.rawValue + (item.status.map { ", status \($0)" } ?? ""))
    fields.add("why", item.problem)
    fields.add("asked", item.asked.map(Self.json))
    fields.add("before", item.before.map(Self.json))
    fields.add("after", item.after.map(Self.json))
    return fields.text
  }

  private static func json(_ value: JSONValue) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
