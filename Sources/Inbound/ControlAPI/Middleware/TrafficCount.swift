import ControlMessages
import HTTPTypes
import Hummingbird

/// Counts every request and its answer. The outermost one: it sees the status that the peer sees.
struct TrafficCount: RouterMiddleware {
  let traffic: ControlTraffic

  func handle(
    _ request: Request, context: ControlContext, next: (Request, ControlContext) async throws -> Response
  ) async throws -> Response {
    let flight = traffic.begin()
    do {
      var response = try await next(request, context)
      traffic.count(route: Self.route(context), method: request.method.rawValue, status: response.status.code)
      let body = response.body
      // The answer is under way until its body is written, or given up.
      response.body = ResponseBody(contentLength: body.contentLength) { writer in
        try await body.write(writer)
        withExtendedLifetime(flight) {}
      }
      return response
    } catch {
      // Malformed HTTP, a connection that broke: the server answers, if anybody listens.
      let status = (error as? any HTTPResponseError)?.status.code ?? 500
      traffic.count(route: Self.route(context), method: request.method.rawValue, status: status)
      throw error
    }
  }

  /// `/api/v1/schedules/{schedule}`; nil for a path that is no route.
  private static func route(_ context: ControlContext) -> String? {
    context.endpointPath.flatMap { $0 == "NotFound" ? nil : $0 }
  }
}
