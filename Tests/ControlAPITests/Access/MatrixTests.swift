import CivilTime
import ControlMessages
import HTTPTypes
import Hummingbird
import Seams
import TestSupport
import Testing

@testable import ControlAPI

/// Role × endpoint, over the network: what the table says is what is answered.
@Suite struct MatrixTests {
  private struct Endpoint: Sendable {
    let method: String
    let path: String
    let access: RouteRoles.Access
  }

  private func endpoints() throws -> [Endpoint] {
    let gatehouse = Gatehouse(clock: VirtualClock(Instant(secondsSinceEpoch: 1_800_000_000)), keys: KeyRing(store: InMemoryKeys(), clock: VirtualClock(.epoch), logger: silent))
    return try makeControlRouter(FakeOperations(), gatehouse: gatehouse).routes.map { route in
      let access = try #require(RouteRoles.access(route.method, route.path.description), "\(route)")
      // Nothing is called so: a request that is let through finds nothing, or is asked for a body.
      let path = route.path.description.split(separator: "/").map { $0.hasPrefix("{") ? "none" : $0 }.joined(separator: "/")
      return Endpoint(method: route.method.rawValue, path: "/" + path, access: access)
    }
  }

  @Test(arguments: [nil] + Role.allCases) func eachRoleReachesWhatIsItsOwnAndNothingElse(role: Role?) async throws {
    let endpoints = try endpoints()
    #expect(endpoints.count > 20)
    try await NetworkScene.run { scene in
      var headers: [HTTPHeader] = []
      if let role {
        let key = try await scene.keys.create(KeyRequest(name: role.rawValue, role: role)).key
        headers = [HTTPHeader("Authorization", "Bearer \(key)")]
      }
      for endpoint in endpoints {
        // Its tries are counted.
        scene.clock.advance(by: .seconds(10))
        let status = try await scene.send(endpoint.method, endpoint.path, headers).status
        switch (endpoint.access, role) {
        case (.open, _): #expect(status != 403, "\(endpoint)")
        case (.role, nil): #expect(status == 401, "\(endpoint)")
        case (.role(let needed), let role?):
          #expect((status == 403) == (role < needed) && status != 401, "\(role) \(endpoint): \(status)")
        }
      }
    }
  }

  @Test func whoIsUnknownDoesNotLearnWhichPathsThereAre() async throws {
    try await NetworkScene.run { scene in
      #expect(try await scene.send("GET", "/api/v1/nothing").text == scene.send("GET", "/api/v1/status").text)
      #expect(try await scene.send("BREW", "/api/v1/status").status == 401)
    }
  }

  @Test func aRouteThatIsNotInTheTableIsRefusedToEveryone() async throws {
    let router = Router(context: ControlContext.self)
    router.add(middleware: ProblemMiddleware())
    router.add(middleware: RoleGate())
    router.get("/api/v1/new") { _, _ in "secret" }
    let context = ControlContext(source: ApplicationRequestContextSource(channel: NoChannel.make(), logger: silent))
    let head = HTTPTypes.HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/api/v1/new")
    let response = try await router.buildResponder().respond(to: Request(head: head, body: RequestBody(buffer: .init())), context: context)
    #expect(response.status == .internalServerError)
  }
}
