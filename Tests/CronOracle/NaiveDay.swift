/// A date, found by counting days one by one from 1970-01-01.
struct NaiveDay: Sendable {
  var year: Int
  var month: Int
  var day: Int
  /// 0 is Sunday.
  var weekday: Int

  var monthLength: Int { Self.length(month, year) }

  private static func length(_ month: Int, _ year: Int) -> Int {
    let isLeap = year.isMultiple(of: 4) && !year.isMultiple(of: 100) || year.isMultiple(of: 400)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  var next: NaiveDay {
    var next = self
    next.weekday = (weekday + 1) % 7
    if day < monthLength {
      next.day += 1
    } else {
      (next.month, next.day) = month < 12 ? (month + 1, 1) : (1, 1)
      next.year += month < 12 ? 0 : 1
    }
    return next
  }

  /// Every day from 1970-01-01, a Thursday, to the end of 2201; its index is its day number.
  static let all: [NaiveDay] = {
    var days = [NaiveDay(year: 1_970, month: 1, day: 1, weekday: 4)]
    while days[days.count - 1].year < 2_202 { days.append(days[days.count - 1].next) }
    return days
  }()
}
