import ControlMessages
import HTTPTypes
import Hummingbird

/// Turns what a route throws into an answer.
struct ProblemMiddleware: RouterMiddleware {
  func handle(
    _ request: Request, context: ControlContext, next: (Request, ControlContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let problem as ControlProblem {
      return try .json(problem, status: problem.code.status)
    } catch let error as HTTPError where error.status == .notFound {
      return try .json(Self.unknownPath(request), status: .notFound)
    } catch is EncodingError {
      // The only values without a JSON form are numbers that are not finite.
      return try .json(ControlProblem(.failure, "the answer has no JSON form"), status: .internalServerError)
    }
    // Anything else comes from the connection (malformed HTTP, reset) and is the server's to answer.
  }

  private static func unknownPath(_ request: Request) -> ControlProblem {
    ControlProblem(.notFound, "\(request.method.rawValue) \(request.uri.path) is not part of the control API")
  }
}
