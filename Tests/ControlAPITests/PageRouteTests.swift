import ControlMessages
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import ControlAPI

/// The pages' routes, with a caller of a role.
@Suite struct PageRouteTests {
  private static let fire = "33333333-3333-5333-8333-333333333333"
  private static let nightly = "11111111-1111-5111-8111-111111111111"

  private func answer(
    _ method: HTTPRequest.Method, _ path: String, role: Role? = .operator, body: String? = nil, headers: HTTPFields = [:],
    pages: FakePages = FakePages(), isGated: Bool = false
  ) async throws -> (status: Int, headers: HTTPFields, body: String) {
    let router = Router(context: ControlContext.self)
    let routes = RouteIndex()
    if isGated { router.add(middleware: ProblemMiddleware(routes: routes)) }
    router.add(middleware: CallerOf(role: role))
    if isGated {
      router.add(middleware: ProblemPages(pages: pages, routes: routes))
      router.add(middleware: RoleGate())
    }
    PageRoutes(operations: pages.operations, pages: pages).add(to: router)
    routes.note(router.routes)
    return try await Application(router: router).test(.router) { client in
      try await client.execute(uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }) { response in
        (Int(response.status.code), response.headers, String(buffer: response.body))
      }
    }
  }

  @Test(arguments: [
    ("/", "last 24 hours"), ("/schedules", "nightly"), ("/schedules/nightly", "At most once"),
    ("/schedules/nightly?at=2026-11-21T02:00:00Z", "it ran"),
    ("/runs", "Runs"), ("/runs/\(fire)", "From due to end"), ("/forecast", "being counted"), ("/dead-letters", "Dead letters"),
    ("/sync", "Drift"),
    ("/audit", "it has not done so yet"), ("/audit?from=&to=", "Complete"), ("/schedules/nightly/trigger", "Trigger nightly now?"),
    ("/schedules/nightly/pause", "Pause nightly?"),
    ("/schedules/nightly/resume", "Resume nightly?"),
    ("/schedules/nightly/backfill?from=2026-11-20T02:00:00Z&to=2026-11-21T02:00:00Z", "1 fire would be run"),
    ("/runs/\(fire)/cancel", "Cancel this fire"), ("/dead-letters/confirm?do=drop&fire=\(fire)", "Let 1 dead letter be?"),
  ])
  func aPageIsShown(_ path: String, _ words: String) async throws {
    let answer = try await answer(.get, path)
    #expect(answer.status == 200 && answer.body.contains(words), "\(answer.body)")
    #expect(answer.headers[.contentType] == "text/html; charset=utf-8" && answer.headers[.cacheControl] == "no-store")
  }

  @Test func aDeedLeadsToWhatCameOfIt() async throws {
    let pages = FakePages()
    let answer = try await answer(.post, "/schedules/nightly/trigger", pages: pages)
    #expect(answer.status == 303 && answer.headers[.location] == "/runs/\(Self.fire)")
    #expect(pages.operations.triggered == ["nightly"])
  }

  @Test(arguments: [
    ("/schedules/nightly/pause", "until=&reason=driver+update", "/schedules/nightly"),
    ("/schedules/nightly/resume", "replay=true", "/schedules/nightly"),
    ("/schedules/nightly/backfill", "from=2026-11-20T02:00:00Z&to=2026-11-21T02:00:00Z", "/runs?schedule=nightly&kind=backfill"),
    ("/runs/\(fire)/cancel", "force=true", "/runs/\(fire)"), ("/dead-letters/drop", "fire=\(fire)", "/dead-letters"),
    ("/sync", "", "/sync"),
  ])
  func aFormIsTaken(_ path: String, _ body: String, _ location: String) async throws {
    let answer = try await answer(.post, path, body: body)
    #expect(answer.status == 303 && answer.headers[.location] == location, "\(answer)")
  }

  @Test(arguments: [Role?.none, .viewer]) func whoMayOnlyReadChangesNothing(_ role: Role?) async throws {
    let pages = FakePages()
    let deed = try await answer(.post, "/schedules/nightly/trigger", role: role, pages: pages)
    let question = try await answer(.get, "/schedules/nightly/trigger", role: role, pages: pages)
    #expect(deed.status == 403 && question.status == 403)
    #expect(pages.operations.triggered.isEmpty)
  }

  @Test func whoChangedWhatIsForAdministrators() async throws {
    let whole = try await answer(.get, "/audit", role: .admin).body
    let part = try await answer(.get, "/audit").body
    #expect(whole.contains("Who changed what") && !part.contains("Who changed what"))
  }

  @Test func deadLettersThatAreNotShownAreMentioned() async throws {
    let page = try await answer(.get, "/dead-letters").body
    #expect(page.split(separator: "name=\"fire\"").count == 1 + 200 && page.contains("These are the newest 200, and there are more"))
  }

  @Test func whatIsNotThereIsAPageThatSaysSo() async throws {
    let answer = try await answer(.get, "/schedules/nobody")
    #expect(answer.status == 404 && answer.body.contains("<h1>Not found</h1>"))
    let twin = try await self.answer(.get, "/schedules/twin")
    #expect(twin.status == 409 && twin.body.contains("/schedules/\(Self.nightly)"))
    let wrong = try await self.answer(.get, "/schedules?page=none")
    #expect(wrong.status == 400)
  }

  @Test(arguments: [
    ("/schedules/night%20ly/pause", "/sign-in?to=%2Fschedules%2Fnight%2520ly%2Fpause&undone=true"),
    ("/dead-letters/replay", "/sign-in?to=%2Fdead-letters&undone=true"), ("/sync", "/sign-in?to=%2Fsync&undone=true"),
    ("/nope", "/sign-in?undone=true"),
  ])
  func aButtonOfAPageWhoseSessionHasEndedLeadsToTheSignIn(_ path: String, _ target: String) async throws {
    let people: HTTPFields = [.accept: "text/html,application/xhtml+xml"]
    let answer = try await answer(.post, path, role: nil, body: "csrf=x", headers: people, isGated: true)
    #expect(answer.status == 303 && answer.headers[.location] == target, "\(answer)")
    #expect(try await self.answer(.delete, path, role: nil, headers: people, isGated: true).status == 401)
  }

  @Test(
    arguments: [
      (.post, "/schedules/nightly/pause", 403, "<h1>You may not do that</h1>"), (.get, "/nope", 404, "<h1>Not found</h1>"),
      (.get, "/assets/unknown", 404, "<h1>Not found</h1>"), (.delete, "/schedules/nightly/pause", 405, "takes GET, HEAD, POST, not DELETE"),
    ] as [(HTTPRequest.Method, String, Int, String)])
  func aRefusalIsAPageForPeople(_ method: HTTPRequest.Method, _ path: String, _ status: Int, _ words: String) async throws {
    let people: HTTPFields = [.accept: "text/html,application/xhtml+xml"]
    let page = try await answer(method, path, role: .viewer, headers: people, isGated: true)
    #expect(page.status == status && page.body.contains(words), "\(page)")
    #expect(page.headers[.contentType] == "text/html; charset=utf-8")
    let told = try await answer(method, path, role: .viewer, isGated: true)
    #expect(told.status == status && told.headers[.contentType] == "application/problem+json", "\(told)")
    let stranger = try await answer(.post, path, role: nil, headers: people, isGated: true)
    #expect(stranger.status == 303, "\(stranger)")
    let program = try await answer(.post, path, role: nil, isGated: true)
    #expect(program.status == 401 && program.headers[.contentType] == "application/problem+json", "\(program)")
  }

  @Test func aRemovedScheduleHasAPageWithItsRuns() async throws {
    let answer = try await answer(.get, "/schedules/gone?why=yes")
    #expect(answer.status == 200 && answer.body.contains("was removed"), "\(answer.body)")
    #expect(answer.body.contains("/runs/\(Self.fire)") && answer.body.contains("/runs?schedule=55555555-5555-5555-8555-555555555555"))
    #expect(try await self.answer(.get, "/schedules/gone/trigger").status == 404)
  }

  @Test func anAssetIsKeptForEverUnderItsVersionOnly() async throws {
    let page = try await answer(.get, "/").body
    let path = try #require(page.split(separator: "\"").first { $0.hasPrefix("/assets/carillon.css?v=") })
    let versioned = try await answer(.get, String(path))
    #expect(versioned.headers[.cacheControl] == "public, max-age=31536000, immutable")
    let plain = try await answer(.get, "/assets/carillon.css")
    #expect(plain.headers[.cacheControl] == "no-cache" && plain.body == versioned.body)
    let tag = try #require(plain.headers[.eTag])
    let again = try await answer(.get, "/assets/carillon.css", headers: [.ifNoneMatch: tag])
    #expect(again.status == 304 && again.body.isEmpty)
    let script = try await answer(.get, "/assets/carillon.js")
    #expect(script.headers[.contentType] == "text/javascript; charset=utf-8")
  }
}

/// Vouches for everybody.
private struct CallerOf: RouterMiddleware {
  let role: Role?

  func handle(
    _ request: Request, context: ControlContext, next: (Request, ControlContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.caller = role.map { Caller(name: "user 1000", account: .machine, role: $0, formToken: "proof") }
    return try await next(request, context)
  }
}
