import ControlMessages
import Hummingbird

/// `/api/v1/keys`: who else may ask.
struct KeyRoutes {
  let keys: KeyRing

  func add(to router: Router<ControlContext>) {
    router.get(RouterPath(ControlPaths.keys)) { request, _ in
      try QueryParameters(request, allowed: [])
      return try Response.json(ItemList(items: await keys.list()))
    }
    router.post(RouterPath(ControlPaths.keys)) { request, context in
      try QueryParameters(request, allowed: [])
      let wanted = try await request.json(KeyRequest.self)
      context.note?.subject(wanted.name)
      return try Response.json(await keys.create(wanted), status: .created)
    }
    router.post(RouterPath(ControlPaths.keys + "/:key/rotate")) { request, context in
      try QueryParameters(request, allowed: [])
      let rotation = try await request.json(KeyRotation.self)
      let name = try context.pathText("key")
      context.note?.subject(name)
      return try Response.json(await keys.rotate(name, rotation), status: .created)
    }
    router.post(RouterPath(ControlPaths.keys + "/:key/revoke")) { request, context in
      try QueryParameters(request, allowed: [])
      let name = try context.pathText("key")
      context.note?.subject(name)
      return try Response.json(ItemList(items: await keys.revoke(name)))
    }
  }
}
