import ControlMessages
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import ControlAPI

@Suite struct EventRouteTests {
  @Test func aListenerWhoIsGoneBeforeTheAnswerBeginsIsForgotten() async throws {
    let feed = EventFeed()
    let router = Router(context: ControlContext.self)
    router.add(middleware: Unwritten())
    EventRoutes(operations: FakeOperations(feed: feed)).add(to: router)
    try await Application(router: router).test(.router) { client in
      try await client.execute(uri: ControlPaths.events, method: .get) { response in
        #expect(response.status == .noContent)
      }
    }
    #expect(feed.wasForgotten)
  }
}

/// Writes nothing of what the route answers, as when the peer is gone.
private struct Unwritten: RouterMiddleware {
  func handle(
    _ request: Request, context: ControlContext, next: (Request, ControlContext) async throws -> Response
  ) async throws -> Response {
    _ = try await next(request, context)
    return Response(status: .noContent)
  }
}
