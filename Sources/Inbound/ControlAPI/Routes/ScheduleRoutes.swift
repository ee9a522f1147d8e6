import ControlMessages
import HTTPTypes
import Hummingbird

/// `/api/v1/schedules`: what is scheduled, and firing it by hand.
struct ScheduleRoutes {
  let operations: any ControlOperations

  func add(to router: Router<ControlContext>) {
    router.get(RouterPath(ControlPaths.schedules)) { request, _ in try await list(request) }
    router.get(RouterPath(ControlPaths.schedules + "/:schedule")) { request, context in
      try QueryParameters(request, allowed: [])
      return try Response.json(await operations.schedule(context.pathText("schedule")))
    }
    router.post(RouterPath(ControlPaths.schedules + "/:schedule/trigger")) { request, context in
      try QueryParameters(request, allowed: [])
      return try Response.json(await operations.trigger(context.pathText("schedule")), status: .accepted)
    }
  }

  private func list(_ request: Request) async throws -> Response {
    let query = try QueryParameters(request, allowed: ["name"])
    let all = try await operations.schedules()
    let wanted = query["name"].map { name in all.filter { $0.name == name } } ?? all
    return try Response.json(ItemList(items: wanted))
  }
}
