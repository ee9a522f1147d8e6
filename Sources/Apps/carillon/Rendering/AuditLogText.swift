import ControlMessages
import Foundation
import Scheduling

/// Lines of the audit log, as a table or each whole.
struct AuditLogText {
  let page: Page<AuditLogItem>
  let isFull: Bool
  let moments: Moments

  var text: String {
    if page.items.isEmpty { return page.total == 0 ? "nothing was changed over the control API\n" : "there is no page \(page.index)\n" }
    let body = isFull ? page.items.map(whole).joined(separator: "\n") : table
    return page.totalPages > 1 ? body + "page \(page.index) of \(page.totalPages), \(page.total) lines; --page shows others\n" : body
  }

  private var table: String {
    TextTable(
      ["LINE", "AT", "WHO", "ROLE", "FROM", "OPERATION", "SUBJECT", "OUTCOME", "WHY"],
      page.items.map { item in
        [
          String(item.id), moments.moment(item.at), item.who, item.role ?? "", item.from, item.operation, item.subject ?? "",
          item.outcome.rawValue, item.problem ?? "",
        ]
      }
    ).text
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
