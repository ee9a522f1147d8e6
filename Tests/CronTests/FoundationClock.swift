import CronOracle
import Foundation
import Testing

/// The wall clock of a zone as Foundation knows it, from its own tables.
enum FoundationClock {
  /// - Parameter span: seconds since 1970-01-01T00:00:00Z; a few days more are covered at both ends.
  static func around(_ span: Range<Int64>, in zone: String) throws -> WallClock {
    let timeZone = try #require(TimeZone(identifier: zone))
    let days: Int64 = 4 * 86_400
    return WallClock(over: span.lowerBound - days...span.upperBound + days) { seconds in
      timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    }
  }
}
