import CivilTime
import Foundation
import Scheduling
import ZenML

/// The JSON text under `carillon.report`.
enum ReportText {
  /// Reports on a schedule are written at least once a day; twice that may pass before the other Carillon counts as gone.
  static let freshness = Duration.seconds(48 * 3600)

  static func make(_ report: Report, instance: Identifier, reportedAt: Instant) -> String {
    let value: JSONValue = [
      "due": .string(report.due.iso8601),
      "outcome": .string(report.outcome.rawValue),
      "reason": .optional(report.reason?.sentence),
      "reason_code": .optional(report.reason?.code),
      "run_id": .optional(report.runID),
      "run_name": .optional(report.runName),
      "lateness_ms": report.latenessMilliseconds.map(JSONValue.integer) ?? .null,
      "attempts": .integer(Int64(report.attempts)),
      "next_due": .optional(report.nextDue?.iso8601),
      "fire_id": .string(report.fireID.description),
      "instance": .string(instance.description),
      "reported_at": .string(reportedAt.iso8601),
    ]
    return String(decoding: value.utf8, as: UTF8.self)
  }

  /// The instance that wrote `text`, when it is another one and has written lately; whatever cannot be read is nobody.
  static func otherInstance(in text: String?, ours: Identifier, now: Instant) -> String? {
    guard let text, let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)),
      let writer = value["instance"]?.stringValue, Identifier(writer) != ours,
      let reportedAt = value["reported_at"]?.stringValue, let instant = try? Instant(iso8601: reportedAt)
    else { return nil }
    return instant > now - freshness ? writer.onOneLine(hiding: []) : nil
  }
}

extension JSONValue {
  fileprivate static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}
