/// Looks at one minute of UTC after the other, at what the wall clock shows then, and at which of up to 64 schedules that means.
///
/// A skipped minute of the wall clock fires now, all of them together once; one that was shown before does not fire again. Schedules that
/// follow the wall clock know neither rule. The schedules are asked all at once: bit n of a word belongs to schedule n.
package struct WallScanner {
  private let clock: WallClock
  private let schedules: [NaiveSchedule]
  private let seconds: [UInt64]
  private let minutes: [UInt64]
  private let hours: [UInt64]
  /// Those that fire at second 0 alone.
  private let onFullMinutes: UInt64
  private let fixed: UInt64

  /// The first minute that the wall clock has not shown yet.
  private var reached = Int.min
  private var day = -1
  private var dayWord: UInt64 = 0

  /// Longer than any clock is ever put back.
  private static let leadInMinutes: Int64 = 2 * 1_440

  package init(_ schedules: [NaiveSchedule], clock: WallClock) {
    precondition(schedules.count <= 64, "\(schedules.count) schedules do not fit into a word")
    func word(_ isSet: (NaiveSchedule) -> Bool) -> UInt64 {
      schedules.enumerated().reduce(0) { $0 | (isSet($1.element) ? 1 << UInt64($1.offset) : 0) }
    }
    self.clock = clock
    self.schedules = schedules
    seconds = (0..<60).map { second in word { $0.seconds.contains(second) } }
    minutes = (0..<60).map { minute in word { $0.minutes.contains(minute) } }
    hours = (0..<24).map { hour in word { $0.hours.contains(hour) } }
    onFullMinutes = word { $0.seconds == [0] }
    fixed = word { !$0.followsWallClock }
  }

  /// - Parameters:
  ///   - window: seconds since 1970-01-01T00:00:00Z, from a whole minute on.
  ///   - visit: gets every second at which something fires, and a word with the bits of what fires.
  package mutating func scan(_ window: Range<Int64>, visit: (Int64, UInt64) -> Void) {
    let first = window.lowerBound / 60
    var index = clock.index(at: window.lowerBound - Self.leadInMinutes * 60, from: 0)
    reached = .min
    for minute in first - Self.leadInMinutes..<first {
      index = clock.index(at: minute * 60, from: index)
      reached = max(reached, Int(minute) + clock.offsetMinutes(index) + 1)
    }
    for minute in first..<(window.upperBound + 59) / 60 {
      index = clock.index(at: minute * 60, from: index)
      visitMinute(minute, wall: Int(minute) + clock.offsetMinutes(index), visit)
    }
  }

  private mutating func visitMinute(_ minute: Int64, wall: Int, _ visit: (Int64, UInt64) -> Void) {
    var made: UInt64 = 0
    if wall > reached { made = (reached..<wall).reduce(0) { $0 | self.word($1) } & fixed }
    var word = self.word(wall)
    if wall < reached { word &= ~fixed }
    reached = max(reached, wall + 1)
    if word | made == 0 { return }
    let atZero = made | word & seconds[0]
    if atZero != 0 { visit(minute * 60, atZero) }
    if word & ~onFullMinutes == 0 { return }
    for second in 1..<60 where word & seconds[second] != 0 { visit(minute * 60 + Int64(second), word & seconds[second]) }
  }

  /// The schedules that allow a minute of the wall clock, counted from 1970-01-01T00:00 of the same clock.
  private mutating func word(_ wall: Int) -> UInt64 {
    if wall / 1_440 != day {
      day = wall / 1_440
      let date = NaiveDay.all[day]
      dayWord = schedules.enumerated().reduce(0) { $0 | ($1.element.allows(date) ? 1 << UInt64($1.offset) : 0) }
    }
    return dayWord & hours[wall / 60 % 24] & minutes[wall % 60]
  }
}
