import ControlMessages
import Hummingbird

/// `/api/v1/audit-log`: who changed what.
struct AuditLogRoutes {
  let operations: any AuditLogOperations

  func add(to router: Router<ControlContext>) {
    router.get(RouterPath(ControlPaths.auditLog)) { request, _ in
      let query = try QueryParameters(request, allowed: ["page", "size", "who", "operation", "subject", "since"])
      let wanted = AuditLogRequest(
        page: try query.integer("page", in: AuditLogRequest.pages) ?? 1,
        size: try query.integer("size", in: AuditLogRequest.sizes) ?? AuditLogRequest().size, who: query["who"],
        operation: query["operation"], subject: query["subject"], since: query["since"])
      return try Response.json(await operations.auditLog(wanted))
    }
  }
}
