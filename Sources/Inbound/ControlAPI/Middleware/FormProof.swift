import ControlMessages
import HTTPTypes
import Hummingbird

/// What a browser is made to send by a page of somebody else's has no effect here.
///
/// A request with a cookie that changes something has to bring the session's form token along, which only our own pages know;
/// and whatever a browser says of where a request comes from must be us. Signing in uses no session, so it needs no form token: the form
/// was made for nobody, and another tab may have signed in meanwhile.
struct FormProof: RouterMiddleware {
  let hosts: HostRules

  static let field = "csrf"
  private static let header = HTTPField.Name("X-CSRF-Token")
  private static let signIns: [String?] = [SignInPath.page, ControlPaths.login]

  func handle(
    _ request: Request, context: ControlContext, next: (Request, ControlContext) async throws -> Response
  ) async throws -> Response {
    // No browser sends an Authorization header on its own.
    let isSafe = [.get, .head, .options].contains(request.method) || request.headers[.authorization] != nil
    if isSafe { return try await next(request, context) }
    guard isFromHere(request) else { throw Self.foreign }
    guard context.sessionToken != nil, !Self.signIns.contains(context.endpointPath) else { return try await next(request, context) }
    guard let expected = context.caller?.formToken, let given = try await token(of: request), TokenDigest.isSame(given, expected) else {
      throw Self.withoutProof
    }
    return try await next(request, context)
  }

  private func isFromHere(_ request: Request) -> Bool {
    if let origin = request.headers[.origin] { return hosts.admit(origin: origin, to: request.head.authority) }
    let site = HTTPField.Name("Sec-Fetch-Site").flatMap { request.headers[$0] }
    return site == nil || site == "same-origin" || site == "none"
  }

  private func token(of request: Request) async throws -> String? {
    if let name = Self.header, let token = request.headers[name] { return token }
    return try await request.form()[Self.field]
  }

  private static let foreign = ControlProblem(.forbidden, "the request was sent by a page of another site; nothing was done")
  private static let withoutProof = ControlProblem(
    .forbidden, "the form's csrf field (or X-CSRF-Token) is missing or of another session; nothing was done: load the page again")
}
