import CurlHTTP
import Seams
import TestSupport
import Testing

/// Requests that differ share what they are sent with, and nothing of one may be in the next.
@Suite(.timeLimit(.minutes(5)))
struct FormTests {
  private static let requests: [(String, [HTTPHeader], String?)] = [
    ("POST", [HTTPHeader("X-One", "1"), HTTPHeader("Content-Type", "a/b")], "first"), ("POST", [], "2"), ("POST", [], nil),
    ("GET", [HTTPHeader("Accept", "x/y")], nil), ("GET", [], nil), ("HEAD", [], nil), ("PUT", [HTTPHeader("X-Empty", "")], "put"),
    ("PUT", [], ""), ("DELETE", [], nil), ("DELETE", [], "why"), ("PATCH", [], "patch"),
    ("POST", [HTTPHeader("X-Two", "2")], "a longer body"), ("POST", [], "b"), ("GET", [], nil),
  ]

  @Test func nothingOfARequestIsLeftForTheNext() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    let transport = CurlHTTPTransport.keepingConnections
    for (number, (method, headers, body)) in Self.requests.enumerated() {
      let request = HTTPRequest(method, "\(server.url)/\(number)", headers: headers, body: body.map { Array($0.utf8) })
      #expect(try await transport.send(request).status == 200)
    }
    for (number, (sent, came)) in zip(Self.requests, server.requests).enumerated() {
      let (method, headers, body) = sent
      #expect(came.method == method && came.target == "/\(number)")
      #expect(came.body == Array((body ?? "").utf8))
      let own = came.headers.filter { !$0.isNamed("Host") && !$0.isNamed("Content-Length") }
      #expect(own == headers, "request \(number)")
      let length = came.headers.first { $0.isNamed("Content-Length") }?.value
      #expect(length == (body != nil || ["POST", "PUT", "PATCH"].contains(method) ? "\((body ?? "").utf8.count)" : nil))
    }
    #expect(server.requests.count == Self.requests.count && server.connections == 1)
  }

  @Test func aFailureIsNotToldOfTheNextRequest() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    let closed = try LoopbackServer { _ in .response(200) }
    closed.stop()
    let transport = CurlHTTPTransport()
    #expect(try await transport.send(HTTPRequest("POST", server.url)).status == 200)
    #expect(await transport.failure(of: HTTPRequest("POST", closed.url))?.detail == "no connection: Connection refused")
    #expect(try await transport.send(HTTPRequest("POST", server.url)).status == 200)
    #expect(await transport.failure(of: HTTPRequest("POST", "http://nowhere.invalid/"))?.detail == "no address for the host name")
  }
}
