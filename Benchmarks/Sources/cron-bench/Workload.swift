import CivilTime
import Foundation

/// What every peer computes: the same patterns, from the same instant.
enum Workload {
  /// Where each chain begins: 2026-01-01T00:00:00Z.
  static let start = Instant(secondsSinceEpoch: 1_767_225_600)
  /// Where a chain ends early, 2088-01-01T00:00:00Z: the search of robfig/cron and cronsim gives up where a leap year is left out.
  static let end = Instant(secondsSinceEpoch: 3_723_753_600)
  /// Fires in a chain.
  static let chainLength = 128

  /// The lines of a file that are not comments.
  static func patterns(in path: String) throws -> [String] {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
  }

  static func zone(named name: String) throws -> ZoneRules {
    if name == "UTC" { return .utc }
    let bytes = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)"))
    return try ZoneRules(name: name, tzif: Array(bytes))
  }
}
