import CurlHTTP
import Seams
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct RedirectTests {
  private let transport = CurlHTTPTransport()

  private func followed(_ method: String, _ url: String) async throws -> HTTPResponse {
    var request = HTTPRequest(method, url)
    request.followsRedirects = true
    return try await transport.send(request)
  }

  @Test func aRedirectOfGetIsFollowedWhenAsked() async throws {
    let server = try LoopbackServer {
      $0.target == "/" ? .response(302, [HTTPHeader("Location", "/next")], body: "old") : .response(200, body: "new")
    }
    let response = try await followed("GET", server.url + "/")
    #expect(response.status == 200)
    #expect(response.header("Location") == nil)
    #expect(response.body == Array("new".utf8))
  }

  @Test(arguments: ["POST", "PUT", "DELETE"])
  func aRequestThatActsIsNeverRedirected(method: String) async throws {
    let server = try LoopbackServer { _ in .response(307, [HTTPHeader("Location", "/next")]) }
    #expect(try await followed(method, server.url + "/").status == 307)
    #expect(server.requests.count == 1)
  }

  @Test func redirectsInACircleEnd() async throws {
    let server = try LoopbackServer { _ in .response(302, [HTTPHeader("Location", "/")]) }
    var request = HTTPRequest("GET", server.url + "/")
    request.followsRedirects = true
    let failure = await transport.failure(of: request)
    #expect(failure?.kind == .tooManyRedirects && failure?.detail == "too many redirects")
    #expect(server.requests.count == 6)
  }

  @Test func authorizationStaysWithTheFirstHost() async throws {
    let other = try LoopbackServer { _ in .response(200) }
    let first = try LoopbackServer { _ in .response(302, [HTTPHeader("Location", other.url + "/")]) }
    var request = HTTPRequest("GET", first.url + "/", headers: [HTTPHeader("Authorization", "Bearer secret")])
    request.followsRedirects = true
    _ = try await transport.send(request)
    #expect(first.requests.first?.header("Authorization") == "Bearer secret")
    #expect(other.requests.map { $0.header("Authorization") } == [nil])
  }

  /// Not even a connection is made there: its handshake would show a client certificate.
  @Test(arguments: ["", "user@", "%C3%A9@", "\u{E9}@"]) func whatIsForOneServerIsNotTakenToAnother(user: String) async throws {
    let other = try LoopbackServer { _ in .response(200) }
    let place = other.url.replacing("http://", with: "http://\(user)") + "/"
    let first = try LoopbackServer { .response(302, [HTTPHeader("Location", $0.target == "/" ? "/next" : place)]) }
    var request = HTTPRequest("GET", first.url + "/", headers: [HTTPHeader("X-Api-Key", "s3cret")])
    (request.followsRedirects, request.staysWithServer) = (true, true)
    let failure = await transport.failure(of: request)
    #expect(failure?.isForbidden == true && failure?.mayHaveBeenSent == true)
    #expect(failure?.detail.hasPrefix("a redirect leads to another server") == true)
    #expect(first.requests.map(\.target) == ["/", "/next"] && other.connections == 0)
  }

  /// A kept connection is not opened anew.
  @Test func aKeptConnectionIsNoWayAroundThat() async throws {
    let other = try LoopbackServer { _ in .response(200) }
    _ = try await transport.send(HTTPRequest("GET", other.url + "/"))
    let first = try LoopbackServer { _ in .response(302, [HTTPHeader("Location", other.url + "/taken")]) }
    var request = HTTPRequest("GET", first.url + "/", headers: [HTTPHeader("X-Api-Key", "s3cret")])
    (request.followsRedirects, request.staysWithServer) = (true, true)
    #expect(await transport.failure(of: request)?.isForbidden == true)
    #expect(other.requests.map(\.target) == ["/"])
  }
}
