import ControlMessages
import Hummingbird

/// `/api/v1/alerts`: what is open, and whether alerts arrive.
struct AlertRoutes {
  let operations: any AlertOperations

  func add(to router: Router<ControlContext>) {
    router.get(RouterPath(ControlPaths.alerts)) { request, _ in
      try QueryParameters(request, allowed: [])
      return try Response.json(await operations.alerts())
    }
    router.post(RouterPath(ControlPaths.alertsTest)) { request, _ in
      try QueryParameters(request, allowed: [])
      return try Response.json(await operations.testAlerts(try await request.json(AlertTestRequest.self)))
    }
  }
}
