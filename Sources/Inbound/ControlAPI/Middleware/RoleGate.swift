import ControlMessages
import HTTPTypes
import Hummingbird

/// Lets a request through to its route when its caller has the role that the route needs.
struct RoleGate: RouterMiddleware {
  func handle(
    _ request: Request, context: ControlContext, next: (Request, ControlContext) async throws -> Response
  ) async throws -> Response {
    // Without an endpoint there is no route: what follows says so, to those who are known.
    guard let path = context.endpointPath else { return try await unknown(request, context, next) }
    switch RouteRoles.access(request.method, path) {
    case .open: return try await next(request, context)
    case .role(let needed):
      guard let caller = context.caller else { return try challenge(request, context) }
      guard caller.role >= needed else { throw Self.refusal(of: caller, needing: needed, request) }
      return try await next(request, context)
    case nil:
      throw ControlProblem(.failure, "\(request.method.rawValue) \(path) is refused: nobody has said who may use it")
    }
  }

  private func unknown(
    _ request: Request, _ context: ControlContext, _ next: (Request, ControlContext) async throws -> Response
  ) async throws -> Response {
    guard context.caller != nil else { return try challenge(request, context) }
    return try await next(request, context)
  }

  private static func refusal(of caller: Caller, needing role: Role, _ request: Request) -> ControlProblem {
    ControlProblem(
      .forbidden,
      "\(caller.name) has the role \(caller.role.rawValue); \(request.method.rawValue) \(request.uri.path) needs \(role.rawValue)")
  }

  /// A person is led to the sign-in page, a program is told.
  private func challenge(_ request: Request, _ context: ControlContext) throws -> Response {
    guard request.wantsPage else { return try .unauthorized(request) }
    switch request.method {
    case .get, .head: return .redirect(to: SignInPath.leading(backTo: request.uri.string), type: .normal)
    // The button of a page whose session has ended.
    case .post: return .redirect(to: SignInPath.leading(backTo: Self.page(of: request, context), isUndone: true), type: .normal)
    default: return try .unauthorized(request)
    }
  }

  /// What GET shows at the path of a form, or at the nearest one above it.
  private static func page(of request: Request, _ context: ControlContext) -> String {
    var (path, pattern) = (request.uri.path.split(separator: "/"), (context.endpointPath ?? "").split(separator: "/"))
    guard path.count == pattern.count else { return SignInPath.home }
    while !path.isEmpty, RouteRoles.access(.get, pattern.joined(separator: "/")) == nil {
      path.removeLast()
      pattern.removeLast()
    }
    return "/" + path.joined(separator: "/")
  }
}

extension Request {
  /// Browsers say so when they load a page; programs do not.
  var wantsPage: Bool { headers[.accept]?.contains("text/html") == true && !uri.path.hasPrefix("/api/") }
}

extension Response {
  /// The same words for every reason: who guesses learns nothing from them. A login token is known by its looks alone.
  /// - Parameter sentence: in place of these words.
  static func unauthorized(_ request: Request, _ sentence: String? = nil) throws -> Response {
    let hasToken = request.headers[.authorization]?.contains(Gatehouse.tokenPrefix) ?? false
    let problem = ControlProblem(.unauthorized, sentence ?? (hasToken ? Self.tokenEnded : Self.unknown))
    var response = try Response.problem(problem, to: request)
    // RFC 6750, section 3.
    response.headers[.wwwAuthenticate] = #"Bearer realm="carillon""#
    return response
  }

  private static let unknown =
    "nobody vouches for this request; send a key that is in force as Authorization: Bearer …, or sign in at /sign-in"
  private static let tokenEnded =
    "the login token has expired, or was ended with its key, its account or by a restart of the daemon; sign in again"
}
