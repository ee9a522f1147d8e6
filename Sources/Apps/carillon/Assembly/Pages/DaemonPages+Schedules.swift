import CivilTime
import ControlMessages
import Engine
import Scheduling
import Seams
import WebPage

/// Schedules, many and one.
extension DaemonPages {
  private static let tagCount = 100
  private static let removedHistoryCount = 25

  func schedulesContent(_ filter: ScheduleFilter) async throws(ControlProblem) -> SchedulesContent {
    let statuses = await engine.statuses
    var states: [String: Int] = [:]
    var tags: Set<String> = []
    for status in statuses {
      states[status.state.rawValue, default: 0] += 1
      tags.formUnion(status.schedule.definition.tags)
    }
    let found = ScheduleSearch(filter).found(in: statuses)
    let size = ScheduleFilter.pageSize
    let place = PagePlace(index: min(filter.page, max(1, (found.count + size - 1) / size)), size: size, total: found.count)
    let shown = found.dropFirst((place.index - 1) * size).prefix(size)
    let rows = try await asking { counts throws(StoreError) in
      try await counts.latestRows(of: Set(shown.map(\.schedule.id)), limit: Self.stripLength)
    }
    var lines: [ScheduleLine] = []
    for status in shown {
      lines.append(line(of: status, rows[status.schedule.id] ?? []))
      // As in `upcoming`.
      await Task.yield()
    }
    return SchedulesContent(
      filter: filter, page: place, lines: lines, states: states, tags: Array(tags.sorted().prefix(Self.tagCount)),
      moreTags: max(0, tags.count - Self.tagCount))
  }

  func scheduleContent(_ nameOrID: String) async throws(ControlProblem) -> ScheduleContent {
    let status = try await operations.find(nameOrID)
    let rows = try await operations.rows(LedgerQuery(schedule: status.schedule.id, limit: Self.historyCount))
    return ScheduleContent(
      line: line(of: status, Array(rows.prefix(Self.stripLength))), upcoming: await upcoming(of: status), history: rows.map(RunItem.init),
      guarantee: Guarantee(status: status, retention: operations.retention).message,
      request: status.schedule.definition.trigger.map { RequestContent($0.action.withoutSecrets) })
  }

  func removedSchedule(_ nameOrID: String) async throws(ControlProblem) -> RemovedScheduleContent? {
    let id = try await operations.identifier(nameOrID)
    guard await engine.status(of: id) == nil else { return nil }
    let rows = try await operations.rows(LedgerQuery(schedule: id, limit: Self.removedHistoryCount))
    guard let last = rows.first else { return nil }
    return RemovedScheduleContent(id: id.description, name: last.scheduleName, history: rows.map(RunItem.init))
  }

  /// - Parameter rows: its latest, latest first.
  private func line(of status: ScheduleStatus, _ rows: [LedgerRow]) -> ScheduleLine {
    ScheduleLine(
      item: ScheduleItem(status), words: TimingWords(status.schedule).words(after: pageTime),
      next: status.nextDue.map { UpcomingFire($0, of: status.schedule) }, last: rows.reversed().map(RunItem.init))
  }

  /// Only of a schedule that fires.
  private func upcoming(of status: ScheduleStatus) async -> [UpcomingFire] {
    guard let due = status.schedule.due, var next = status.nextDue else { return [] }
    var fires = [UpcomingFire(next, of: status.schedule)]
    while fires.count < Self.upcomingCount, let following = due.next(after: next) {
      fires.append(UpcomingFire(following, of: status.schedule))
      next = following
      // A calendar of many windows takes a while, in which others are to be answered.
      await Task.yield()
    }
    return fires
  }
}

/// Which schedules somebody looks for.
struct ScheduleSearch {
  private let filter: ScheduleFilter
  private let words: String

  init(_ filter: ScheduleFilter) {
    self.filter = filter
    words = filter.search.lowercased()
  }

  /// By name, then id.
  func found(in statuses: [ScheduleStatus]) -> [ScheduleStatus] {
    statuses.filter(matches).map { (name: $0.schedule.name, status: $0) }
      .sorted { ($0.name, $0.status.schedule.id) < ($1.name, $1.status.schedule.id) }.map(\.status)
  }

  private func matches(_ status: ScheduleStatus) -> Bool {
    if !filter.state.isEmpty, status.state.rawValue != filter.state { return false }
    let definition = status.schedule.definition
    if !filter.tag.isEmpty, !definition.tags.contains(filter.tag) { return false }
    if words.isEmpty { return true }
    return status.schedule.name.lowercased().contains(words) || definition.trigger?.kind.rawValue == words
      || status.schedule.id.description == words
  }
}
