import ControlMessages
import Hummingbird

/// `/api/v1/status`, `/api/v1/sync` and `/api/v1/store`: the daemon as a whole.
struct DaemonRoutes {
  let operations: any UpkeepOperations

  func add(to router: Router<ControlContext>) {
    router.get(RouterPath(ControlPaths.status)) { request, _ in
      try QueryParameters(request, allowed: [])
      return try Response.json(await operations.status())
    }
    router.post(RouterPath(ControlPaths.sync)) { request, _ in
      try QueryParameters(request, allowed: [])
      return try Response.json(await operations.sync())
    }
    router.post(RouterPath(ControlPaths.storeBackup)) { request, _ in
      try QueryParameters(request, allowed: [])
      return try Response.json(await operations.backUp(try await request.json(BackupRequest.self)))
    }
    router.post(RouterPath(ControlPaths.storeVerify)) { request, _ in
      try QueryParameters(request, allowed: [])
      return try Response.json(await operations.verify())
    }
  }
}
