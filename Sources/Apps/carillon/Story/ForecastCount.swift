import CivilTime
import Cron
import Scheduling
import WebPage

/// How often schedules are due in each minute of the next 30 days. Due instants, not starts: what policies hold back or leave out depends on
/// runs that nobody knows yet.
struct ForecastCount: Sendable {
  static let days = ForecastContent.days

  let now: Instant
  /// Midnight, UTC, of the day of `now`.
  let start: Instant
  private(set) var minutes = [Int32](repeating: 0, count: Self.days * 1440)
  private(set) var uncounted = 0
  private let schedules: Int
  private var peaks: [ForecastPeak] = []
  private var suggestions: [JitterSuggestion] = []

  /// More due instants than this are not counted: some seconds of work.
  private static let limit = 10_000_000

  private var end: Instant { start.advanced(by: .seconds(Int64(Self.days) * 86_400)) }

  init(of statuses: [ScheduleStatus], from now: Instant) {
    self.now = now
    start = Instant(secondsSinceEpoch: now.secondsSinceEpoch / 86_400 * 86_400)
    let armed = statuses.filter { $0.state == .armed }.map(\.schedule)
    schedules = armed.count
    count(armed)
    let crowds = ForecastCrowds(minutes: minutes, start: start, schedules: armed)
    (peaks, suggestions) = (crowds.peaks, crowds.suggestions)
  }

  private mutating func count(_ schedules: [Schedule]) {
    var left = Self.limit
    // Many say the same: it is counted once.
    for (timing, alike) in Dictionary(grouping: schedules, by: ForecastTiming.init) {
      guard left > 0, let due = alike.first?.due else {
        uncounted += timing.isKnown ? alike.count : 0
        continue
      }
      left -= add(due, times: Int32(clamping: alike.count), atMost: left)
    }
  }

  /// - Returns: how many instants there were.
  private mutating func add(_ due: DueInstants, times: Int32, atMost limit: Int) -> Int {
    var count = 0
    var next = due.next(after: now)
    while let instant = next, instant < end, count < limit {
      minutes[Int((instant.secondsSinceEpoch - start.secondsSinceEpoch) / 60)] += times
      count += 1
      next = due.next(after: instant)
    }
    return count
  }

  var content: ForecastContent {
    let hours = (0..<Self.days * 24).map { hour in minutes[hour * 60..<hour * 60 + 60].reduce(0) { $0 + Int($1) } }
    return ForecastContent(
      from: start.iso8601, hours: hours, peaks: peaks, suggestions: suggestions, schedules: schedules, uncounted: uncounted,
      countedAt: now.iso8601)
  }

  /// The next day in the timeline's steps.
  func steps(from now: Instant) -> [Int] {
    let first = Int(now.secondsSinceEpoch - start.secondsSinceEpoch) / 60
    let size = Int(TimelineContent.stepSeconds) / 60
    return (0..<TimelineContent.steps).map { step in
      let from = min(max(first + step * size, 0), minutes.count)
      return minutes[from..<min(from + size, minutes.count)].reduce(0) { $0 + Int($1) }
    }
  }
}

/// What decides when a schedule is due.
private struct ForecastTiming: Hashable {
  private enum Rule: Hashable {
    case cron(CronExpression)
    case interval(Int64, phase: Int64)
    case once(Instant)
    case none
  }

  private let rule: Rule
  private let start: Instant?
  private let end: Instant?

  var isKnown: Bool { rule != .none }

  init(_ schedule: Schedule) {
    (start, end) = (schedule.due?.start, schedule.due?.end)
    rule =
      switch schedule.due?.timing {
      case .cron(let expression): .cron(expression)
      case .interval(let seconds, let anchor): .interval(seconds, phase: anchor.secondsSinceEpoch % seconds)
      case .once(let due): .once(due)
      case .chained, nil: .none
      }
  }
}
