import CivilTime

/// Times at which nothing is to start: holidays, a freeze, the hours of a maintenance window. As read, without its zone's rules.
package struct ExclusionCalendar: Hashable, Sendable, Codable {
  package var name: String
  /// An IANA name: whose wall clock the times below mean; nil means UTC.
  package var timeZone: String?
  /// Dates and dated windows, in order, none before the end of the one before it.
  package var spans: [LocalSpan]
  package var weekly: [WeeklyWindow]

  package init(name: String, timeZone: String? = nil, spans: [LocalSpan] = [], weekly: [WeeklyWindow] = []) {
    self.name = name
    self.timeZone = timeZone
    self.spans = spans
    self.weekly = weekly
  }

  /// From one wall clock time to another.
  package struct LocalSpan: Hashable, Sendable, Codable {
    /// Seconds since 1970-01-01T00:00:00 on the wall clock; inclusive.
    package var start: Int64
    /// Exclusive.
    package var end: Int64

    package init(start: Int64, end: Int64) {
      precondition(start < end, "a span ends after its start: \(start)..<\(end)")
      self.start = start
      self.end = end
    }

    /// Whole days, both included, as days since 1970-01-01.
    package init(days: ClosedRange<Int64>) {
      self.init(start: days.lowerBound * CivilCalendar.secondsPerDay, end: (days.upperBound + 1) * CivilCalendar.secondsPerDay)
    }
  }

  /// The same hours of some days of every week.
  package struct WeeklyWindow: Hashable, Sendable, Codable {
    /// 0 is Sunday, 6 is Saturday: the days on which a window begins.
    package var weekdays: Set<Int>
    /// Seconds since midnight, 0..<86400; inclusive.
    package var start: Int
    /// Exclusive; 86400 is midnight. At or below `start`: on the next day.
    package var end: Int

    package init(weekdays: Set<Int>, start: Int = 0, end: Int = 86_400) {
      self.weekdays = weekdays
      self.start = start
      self.end = end
    }
  }
}

/// What a schedule does with a calendar.
package struct CalendarRule: Hashable, Sendable, Codable {
  package enum Action: String, Hashable, Sendable, Codable, CaseIterable {
    /// What is due in an excluded time is not started.
    case skip
    /// It is started when the excluded time is over.
    case `defer`
  }

  package var calendar: ExclusionCalendar
  package var action: Action

  package init(_ calendar: ExclusionCalendar, action: Action = .skip) {
    self.calendar = calendar
    self.action = action
  }
}

extension ExclusionCalendar {
  /// When the span or window that holds at `local` ends, the last one where several do; nil when none holds.
  /// - Complexity: O(log spans + weekly windows)
  func windowEnd(at local: Int64) -> Int64? {
    let ends = weekly.compactMap { $0.end(at: local) }.max()
    guard let span = span(at: local) else { return ends }
    return max(span.end, ends ?? span.end)
  }

  /// The span that holds at `local`.
  private func span(at local: Int64) -> LocalSpan? {
    var (low, high) = (0, spans.count)
    // Invariant: those before `low` are over at `local`, those from `high` on are not.
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].end <= local { low = middle + 1 } else { high = middle }
    }
    return low < spans.count && spans[low].start <= local ? spans[low] : nil
  }
}

extension ExclusionCalendar.WeeklyWindow {
  /// The end of the window that holds at `local`, which began today or yesterday; nil when none holds.
  fileprivate func end(at local: Int64) -> Int64? {
    let today = Self.day(of: local)
    for day in [today, today - 1] where weekdays.contains(CivilCalendar.weekday(ofDay: day)) {
      let midnight = day * CivilCalendar.secondsPerDay
      let last = midnight + Int64(end > start ? end : end + Int(CivilCalendar.secondsPerDay))
      if midnight + Int64(start) <= local, local < last { return last }
    }
    return nil
  }

  /// Days since 1970-01-01, rounded down.
  private static func day(of local: Int64) -> Int64 {
    let (days, rest) = local.quotientAndRemainder(dividingBy: CivilCalendar.secondsPerDay)
    return rest < 0 ? days - 1 : days
  }
}
