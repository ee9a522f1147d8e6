/// A cron expression as somebody with the manual in hand would read it: the values of each field as a set.
///
/// It checks the library, so it shares no code with it: it has its own reading, its own calendar and its own rule for days. It is slow, reads
/// good texts only, and knows no zone.
package struct NaiveSchedule: Sendable {
  package let text: String
  let seconds: Set<Int>
  let minutes: Set<Int>
  let hours: Set<Int>
  let months: Set<Int>
  /// Nil when there is no such field.
  let years: Set<Int>?
  private let days: [NaiveDayItem]
  private let weekdays: [NaiveDayItem]
  private let needsBothDays: Bool
  /// Fires whenever the wall clock matches: begins a time field with a star.
  let followsWallClock: Bool

  private static let macros = [
    "@HOURLY": "0 * * * *", "@DAILY": "0 0 * * *", "@MIDNIGHT": "0 0 * * *", "@WEEKLY": "0 0 * * 0", "@MONTHLY": "0 0 1 * *",
    "@YEARLY": "0 0 1 1 *", "@ANNUALLY": "0 0 1 1 *",
  ]

  /// - Parameter seed: what `H` is hashed from.
  package init(reading text: String, seed: String) {
    self.text = text
    let words = text.uppercased().split { " \t\r\n".contains($0) }.map(String.init).filter { !$0.contains("=") }
    let fields = words.count == 1 ? Self.macros[words[0], default: ""].split(separator: " ").map(String.init) : words
    let texts = Dictionary(uniqueKeysWithValues: zip(SampleField.layout(fields.count), fields))
    func written(_ field: SampleField) -> String { texts[field] ?? "0" }
    func values(_ field: SampleField) -> Set<Int> {
      Set(written(field).split(separator: ",").flatMap { NaiveItem(field, seed).values(String($0)) })
    }
    (seconds, minutes, hours, months) = (values(.second), values(.minute), values(.hour), values(.month))
    years = texts[.year] == nil ? nil : values(.year)
    days = NaiveDayItem.list(written(.day), .day, seed)
    weekdays = NaiveDayItem.list(String(written(.weekday).drop { $0 == "+" }), .weekday, seed)
    let isBare = { (text: String) in ["*", "?"].contains(text) || text.hasPrefix("*/") && Int(text.dropFirst(2)) == 1 }
    needsBothDays = isBare(written(.day)) || isBare(written(.weekday)) || written(.weekday).hasPrefix("+")
    followsWallClock = [.second, .minute, .hour].contains { field in
      written(field).hasPrefix("*") || written(field).hasPrefix("H/") && !written(field).contains(",")
    }
  }

  func allows(_ date: NaiveDay) -> Bool {
    guard months.contains(date.month), years?.contains(date.year) ?? true else { return false }
    let byDay = days.contains { $0.allows(date) }
    let byWeekday = weekdays.contains { $0.allows(date) }
    return needsBothDays ? byDay && byWeekday : byDay || byWeekday
  }

  /// The allowed ones among days counted from 1970-01-01, not before it and not after 2201.
  package func days(in numbers: Range<Int64>) -> [Int64] {
    numbers.filter { allows(NaiveDay.all[Int($0)]) }
  }

  /// True when a day of some year is allowed. Without a field for the year, the years until 2009 are as good as all: they hold every kind of
  /// year, leap or not, with each weekday at its beginning.
  package var allowsAnyDay: Bool {
    NaiveDay.all.contains { date in (years?.contains(date.year) ?? (date.year < 2_010)) && allows(date) }
  }
}
