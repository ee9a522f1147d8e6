import ControlMessages
import Hummingbird

/// Every route of the control API, each noun in its own file; who may ask is decided by `admission`.
///
/// - Parameter admission: tried before every request, a path that does not exist included; nil admits everyone.
package func makeControlRouter(
  _ operations: any ControlOperations, limits: ControlLimits = .standard, admission: PeerAdmission? = nil
) -> Router<ControlContext> {
  let router = Router(context: ControlContext.self)
  router.add(middleware: ProblemMiddleware())
  if let admission { router.add(middleware: admission) }
  router.add(middleware: BodyLimit(bytes: limits.bodyBytes))
  ScheduleRoutes(operations: operations).add(to: router)
  RunRoutes(operations: operations).add(to: router)
  DeadLetterRoutes(operations: operations).add(to: router)
  DaemonRoutes(operations: operations).add(to: router)
  AlertRoutes(operations: operations).add(to: router)
  return router
}
