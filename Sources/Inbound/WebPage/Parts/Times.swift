import CivilTime

/// Times as the pages show them: absolute in UTC, and how far away they are.
struct Times: Sendable {
  let now: Instant

  /// `21 Nov 02:00:00` and `7 h ago`; a dash for nil.
  func stamp(_ iso8601: String?) -> HTML {
    guard let iso8601, let instant = try? Instant(iso8601: iso8601) else { return HTML(iso8601 ?? "–") }
    return timeTag(.set("datetime", iso8601), .class("stamp")) {
      span(.class("absolute")) { absolute(instant) }
      " "
      span(.class("relative"), .flag("data-relative")) { distance(to: instant) }
    }
  }

  /// Only how far away it is; the rest in the element's title.
  func relative(_ iso8601: String?) -> HTML {
    guard let iso8601, let instant = try? Instant(iso8601: iso8601) else { return HTML(iso8601 ?? "–") }
    return timeTag(.set("datetime", iso8601), .title("\(absolute(instant)) UTC")) {
      span(.flag("data-relative")) { distance(to: instant) }
    }
  }

  /// `in 12 min`, `3 d 4 h ago`, `now`: the two largest units, rounded down.
  func distance(to instant: Instant) -> String {
    let seconds = instant.secondsSinceEpoch - now.secondsSinceEpoch
    if seconds == 0 { return "now" }
    return seconds > 0 ? "in \(Self.length(seconds))" : "\(Self.length(-seconds)) ago"
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// `21 Nov 02:00:00`; with the year where it is not the one of now.
  func absolute(_ instant: Instant) -> String {
    let civil = CivilDateTime(utc: instant)
    let year = civil.year == CivilDateTime(utc: now).year ? "" : " \(civil.year)"
    return "\(civil.day) \(Self.months[civil.month - 1])\(year) \(Self.clock(civil)):\(Self.twoDigits(civil.second))"
  }

  static func clock(_ civil: CivilDateTime) -> String { "\(twoDigits(civil.hour)):\(twoDigits(civil.minute))" }

  /// `Sat 21 Nov`.
  static func day(_ instant: Instant) -> String {
    let civil = CivilDateTime(utc: instant)
    let weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][civil.weekday % 7]
    return "\(weekday) \(civil.day) \(months[civil.month - 1])"
  }

  static func length(_ seconds: Int64) -> String {
    switch seconds {
    case ..<60: "\(seconds) s"
    case ..<3_600: twoUnits(seconds, 60, "min", "s")
    case ..<86_400: twoUnits(seconds / 60, 60, "h", "min")
    default: twoUnits(seconds / 3_600, 24, "d", "h")
    }
  }

  /// `1.25 s`, `120 ms`, `2 min 5 s`.
  static func length(milliseconds: Int64) -> String {
    let size = Int64(clamping: milliseconds.magnitude)
    let text =
      switch size {
      case ..<1_000: "\(size) ms"
      case ..<60_000: "\(size / 1_000).\(twoDigits(Int(size % 1_000 / 10))) s"
      default: length(size / 1_000)
      }
    return milliseconds < 0 ? "−\(text)" : text
  }

  /// From one time to another, in milliseconds; nil where one is missing.
  static func milliseconds(from start: String?, to end: String?) -> Int64? {
    guard let start, let end, let from = try? Instant(iso8601: start), let to = try? Instant(iso8601: end) else { return nil }
    return from.duration(to: to).microseconds / 1_000
  }

  private static func twoUnits(_ count: Int64, _ size: Int64, _ large: String, _ small: String) -> String {
    "\(count / size) \(large)" + (count % size == 0 ? "" : " \(count % size) \(small)")
  }

  static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// `1 run`, `3 runs`, `no runs`.
func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
  "\(count == 0 ? "no" : grouped(count)) \(count == 1 ? one : many ?? one + "s")"
}

/// `10 000`, with narrow spaces.
func grouped(_ number: Int) -> String {
  let digits = String(number)
  guard digits.count > 4 else { return digits }
  var text = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text += "\u{202F}" }
    text.append(digit)
  }
  return text
}
