import CivilTime

/// Times as people read them: exact in UTC, with the distance from now in brackets.
struct Moments {
  let now: Instant

  var startOfMinute: Instant { Instant(secondsSinceEpoch: now.secondsSinceEpoch / 60 * 60) }

  /// `2026-11-21T02:00:00Z (in 3 h 5 min)`; the text itself when it is not a time, nothing for nil.
  func moment(_ iso8601: String?) -> String {
    guard let iso8601 else { return "" }
    guard let instant = try? Instant(iso8601: iso8601) else { return iso8601 }
    return moment(instant)
  }

  func moment(_ instant: Instant) -> String { "\(Self.wholeSeconds(instant)) (\(distance(to: instant)))" }

  /// `in 12 min`, `3 d 4 h ago`, `now`: the two largest units, rounded down.
  func distance(to instant: Instant) -> String {
    let seconds = instant.secondsSinceEpoch - now.secondsSinceEpoch
    if seconds == 0 { return "now" }
    let length = Self.length(seconds: abs(seconds))
    return seconds > 0 ? "in \(length)" : "\(length) ago"
  }

  static func length(seconds: Int64) -> String {
    switch seconds {
    case ..<60: "\(seconds) s"
    case ..<3_600: twoUnits(seconds, 60, "min", "s")
    case ..<86_400: twoUnits(seconds / 60, 60, "h", "min")
    default: twoUnits(seconds / 3_600, 24, "d", "h")
    }
  }

  /// `1.25 s`, `120 ms`, `2 min 5 s`; with a minus sign for what was early.
  static func lateness(milliseconds: Int64) -> String {
    let size = milliseconds.magnitude
    let text =
      switch size {
      case ..<1_000: "\(size) ms"
      case ..<60_000: "\(size / 1_000).\(String(100 + size % 1_000 / 10).dropFirst()) s"
      default: length(seconds: Int64(size / 1_000))
      }
    return milliseconds < 0 ? "-\(text)" : text
  }

  private static func twoUnits(_ count: Int64, _ size: Int64, _ large: String, _ small: String) -> String {
    "\(count / size) \(large)" + (count % size == 0 ? "" : " \(count % size) \(small)")
  }

  private static func wholeSeconds(_ instant: Instant) -> String {
    Instant(secondsSinceEpoch: instant.secondsSinceEpoch).iso8601
  }
}
