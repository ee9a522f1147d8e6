import ControlMessages
import HTTPTypes
import Hummingbird

/// `/api/v1/schedules`: what is scheduled, and firing it by hand.
struct ScheduleRoutes {
  let operations: any ScheduleOperations

  func add(to router: Router<ControlContext>) {
    router.get(RouterPath(ControlPaths.schedules)) { request, _ in try await list(request) }
    router.get(RouterPath(ControlPaths.scheduleSummaries)) { request, _ in
      let page = try await operations.summaries(ListQuery(request, ListFields.schedules))
      return Response.json(text: page.jsonText)
    }
    router.get(RouterPath(ControlPaths.schedules + "/:schedule")) { request, context in
      try QueryParameters(request, allowed: [])
      return try Response.json(tagged: await operations.schedule(context.pathText("schedule")))
    }
    router.post(RouterPath(ControlPaths.schedules + "/:schedule/trigger")) { request, context in
      try QueryParameters(request, allowed: [])
      try await request.noMessage()
      return try Response.json(RunShape(item: await operations.trigger(context.pathText("schedule"))), status: .accepted)
    }
    addQuestions(to: router)
    addChanges(to: router)
  }

  private func addQuestions(to router: Router<ControlContext>) {
    router.get(RouterPath(ControlPaths.schedules + "/:schedule/why")) { request, context in
      let query = try QueryParameters(request, allowed: ["at"])
      return try Response.json(await operations.why(context.pathText("schedule"), at: query["at"]))
    }
    router.get(RouterPath(ControlPaths.schedules + "/:schedule/guarantee")) { request, context in
      try QueryParameters(request, allowed: [])
      return try Response.json(await operations.guarantee(context.pathText("schedule")))
    }
    router.get(RouterPath(ControlPaths.schedules + "/:schedule/exclusions")) { request, context in
      let query = try QueryParameters(request, allowed: ["from", "count"])
      let count = try query.integer("count", in: ExclusionLimit.allowed) ?? ExclusionLimit.standard
      let items = try await operations.exclusions(of: context.pathText("schedule"), from: query["from"], count: count)
      return try Response.json(ItemList(items: items))
    }
  }

  private func addChanges(to router: Router<ControlContext>) {
    router.post(RouterPath(ControlPaths.schedules + "/:schedule/backfill")) { request, context in
      try QueryParameters(request, allowed: [])
      let wanted = try await request.json(BackfillRequest.self)
      let backfill = try await operations.backfill(context.pathText("schedule"), wanted)
      return try Response.json(backfill, status: wanted.dryRun ? .ok : .accepted)
    }
    router.post(RouterPath(ControlPaths.pause)) { request, _ in
      try QueryParameters(request, allowed: [])
      return try Response.json(ItemList(items: await operations.pause(try await request.json(PauseRequest.self))))
    }
    router.post(RouterPath(ControlPaths.resume)) { request, _ in
      try QueryParameters(request, allowed: [])
      return try Response.json(ItemList(items: await operations.resume(try await request.json(ResumeRequest.self))))
    }
  }

  private func list(_ request: Request) async throws -> Response {
    let page = try await operations.schedules(ListQuery(request, ListFields.schedules))
    return try Response.json(page.map(ScheduleShape.init))
  }
}
