import CivilTime
import Scheduling

/// Where an alert's reader goes on: a page of the daemon where it can be reached, and else a command.
enum AlertLinks {
  static func why(_ subject: AlertSubject, _ rules: AlertRules) -> String {
    if let url = rules.publicURL {
      return "\(url)/schedules/\(subject.scheduleID)" + (subject.due.map { "?at=\($0.iso8601)" } ?? "")
    }
    return "carillon why \(quoted(subject.schedule))" + (subject.due.map { " --at \($0.iso8601)" } ?? "")
  }

  static func status(_ rules: AlertRules) -> String { rules.publicURL ?? "carillon status" }

  static func open(_ rules: AlertRules) -> String { rules.publicURL ?? "carillon alerts list" }

  /// As a shell takes it.
  private static func quoted(_ name: String) -> String {
    let plain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    return plain && !name.hasPrefix("-")
      ? name : "'\(name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
  }
}
