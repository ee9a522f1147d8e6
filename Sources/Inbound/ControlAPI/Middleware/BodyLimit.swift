import ControlMessages
import Hummingbird
import NIOCore

/// Reads the request's body, up to a limit, before the route sees it; a longer one ends the connection.
struct BodyLimit: RouterMiddleware {
  let bytes: Int

  func handle(
    _ request: Request, context: ControlContext, next: (Request, ControlContext) async throws -> Response
  ) async throws -> Response {
    var request = request
    do {
      _ = try await request.collectBody(upTo: bytes)
    } catch is NIOTooManyBytesError {
      // Hummingbird would read the rest, however long, to keep the connection.
      let problem = ControlProblem(.tooLarge, "the request's body is over the limit of \(bytes) bytes")
      return try .lastWords(problem, to: request, on: context.channel)
    }
    return try await next(request, context)
  }
}
