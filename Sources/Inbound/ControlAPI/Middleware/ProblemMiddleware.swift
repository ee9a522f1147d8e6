import ControlMessages
import HTTPTypes
import Hummingbird

/// Turns what a route throws into an answer.
struct ProblemMiddleware: RouterMiddleware {
  /// What there is, to tell an unknown path from a method that a path does not have.
  let routes: RouteIndex

  func handle(
    _ request: Request, context: ControlContext, next: (Request, ControlContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let problem as ControlProblem {
      return try .problem(problem, to: request)
    } catch let error as HTTPError where error.status == .notFound {
      return try notFound(request)
    } catch is EncodingError {
      // The only values without a JSON form are numbers that are not finite.
      return try .problem(ControlProblem(.failure, "the answer has no JSON form"), to: request)
    }
    // Anything else comes from the connection (malformed HTTP, reset) and is the server's to answer.
  }

  private func notFound(_ request: Request) throws -> Response {
    let asked = "\(request.method.rawValue) \(request.uri.path)"
    let methods = routes.methods(of: request.uri.path)
    // A route can find nothing at a path that it takes.
    guard !methods.isEmpty, !methods.contains(request.method.rawValue) else {
      return try .problem(ControlProblem(.notFound, "\(asked) is not part of the control API"), to: request)
    }
    let allowed = methods.joined(separator: ", ")
    var response = try Response.problem(
      ControlProblem(.badRequest, "\(asked) is not part of the control API; that path takes \(allowed)"), to: request,
      status: .methodNotAllowed)
    response.headers[.allow] = allowed
    return response
  }
}
