import ControlMessages
import Hummingbird

/// `/api/v1/runs`: the ledger, newest first.
struct RunRoutes {
  let operations: any ControlOperations

  func add(to router: Router<ControlContext>) {
    router.get(RouterPath(ControlPaths.runs)) { request, _ in
      let query = try QueryParameters(request, allowed: ["schedule", "limit"])
      let limit = try query.integer("limit", in: RunListLimit.allowed) ?? RunListLimit.standard
      return try Response.json(ItemList(items: await operations.runs(schedule: query["schedule"], limit: limit)))
    }
    router.get(RouterPath(ControlPaths.runs + "/:fire")) { request, context in
      try QueryParameters(request, allowed: [])
      return try Response.json(await operations.run(context.pathText("fire")))
    }
  }
}
