import ControlMessages
import Hummingbird

/// `/api/v1/status` and `/api/v1/sync`: the daemon as a whole.
struct DaemonRoutes {
  let operations: any ControlOperations

  func add(to router: Router<ControlContext>) {
    router.get(RouterPath(ControlPaths.status)) { request, _ in
      try QueryParameters(request, allowed: [])
      return try Response.json(await operations.status())
    }
    router.post(RouterPath(ControlPaths.sync)) { request, _ in
      try QueryParameters(request, allowed: [])
      return try Response.json(await operations.sync())
    }
  }
}
