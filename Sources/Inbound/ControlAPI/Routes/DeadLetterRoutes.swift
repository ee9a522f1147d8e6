import ControlMessages
import Hummingbird

/// `/api/v1/dead-letters`: failed fires that somebody is to look at.
struct DeadLetterRoutes {
  let operations: any LedgerOperations

  func add(to router: Router<ControlContext>) {
    router.get(RouterPath(ControlPaths.deadLetters)) { request, _ in
      let query = try QueryParameters(request, allowed: ["limit"])
      let limit = try query.integer("limit", in: RunListLimit.allowed) ?? RunListLimit.standard
      return try Response.json(ItemList(items: await operations.deadLetters(limit: limit)))
    }
    router.post(RouterPath(ControlPaths.deadLettersReplay)) { request, _ in
      try QueryParameters(request, allowed: [])
      return try Response.json(await operations.replayDeadLetters(try await request.json(DeadLetterRequest.self)))
    }
    router.post(RouterPath(ControlPaths.deadLettersDrop)) { request, _ in
      try QueryParameters(request, allowed: [])
      return try Response.json(await operations.dropDeadLetters(try await request.json(DeadLetterRequest.self)))
    }
  }
}
