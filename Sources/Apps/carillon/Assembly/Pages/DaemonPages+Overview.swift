import CivilTime
import ControlMessages
import Engine
import Scheduling
import Seams
import WebPage

/// The first page.
extension DaemonPages {
  private static let nextCount = 10
  private static let recentCount = 12
  private static let attentionCount = 12

  func overview() async throws(ControlProblem) -> OverviewContent {
    let now = pageTime
    let statuses = await engine.statuses
    let status = await operations.status(of: statuses)
    let timeline = TimelineCount(try await countsOfLastDay(until: now), now: now)
    let ahead = await forecasts.count(of: statuses)?.steps(from: now)
    let attention = try await AttentionList(pages: self, statuses: statuses, status: status, now: now).items()
    let recent = try await operations.rows(.init(limit: Self.recentCount))
    return OverviewContent(
      status: status, lastDay: timeline.sum,
      timeline: TimelineContent(past: timeline.steps, ahead: ahead, from: timeline.start.iso8601),
      attention: Array(attention.prefix(Self.attentionCount)), moreAttention: max(0, attention.count - Self.attentionCount),
      next: Self.next(of: statuses), recent: recent.map(RunItem.init))
  }

  private static func next(of statuses: [ScheduleStatus]) -> [NextFire] {
    statuses.nextToStart(nextCount).compactMap { status in
      status.nextDue.map { due in
        let schedule = status.schedule
        return NextFire(scheduleID: schedule.id.description, schedule: schedule.name, fire: UpcomingFire(due, of: schedule))
      }
    }
  }
}

/// The last day in steps.
struct TimelineCount {
  static let day: Duration = .seconds(TimelineContent.stepSeconds * Int64(TimelineContent.steps))

  /// When the first step begins.
  let start: Instant
  private(set) var steps = [OutcomeTally](repeating: OutcomeTally(), count: TimelineContent.steps)
  private(set) var sum = OutcomeTally()
  private let stepMicroseconds = TimelineContent.stepSeconds * 1_000_000

  init(_ counts: [OutcomeCount], now: Instant) {
    start = now - Self.day
    for count in counts {
      if count.first == count.last { add(count.count, count.outcome, at: index(of: count.first)) } else { spread(count) }
    }
  }

  private func index(of instant: Instant) -> Int {
    let index = (instant.microsecondsSinceEpoch - start.microsecondsSinceEpoch) / stepMicroseconds
    return min(max(Int(index), 0), steps.count - 1)
  }

  private mutating func add(_ count: Int, _ outcome: Outcome, at index: Int) {
    guard count > 0 else { return }
    steps[index].add(outcome.rawValue, count)
    sum.add(outcome.rawValue, count)
  }

  /// A row over several instants counts evenly over its time: only the part that lies in the day.
  private mutating func spread(_ row: OutcomeCount) {
    let end = start.advanced(by: Self.day)
    let (first, last) = (max(row.first, start), min(row.last, end))
    let whole = Double(max(row.first.duration(to: row.last).microseconds, 1))
    let inside = Double(first.duration(to: last).microseconds)
    let share = Int((Double(row.count) * inside / whole).rounded())
    let count = min(max(share, 1), row.count)
    let (from, through) = (index(of: first), index(of: last))
    let places = through - from + 1
    for place in 0..<places {
      let (before, after): (Int, Int) = (count * place / places, count * (place + 1) / places)
      add(after - before, row.outcome, at: from + place)
    }
  }
}
