import Hummingbird
import Seams
import TestSupport
import Testing
import CivilTime

@testable import ControlAPI

@Suite struct RoleTableTests {
  /// A route that nobody has said who may use is refused to everyone.
  @Test func everyRouteHasARole() throws {
    let gatehouse = Gatehouse(clock: VirtualClock(try Instant(iso8601: "2026-11-21T02:00:00Z")))
    for route in makeControlRouter(FakeOperations(), gatehouse: gatehouse, pages: FakePages()).routes {
      #expect(RouteRoles.access(route.method, route.path.description) != nil, "\(route.method) \(route.path)")
    }
  }
}
