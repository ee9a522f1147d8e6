/// The part of RFC 5545's recurrence rules (section 3.3.10) that holidays and working hours need.
struct RecurrenceRule {
  enum Frequency: String, CaseIterable { case daily = "DAILY", weekly = "WEEKLY", monthly = "MONTHLY", yearly = "YEARLY" }

  struct WeekdayItem: Hashable {
    /// The n-th in its month or year, from the end when negative; nil: each.
    let ordinal: Int?
    /// 0 is Sunday.
    let weekday: Int
  }

  var frequency: Frequency
  var interval = 1
  /// How many occurrences there are, the first included.
  var count: Int?
  /// None starts later.
  var until: ICalendarTime?
  /// 1...12; empty: each.
  var months: [Int] = []
  /// 1...31, from the end of the month when negative; empty: each.
  var monthDays: [Int] = []
  /// Empty: each.
  var weekdays: [WeekdayItem] = []
  /// The day on which weeks begin.
  var weekStart = 1
}
