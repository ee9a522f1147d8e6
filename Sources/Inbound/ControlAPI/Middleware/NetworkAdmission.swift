import ControlMessages
import HTTPTypes
import Hummingbird

/// Finds out who asks over the network: by a key or token in `Authorization`, or by a browser's cookie. Who that is not is
/// let through without a name; `RoleGate` refuses them where a role is needed.
struct NetworkAdmission: RouterMiddleware {
  let gatehouse: Gatehouse
  let hosts: HostRules
  let isTLS: Bool

  func handle(
    _ request: Request, context: ControlContext, next: (Request, ControlContext) async throws -> Response
  ) async throws -> Response {
    guard hosts.admit(request.head.authority) else { return try .lastWords(Self.misdirected, on: context.channel) }
    var context = context
    context.isSecure = isTLS || hosts.isSecure(request.head.authority)
    if let credentials = request.headers[.authorization] {
      context.caller = await caller(of: credentials)
    } else if let token = SessionCookie(context).token(in: request), let caller = await gatehouse.caller(session: token) {
      context.caller = caller
      context.sessionToken = token
    }
    return try await next(request, context)
  }

  /// RFC 6750, section 2.1.
  private func caller(of credentials: String) async -> Caller? {
    let parts = credentials.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return await gatehouse.caller(bearer: String(parts[1]))
  }

  private static let misdirected = ControlProblem(
    .misdirected, "the request's Host is none of this daemon's names; a name it is to have belongs into public_url or allowed_hosts")
}
