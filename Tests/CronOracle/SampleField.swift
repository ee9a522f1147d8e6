/// A field of a cron expression as the oracle knows it. It shares nothing with the field of the library.
package enum SampleField: String, CaseIterable, Sendable {
  case second
  case minute
  case hour
  case day = "day-of-month"
  case month
  case weekday = "day-of-week"
  case year

  var lowest: Int { [.day, .month].contains(self) ? 1 : self == .year ? 1_970 : 0 }

  /// What `*` ends with. Weekday 7 is a second name of 0.
  var highest: Int {
    switch self {
    case .second, .minute: 59
    case .hour: 23
    case .day: 31
    case .month: 12
    case .weekday: 6
    case .year: 2_199
    }
  }

  /// Names in the order of the values from the lowest on.
  var names: [String] {
    switch self {
    case .month: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
    case .weekday: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
    default: []
    }
  }

  /// The fields of a text of 5, 6 or 7 fields.
  static func layout(_ count: Int) -> [SampleField] {
    let five: [SampleField] = [.minute, .hour, .day, .month, .weekday]
    return count == 5 ? five : count == 6 ? [.second] + five : [.second] + five + [.year]
  }
}
