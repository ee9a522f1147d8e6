import CurlHTTP
import Seams
import TestSupport
import Testing

/// What the rules refuse is never connected to: they are asked where the connection is made.
@Suite(.timeLimit(.minutes(5)))
struct EgressTests {
  private let noLoopback = EgressRules(deny: ["127.0.0.0/8", "::1"].compactMap { EgressRules.Place($0) })

  private func request(_ method: String = "POST", _ url: String, _ rules: EgressRules) -> HTTPRequest {
    var request = HTTPRequest(method, url)
    request.egress = rules
    return request
  }

  @Test func aDeniedAddressIsNotConnectedTo() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    let error = await CurlHTTPTransport().failure(of: request("POST", server.url, noLoopback))
    #expect(error?.isForbidden == true && error?.mayHaveBeenSent == false)
    #expect(error?.detail == "127.0.0.1 is denied by egress.deny")
    #expect(server.connections == 0)
  }

  /// A name is judged by the address that it has when it is called, not by what it says.
  @Test func aNameThatResolvesToADeniedAddressIsNotConnectedTo() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    let error = await CurlHTTPTransport().failure(of: request("GET", "http://localhost:\(server.port)/", noLoopback))
    #expect(error?.isForbidden == true)
    #expect(server.connections == 0)
  }

  @Test(arguments: ["http://2130706433", "http://0x7f.1", "http://127.1", "http://0177.0.0.1"])
  func anAddressInDisguiseIsNotConnectedTo(url: String) async throws {
    let server = try LoopbackServer { _ in .response(200) }
    let error = await CurlHTTPTransport().failure(of: request("GET", "\(url):\(server.port)/", noLoopback))
    #expect(error?.isForbidden == true)
    #expect(server.connections == 0)
  }

  @Test func aKeptConnectionIsNoWayAroundTheRules() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    let transport = CurlHTTPTransport()
    _ = try await transport.send(HTTPRequest("GET", server.url))
    let error = await transport.failure(of: request("GET", server.url, noLoopback))
    #expect(error?.isForbidden == true && error?.mayHaveBeenSent == false)
    #expect(server.requests.count == 1)
  }

  @Test func aRedirectIsNoWayAroundTheRules() async throws {
    let hidden = try LoopbackServer { _ in .response(200) }
    let server = try LoopbackServer { _ in .response(302, [HTTPHeader("Location", "http://127.0.0.1:\(hidden.port)/")]) }
    var request = request("GET", "http://localhost:\(server.port)/", EgressRules(allow: [EgressRules.Place("localhost")].compactMap { $0 }))
    request.followsRedirects = true
    let error = await CurlHTTPTransport().failure(of: request)
    #expect(error?.isForbidden == true)
    #expect(error?.detail == "127.0.0.1 is not in egress.allow")
    #expect(server.requests.count == 1 && hidden.requests.isEmpty)
  }

  @Test func metadataIsDeniedByDefault() async {
    let error = await CurlHTTPTransport().failure(of: request("GET", "http://169.254.169.254/latest/meta-data", .standard))
    #expect(error?.detail == "169.254.169.254 is a link-local address; it is denied unless egress.allow names it")
  }

  @Test func whatIsAllowedIsConnectedTo() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    let guarded = EgressGuard(CurlHTTPTransport(), rules: EgressRules(allow: [EgressRules.Place("localhost")].compactMap { $0 }))
    #expect(try await guarded.send(HTTPRequest("GET", "http://localhost:\(server.port)/")).status == 200)
  }
}
