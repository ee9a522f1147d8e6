import ControlMessages
import Hummingbird

/// Every route of the control API, each noun in its own file; who may ask is decided by `admission` and `RouteRoles`.
///
/// - Parameters:
///   - admission: what finds out who asks, tried before every request, a path that does not exist included; nil: for tests of
///     routes, which then need no role.
///   - gatehouse: for those who sign in; nil: nobody can.
///   - pages: what the web page shows; nil: there is none.
package func makeControlRouter(
  _ operations: any RecordedOperations, limits: ControlLimits = .standard, admission: Admission? = nil, gatehouse: Gatehouse? = nil,
  monitoring: (any MonitoringOperations)? = nil, pages: (any PageOperations)? = nil,
  traffic: ControlTraffic = ControlTraffic()
) -> Router<ControlContext> {
  // What GET takes, HEAD takes.
  let router = Router(context: ControlContext.self, options: .autoGenerateHeadEndpoints)
  let routes = RouteIndex()
  let watched = monitoring.map { MonitoringRoutes(operations: $0, traffic: traffic) }
  router.add(middleware: TrafficCount(traffic: traffic))
  router.add(middleware: ProblemMiddleware(routes: routes))
  // A middleware counts for routes that come after it: probes need no admission.
  watched?.addProbes(to: router.group().add(middleware: BodyLimit(bytes: limits.bodyBytes)))
  admission?.add(
    to: router, limits: limits, callbacks: operations, problems: pages.map { ProblemPages(pages: $0, routes: routes) })
  if admission == nil { router.add(middleware: BodyLimit(bytes: limits.bodyBytes)) }
  router.add(middleware: WriteRecorder(operations: operations))
  ScheduleRoutes(operations: operations).add(to: router)
  RunRoutes(operations: operations).add(to: router)
  DeadLetterRoutes(operations: operations).add(to: router)
  PipelineRoutes(operations: operations).add(to: router)
  DaemonRoutes(operations: operations).add(to: router)
  AlertRoutes(operations: operations).add(to: router)
  EventRoutes(operations: operations).add(to: router)
  CallbackRoutes(operations: operations).add(to: router)
  OpenAPIRoutes().add(to: router)
  watched?.addMetrics(to: router)
  LocalScheduleRoutes(operations: operations).add(to: router)
  AuditLogRoutes(operations: operations).add(to: router)
  if let gatehouse {
    SignInRoutes(gatehouse: gatehouse, journal: operations).add(to: router)
    LoginRoutes(gatehouse: gatehouse, journal: operations).add(to: router)
    if let keys = gatehouse.keys { KeyRoutes(keys: keys).add(to: router) }
    SignInLinkRoutes(gatehouse: gatehouse).add(to: router)
  }
  if let pages { PageRoutes(operations: operations, pages: pages).add(to: router) }
  routes.note(router.routes)
  return router
}
