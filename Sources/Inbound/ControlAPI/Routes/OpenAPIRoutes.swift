import ControlMessages
import Hummingbird

/// `/api/v1/openapi.json`: what this API is.
struct OpenAPIRoutes {
  func add(to router: Router<ControlContext>) {
    router.get(RouterPath(ControlPaths.openAPI)) { request, _ in
      try QueryParameters(request, allowed: [])
      return try Response.json(OpenAPIDocument.value)
    }
  }
}
