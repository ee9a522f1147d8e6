/// A field of a cron expression; the raw value is its name in messages and in the hash of `H`.
public enum CronField: String, CaseIterable, Hashable, Sendable {
  case second
  case minute
  case hour
  case dayOfMonth = "day-of-month"
  case month
  case dayOfWeek = "day-of-week"
  case year
}

extension CronField {
  /// The values that may be written. Day of week has 7 as a second name of Sunday; the years are OCPS 1.2's.
  var allowed: ClosedRange<Int> {
    switch self {
    case .second, .minute: 0...59
    case .hour: 0...23
    case .dayOfMonth: 1...31
    case .month: 1...12
    case .dayOfWeek: 0...7
    case .year: 1_970...2_199
    }
  }

  /// What `*` stands for.
  var span: ClosedRange<Int> { self == .dayOfWeek ? 0...6 : allowed }

  /// What a bare `H` chooses from: values that every month, day and hour has.
  var hashSpan: ClosedRange<Int> { self == .dayOfMonth ? 1...28 : span }

  /// Three-letter names, in the order of the values from the first on.
  var names: [String] {
    switch self {
    case .month: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
    case .dayOfWeek: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
    default: []
    }
  }

  /// What one value is called in a message.
  var valueNoun: String {
    switch self {
    case .dayOfMonth: "day of the month"
    case .dayOfWeek: "weekday"
    default: rawValue
    }
  }

  var isDay: Bool { self == .dayOfMonth || self == .dayOfWeek }

  /// The fields of an expression, left to right; nil when no dialect has so many.
  static func layout(count: Int) -> [CronField]? {
    let five: [CronField] = [.minute, .hour, .dayOfMonth, .month, .dayOfWeek]
    switch count {
    case 5: return five
    case 6: return [.second] + five
    case 7: return [.second] + five + [.year]
    default: return nil
    }
  }
}
