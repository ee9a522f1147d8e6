import ControlMessages
import Hummingbird

/// `/api/v1/pipelines`: what the schedules start.
struct PipelineRoutes {
  let operations: any PipelineOperations

  func add(to router: Router<ControlContext>) {
    router.get(RouterPath(ControlPaths.pipelines)) { request, _ in
      try Response.json(await operations.pipelines(ListQuery(request, ListFields.pipelines)))
    }
    router.get(RouterPath(ControlPaths.pipelines + "/:pipeline")) { request, context in
      try QueryParameters(request, allowed: [])
      return try Response.json(await operations.pipeline(context.pathText("pipeline")))
    }
  }
}
