import Scheduling

extension ZenMLClient {
  /// Rows on one page. Measured on 10 004 schedules: 8.1 s with 500, 11.5 s with 100, 8.7 s with 1000.
  package static let schedulePageSize = 500

  /// - Parameter hydrate: brings pipeline, orchestrator and run metadata; ten times slower, more where much metadata is kept.
  package func schedules(
    _ filter: ZenMLScheduleFilter, page: Int = 1, hydrate: Bool
  ) async throws(ZenMLError) -> ZenMLPage<ZenMLSchedule> {
    // By creation, so that a schedule made meanwhile comes last and moves no other to another page.
    let query = ZenMLQuery.page(page, size: Self.schedulePageSize, hydrate: hydrate) + [("sort_by", "asc:created")]
    let call = ZenMLCall.get("/schedules", query + filter.query)
    var answer = try await read(ZenMLPage<ZenMLSchedule>.self, from: call)
    answer.keep(where: filter.admits)
    return answer
  }

  /// One schedule, hydrated, archived or not.
  package func schedule(_ id: Identifier) async throws(ZenMLError) -> ZenMLSchedule { try await record(id) }

  /// How many schedules the project has now, archived ones excluded. It moves on creation, archiving and deletion, of
  /// which `updated` shows only the first (20 ms on 10 004 schedules).
  package func scheduleTotal(project: Identifier) async throws(ZenMLError) -> Int {
    let filter = ZenMLScheduleFilter(project: project, isArchived: false)
    let call = ZenMLCall.get("/schedules", ZenMLQuery.page(1, size: 1, hydrate: false) + filter.query)
    return try await read(ZenMLPage<ZenMLSchedule>.self, from: call).total
  }
}
