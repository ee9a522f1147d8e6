import Scheduling

/// Spans in order, overlapping and adjoining ones as one: fewer to look at, and the same for the same times.
enum SpanUnion {
  static func of(_ spans: [ExclusionCalendar.LocalSpan]) -> [ExclusionCalendar.LocalSpan] {
    spans.sorted { ($0.start, $0.end) < ($1.start, $1.end) }.reduce(into: []) { union, span in
      if let last = union.last, span.start <= last.end {
        union[union.count - 1].end = max(last.end, span.end)
      } else {
        union.append(span)
      }
    }
  }
}

/// How much of a week windows take.
enum WeekCoverage {
  /// Seconds of a day on the wall clock.
  static let day = 86_400

  /// True when no second of a week is free.
  static func isWhole(_ windows: [ExclusionCalendar.WeeklyWindow]) -> Bool {
    let parts = windows.flatMap { window in window.weekdays.flatMap { spans(of: window, on: $0) } }
    let union = SpanUnion.of(parts)
    return union.count == 1 && union[0].start <= 0 && union[0].end >= Int64(7 * day)
  }

  /// In this week and, where it goes on behind Saturday's midnight, at the beginning of the week.
  private static func spans(of window: ExclusionCalendar.WeeklyWindow, on weekday: Int) -> [ExclusionCalendar.LocalSpan] {
    let start = weekday * day + window.start
    let end = weekday * day + (window.end > window.start ? window.end : window.end + day)
    return [0, 7 * day].map { ExclusionCalendar.LocalSpan(start: Int64(start - $0), end: Int64(end - $0)) }
  }
}
