import CivilTime
import ControlAPI
import ControlMessages
import WebPage

/// Pages about the schedules and the run of `FakeOperations`.
struct FakePages: PageOperations {
  let operations = FakeOperations()

  var pageTime: Instant { Instant(secondsSinceEpoch: 1_795_251_600) }

  func overview() async throws(ControlProblem) -> OverviewContent {
    let timeline = TimelineContent(past: [OutcomeTally(["succeeded": 1])], ahead: nil, from: "2026-11-20T09:00:00Z")
    return OverviewContent(
      status: try await operations.status(), lastDay: OutcomeTally(["succeeded": 1]), timeline: timeline, attention: [], next: [],
      recent: [])
  }

  func schedulesContent(_ filter: ScheduleFilter) async throws(ControlProblem) -> SchedulesContent {
    let found = [operations.nightly, operations.odd].filter { filter.search.isEmpty || $0.name.contains(filter.search) }
    return SchedulesContent(
      filter: filter, page: PagePlace(index: filter.page, size: 50, total: found.count),
      lines: found.map { ScheduleLine(item: $0, words: "At 02:00", next: nil, last: []) }, states: ["armed": 2], tags: [])
  }

  func scheduleContent(_ nameOrID: String) async throws(ControlProblem) -> ScheduleContent {
    let item = try await operations.schedule(nameOrID)
    return ScheduleContent(
      line: ScheduleLine(item: item, words: "At 02:00", next: nil, last: []), upcoming: [], history: [],
      guarantee: try await operations.guarantee(nameOrID), request: nil)
  }

  func removedSchedule(_ nameOrID: String) async throws(ControlProblem) -> RemovedScheduleContent? {
    nameOrID == "gone" ? RemovedScheduleContent(id: "55555555-5555-5555-8555-555555555555", name: "gone", history: [operations.fire]) : nil
  }

  func runsContent(_ filter: RunFilter) async throws(ControlProblem) -> RunsContent {
    RunsContent(filter: filter, runs: [operations.fire], older: nil)
  }

  func runContent(_ fireID: String) async throws(ControlProblem) -> RunContent {
    RunContent(
      run: try await operations.run(fireID), meaning: "it ran", advice: "nothing to do", request: nil, log: nil, logProblem: nil,
      mayBeCancelled: true, mayBeRetried: false)
  }

  func forecastContent() async -> ForecastContent? { nil }

  func syncContent() async throws(ControlProblem) -> SyncContent {
    SyncContent(sync: nil, reportsWaiting: 0, drift: [], sources: ["file": 2])
  }

  func writeLines(limit: Int) async throws(ControlProblem) -> AuditLines? {
    AuditLines([AuditLine(at: "2026-11-21T08:00:00Z", who: "user 1000", what: "trigger", subject: "nightly", result: "202")], total: 1)
  }
}
