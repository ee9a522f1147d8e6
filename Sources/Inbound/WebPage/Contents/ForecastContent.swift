/// The next 30 days, counted.
package struct ForecastContent: Sendable, Equatable {
  package static let days = 30

  /// Midnight UTC of the first day; ISO 8601.
  package var from: String
  /// Due instants in each hour, 24 for each day.
  package var hours: [Int]
  package var peaks: [ForecastPeak]
  package var suggestions: [JitterSuggestion]
  package var schedules: Int
  /// Schedules that were left out because there was too much to count.
  package var uncounted: Int
  /// When it was counted; ISO 8601.
  package var countedAt: String

  package init(
    from: String, hours: [Int], peaks: [ForecastPeak], suggestions: [JitterSuggestion], schedules: Int, uncounted: Int, countedAt: String
  ) {
    self.from = from
    self.hours = hours
    self.peaks = peaks
    self.suggestions = suggestions
    self.schedules = schedules
    self.uncounted = uncounted
    self.countedAt = countedAt
  }
}

/// A minute of the day at which many are due.
package struct ForecastPeak: Sendable, Equatable {
  /// `02:00`, UTC.
  package var time: String
  /// The most in that minute on any day.
  package var count: Int
  package var days: Int
  /// The first such minute; ISO 8601.
  package var first: String
  /// Some of those that are due then.
  package var names: [String]

  package init(time: String, count: Int, days: Int, first: String, names: [String]) {
    self.time = time
    self.count = count
    self.days = days
    self.first = first
    self.names = names
  }
}

/// How a peak could be made flat.
package struct JitterSuggestion: Sendable, Equatable {
  package var time: String
  /// As a policy states it: `10m`.
  package var jitter: String
  /// How many schedules of that minute have none.
  package var schedules: Int
  /// How many a minute would start then, about.
  package var perMinute: Int
  package var names: [String]

  package init(time: String, jitter: String, schedules: Int, perMinute: Int, names: [String]) {
    self.time = time
    self.jitter = jitter
    self.schedules = schedules
    self.perMinute = perMinute
    self.names = names
  }
}
