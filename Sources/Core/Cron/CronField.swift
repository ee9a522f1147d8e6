/// A field of a cron expression; the raw value is its name in messages and in the hash of `H`.
public enum CronField: String, CaseIterable, Hashable, Sendable {
  /// 0...59; written only in expressions of six and seven fields, 0 otherwise.
  case second
  /// 0...59.
  case minute
  /// 0...23.
  case hour
  /// 1...31.
  case dayOfMonth = "day-of-month"
  /// 1...12 or `JAN`...`DEC`.
  case month
  /// 0...7 or `SUN`...`SAT`; 0 and 7 are Sunday.
  case dayOfWeek = "day-of-week"
  /// 1970...2199; written only in expressions of seven fields.
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
    case .month: Self.monthNames
    case .dayOfWeek: Self.weekdayNames
    default: []
    }
  }

  private static let monthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
  private static let weekdayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

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
    switch count {
    case 5: fiveFields
    case 6: sixFields
    case 7: sevenFields
    default: nil
    }
  }

  private static let fiveFields: [CronField] = [.minute, .hour, .dayOfMonth, .month, .dayOfWeek]
  private static let sixFields = [.second] + fiveFields
  private static let sevenFields = sixFields + [.year]
}
