/// The two facts about a month that decide which of its days a schedule allows. There are 28 of them.
struct MonthShape: Hashable, Sendable {
  /// The weekday of the 1st; 0 is Sunday.
  let firstWeekday: Int
  /// 28...31.
  let length: Int

  static let count = 28

  /// In `0..<count`.
  var index: Int { (length - 28) * 7 + firstWeekday }

  init(firstWeekday: Int, length: Int) {
    self.firstWeekday = firstWeekday
    self.length = length
  }

  init(index: Int) {
    firstWeekday = index % 7
    length = index / 7 + 28
  }

  /// The months that have this length in some year; bits 1 to 12.
  static func months(ofLength length: Int) -> UInt32 {
    switch length {
    case 28, 29: 1 << 2
    case 30: 1 << 4 | 1 << 6 | 1 << 9 | 1 << 11
    default: 1 << 1 | 1 << 3 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 10 | 1 << 12
    }
  }

  /// 0 is Sunday.
  private func weekday(ofDay day: Int) -> Int { (firstWeekday + day - 1) % 7 }

  /// Bits 1 to `length`.
  var allDays: UInt32 { (2 &<< UInt32(length)) &- 2 }

  /// The Monday-to-Friday day nearest to `day` without leaving the month; nil when the month has no such day.
  func nearestWorkday(to day: Int) -> Int? {
    guard 1...length ~= day else { return nil }
    switch weekday(ofDay: day) {
    case 6: return day > 1 ? day - 1 : 3
    case 0: return day < length ? day + 1 : day - 2
    default: return day
    }
  }

  /// The `nth` such weekday; nil when the month has no fifth.
  func day(ofNth nth: Int, weekday: Int) -> Int? {
    let day = 1 + (weekday - firstWeekday + 7) % 7 + (nth - 1) * 7
    return day <= length ? day : nil
  }

  func day(ofLastWeekday weekday: Int) -> Int {
    let first = 1 + (weekday - firstWeekday + 7) % 7
    return first + (length - first) / 7 * 7
  }
}
