/// What Debian's cron makes of five fields, written from crontab(5) and from what its source does with a star: minute by minute, in UTC. It
/// shares nothing with what it judges.
struct CronItself {
  private var sets: [Set<Int>] = []
  /// Whether a day field begins with a star: then both must match.
  private let hasDayStar: Bool

  private static let ranges = [0...59, 0...23, 1...31, 1...12, 0...7]
  private static let words = [
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
    "sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6,
  ]

  init(_ fields: [String]) {
    for (text, range) in zip(fields, Self.ranges) {
      var set: Set<Int> = []
      for item in text.split(separator: ",") {
        let parts = item.split(separator: "/")
        let ends = parts[0] == "*" ? [range.lowerBound, range.upperBound] : parts[0].split(separator: "-").map(Self.number)
        let step = parts.count > 1 ? Int(parts[1])! : 1
        set.formUnion(stride(from: ends[0], through: ends.last!, by: step))
      }
      sets.append(set)
    }
    if sets[4].contains(0) || sets[4].contains(7) { sets[4].formUnion([0, 7]) }
    hasDayStar = fields[2].hasPrefix("*") || fields[4].hasPrefix("*")
  }

  private static func number(_ text: Substring) -> Int { Int(text) ?? words[text.lowercased()]! }

  /// The first `count` minutes after 2026-11-21T00:00:00Z, a Saturday, within `days`; seconds since then.
  func fires(_ count: Int, days: Int) -> [Int] {
    var (year, month, day, weekday) = (2026, 11, 21, 6)
    var fires: [Int] = []
    for index in 0..<days {
      if isDue(month, day, weekday) {
        for hour in sets[1].sorted() {
          for minute in sets[0].sorted() where index + hour + minute > 0 { fires.append(index * 86_400 + hour * 3_600 + minute * 60) }
        }
        if fires.count >= count { return Array(fires.prefix(count)) }
      }
      (day, weekday) = (day + 1, (weekday + 1) % 7)
      if day > Self.length(of: month, in: year) { (month, day) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
    return fires
  }

  private func isDue(_ month: Int, _ day: Int, _ weekday: Int) -> Bool {
    guard sets[3].contains(month) else { return false }
    let (isDay, isWeekday) = (sets[2].contains(day), sets[4].contains(weekday))
    return hasDayStar ? isDay && isWeekday : isDay || isWeekday
  }

  private static func length(of month: Int, in year: Int) -> Int {
    if month == 2 { return year % 4 == 0 ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }
}
