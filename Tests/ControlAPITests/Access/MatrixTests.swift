import CivilTime
import ControlMessages
import HTTPTypes
import Hummingbird
import HummingbirdTesting
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
    let gatehouse = Gatehouse(
      clock: VirtualClock(Instant(secondsSinceEpoch: 1_800_000_000)),
      keys: KeyRing(store: InMemoryKeys(), clock: VirtualClock(Instant(secondsSinceEpoch: 1_800_000_000)), logger: silent))
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
    try await NetworkScene.run { (scene) async throws in
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
    try await NetworkScene.run { (scene) async throws in
      #expect(try await scene.send("GET", "/api/v1/nothing").status == 401)
      #expect(try await scene.send("PATCH", "/api/v1/status").status == 401)
      // Of a method that HTTP does not have, the parser makes a 400, whatever the path.
      for path in ["/api/v1/nothing", "/api/v1/status"] {
        #expect(try await scene.send("BREW", path).status == 400)
      }
    }
  }

  @Test func whoMayGetMayHead() async throws {
    try await NetworkScene.run { (scene) async throws in
      let key = try await scene.keys.create(KeyRequest(name: "reader", role: .viewer)).key
      let headers = [HTTPHeader("Authorization", "Bearer \(key)")]
      for (path, status) in [("/api/v1/status", 200), ("/api/v1/events", 200), ("/api/v1/keys", 403), ("/api/v1/pause", 405)] {
        let answer = try await scene.send("HEAD", path, headers)
        #expect(answer.status == status && answer.body.isEmpty, "\(path) \(answer.status)")
      }
      for path in ["/api/v1/status", "/api/v1/nothing"] { #expect(try await scene.send("HEAD", path).status == 401) }
      #expect(try await scene.send("HEAD", "/sign-in").status == 200)
      // The answer that closes its connection.
      #expect(try await scene.send("HEAD", "/sign-in", [HTTPHeader("Host", "elsewhere.example")]).status == 421)
    }
  }

  @Test func aRouteThatIsNotInTheTableIsRefusedToEveryone() async throws {
    let router = Router(context: ControlContext.self)
    router.add(middleware: ProblemMiddleware(routes: RouteIndex()))
    router.add(middleware: RoleGate())
    router.get("/api/v1/new") { _, _ in "secret" }
    try await Application(router: router).test(.router) { client in
      try await client.execute(uri: "/api/v1/new", method: .get) { #expect($0.status == .internalServerError) }
    }
  }
}
