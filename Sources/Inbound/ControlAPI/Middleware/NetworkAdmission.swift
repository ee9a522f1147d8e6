import ControlMessages
import HTTPTypes
import Hummingbird
import WebPage

/// Finds out who asks over the network: by a key or token in `Authorization`, or by a browser's cookie. Who that is not is
/// let through without a name; `RoleGate` refuses them where a role is needed.
struct NetworkAdmission: RouterMiddleware {
  let gatehouse: Gatehouse
  let hosts: HostRules
  let isTLS: Bool
  let pace: RequestPace
  let callbacks: any CallbackOperations

  func handle(
    _ request: Request, context: ControlContext, next: (Request, ControlContext) async throws -> Response
  ) async throws -> Response {
    guard hosts.admit(request.head.authority) else { return try .lastWords(Self.misdirected, to: request, on: context.channel) }
    var context = context
    context.isSecure = isTLS || hosts.isSecure(request.head.authority)
    if let credentials = request.headers[.authorization] {
      if let token = Self.bearerToken(credentials) {
        (context.caller, context.voucher) = try await caller(bearer: token, context)
        context.pass = gatehouse.pass(bearer: token)
      }
    } else if let token = SessionCookie(context).token(in: request),
      let session = await gatehouse.session(token, isUse: !Self.isOfAnOpenPage(request))
    {
      (context.caller, context.voucher) = (session.caller, session.voucher)
      context.sessionToken = token
      context.pass = gatehouse.pass(session: token)
    }
    guard isCallback(request, context) || pace.admits(context.caller, from: context.remoteAddressText) else {
      return try .tooManyRequests(Self.tooFast, to: request, retryAfter: 1)
    }
    return try await next(request, context)
  }

  /// Whether it brings the proof that we have asked for it: a service may end a thousand fires at once, and none of the ends is to be
  /// lost.
  private func isCallback(_ request: Request, _ context: ControlContext) -> Bool {
    guard request.method == .post, request.uri.path.hasPrefix(ControlPaths.callbacks + "/") else { return false }
    return (try? context.pathText("token")).map(callbacks.isCallback) ?? false
  }

  /// Whether a page asks by itself, with nobody at it: to stay fresh, or to listen again.
  private static func isOfAnOpenPage(_ request: Request) -> Bool {
    request.uri.path == ControlPaths.events || liveHeader.map { request.headers[$0] != nil } ?? false
  }

  private static let liveHeader = HTTPField.Name(Script.liveHeader)

  /// RFC 6750, section 2.1.
  private static func bearerToken(_ credentials: String) -> String? {
    let parts = credentials.split(separator: " ", maxSplits: 1)
    return parts.count == 2 && parts[0].lowercased() == "bearer" ? String(parts[1]) : nil
  }

  private func caller(bearer token: String, _ context: ControlContext) async throws -> (Caller?, Voucher?) {
    switch await gatehouse.identify(bearer: token, from: context.remoteAddressText) {
    case .known(let caller, let voucher): return (caller, voucher)
    case .unknown: return (nil, nil)
    case .tooManyFailures: throw ControlProblem(.tooManyRequests, SignInRefusal.tooManyFailures.sentence)
    case .cannotTell: throw ControlProblem(.unavailable, SignInRefusal.serverAway.sentence)
    }
  }

  private static let misdirected = ControlProblem(
    .misdirected, "the request's Host is none of this daemon's names; a name it is to have belongs into public_url or allowed_hosts")
  private static let tooFast = ControlProblem(
    .tooManyRequests, "more requests than \(RequestPace.callerPerSecond) a second; ask again in a second, or follow /api/v1/events")
}

extension Response {
  static func tooManyRequests(_ problem: ControlProblem, to request: Request, retryAfter seconds: Int) throws -> Response {
    var response = try Response.problem(problem, to: request)
    response.headers[.retryAfter] = String(seconds)
    return response
  }
}
