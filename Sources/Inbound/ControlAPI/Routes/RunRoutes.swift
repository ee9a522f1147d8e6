import ControlMessages
import HTTPTypes
import Hummingbird

/// `/api/v1/runs`: the ledger, newest first.
struct RunRoutes {
  let operations: any LedgerOperations

  func add(to router: Router<ControlContext>) {
    router.get(RouterPath(ControlPaths.runs)) { request, _ in
      let page = try await operations.runs(ListQuery(request, ListFields.runs))
      return try Response.json(page.map(RunShape.init))
    }
    router.get(RouterPath(ControlPaths.runs + "/:fire")) { request, context in
      try QueryParameters(request, allowed: [])
      return try Response.json(RunShape(item: await operations.run(context.pathText("fire"))))
    }
    router.get(RouterPath(ControlPaths.runs + "/:fire/log")) { request, context in
      let query = try QueryParameters(request, allowed: ["attempt", "offset", "wait"])
      let attempt = try query.integer("attempt", in: RunLogAttempt.allowed)
      let offset = try query.integer("offset", in: 0...Int.max) ?? 0
      let wait = try query.integer("wait", in: RunLogWait.allowed) ?? 0
      return try Response.json(await operations.log(context.pathText("fire"), attempt: attempt, from: offset, wait: wait))
    }
    router.post(RouterPath(ControlPaths.runs + "/:fire/cancel")) { request, context in
      let force = try QueryParameters(request, allowed: ["force"]).flag("force")
      return try Response.json(RunShape(item: await operations.cancel(context.pathText("fire"), force: force)), status: .accepted)
    }
    router.get(RouterPath(ControlPaths.audit)) { request, _ in
      let query = try QueryParameters(request, allowed: ["from", "to"])
      return try Response.json(await operations.audit(from: query["from"], to: query["to"]))
    }
  }
}
