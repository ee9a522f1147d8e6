import Foundation
import TestSupport

/// Times as schedules and answers write them.
enum Moment {
  /// A whole second, at least `seconds` from now.
  static func ahead(_ seconds: Double) -> Date {
    Date(timeIntervalSince1970: (Date().timeIntervalSince1970 + seconds).rounded(.up))
  }

  /// For schedules that a daemon finds when it starts, from now on. What is due once is owed nothing if it is first read after
  /// its time, and a busy machine may take long to start a daemon.
  static func afterAStart() -> Date { ahead(60) }

  /// For schedules that a daemon which is ready reads from now on.
  static func afterARead() -> Date { ahead(30) }

  /// For those of which something is to be seen, or done, between their being read and their time.
  static func afterALook() -> Date { ahead(60) }

  /// `2026-11-21T02:00:00Z`
  static func text(_ date: Date) -> String { date.formatted(.iso8601) }

  static func date(_ text: String) throws -> Date {
    if let date = try? Date(text, strategy: .iso8601) { return date }
    return try Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  /// Returns once it is later than `date`.
  static func pass(_ date: Date) async throws {
    try await eventually("it is later than \(text(date))") {
      Date()
    } until: {
      $0 > date
    }
  }

  /// `20261121T020000Z`, as run names have it.
  static func compact(_ text: String) -> String { text.filter { $0 != "-" && $0 != ":" } }
}
