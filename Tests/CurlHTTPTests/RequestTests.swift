import CurlHTTP
import Seams
import TestSupport
import Testing

/// What goes out: exactly what was asked.
@Suite(.timeLimit(.minutes(5)))
struct RequestTests {
  private let server: LoopbackServer
  private let transport = CurlHTTPTransport()

  init() throws {
    server = try LoopbackServer { _ in .response(200) }
  }

  private func received(_ request: HTTPRequest) async throws -> LoopbackRequest {
    _ = try await transport.send(request)
    return try #require(server.requests.last)
  }

  @Test func nothingIsAddedButHostAndLength() async throws {
    let request = try await received(HTTPRequest("POST", server.url + "/runs", body: Array("{}".utf8)))
    #expect(request.headers == [HTTPHeader("Host", "127.0.0.1:\(server.port)"), HTTPHeader("Content-Length", "2")])
  }

  @Test func headersKeepTheirOrderRepetitionsAndEmptyValues() async throws {
    let given = [HTTPHeader("X-A", "1"), HTTPHeader("Accept", "text/plain"), HTTPHeader("X-A", "2"), HTTPHeader("X-Empty", "")]
    let request = try await received(HTTPRequest("GET", server.url + "/", headers: given))
    #expect(request.headers.filter { $0.name != "Host" } == given)
  }

  @Test(arguments: ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"])
  func everyMethodCarriesABody(method: String) async throws {
    let body = [UInt8](repeating: 7, count: 300_000)
    let request = try await received(HTTPRequest(method, server.url + "/", body: body))
    #expect(request.method == method)
    #expect(request.body == body)
  }

  @Test(arguments: [("GET", nil), ("DELETE", nil), ("OPTIONS", nil), ("HEAD", nil), ("POST", "0"), ("PUT", "0"), ("PATCH", "0")])
  func aMissingBodyHasALengthOnlyWhereOneBelongs(method: String, length: String?) async throws {
    let request = try await received(HTTPRequest(method, server.url + "/"))
    #expect(request.method == method)
    #expect(request.header("Content-Length") == length)
  }

  @Test func userInfoOfTheURLBecomesBasicAuthorization() async throws {
    let request = try await received(HTTPRequest("GET", "http://me:secret@127.0.0.1:\(server.port)/"))
    #expect(request.header("Authorization") == "Basic bWU6c2VjcmV0")
  }

  @Test func cookiesAreNotKept() async throws {
    let server = try LoopbackServer { _ in .response(200, [HTTPHeader("Set-Cookie", "session=1; Path=/")]) }
    for _ in 1...2 { _ = try await transport.send(HTTPRequest("GET", server.url + "/")) }
    #expect(server.requests.map { $0.header("Cookie") } == [nil, nil])
  }

  @Test(arguments: ["Content-Length", "transfer-encoding", "Expect"])
  func framingHeadersAreRefused(name: String) async {
    let error = await transport.failure(of: HTTPRequest("POST", server.url + "/", headers: [HTTPHeader(name, "0")]))
    #expect(error?.kind == .invalidRequest)
    #expect(server.requests.isEmpty)
  }

  @Test(arguments: ["", "G T", "GET\r\n", "CONNECT"])
  func aMethodThatIsNoTokenIsRefused(method: String) async {
    #expect(await transport.failure(of: HTTPRequest(method, server.url + "/"))?.kind == .invalidRequest)
  }

  @Test(arguments: [Duration.zero, .seconds(-1), .seconds(24 * 60 * 60 + 1)])
  func aTimeoutOutOfRangeIsRefused(timeout: Duration) async {
    let timeouts = HTTPTimeouts(connect: .seconds(1), total: timeout)
    #expect(await transport.failure(of: HTTPRequest("GET", server.url + "/", timeouts: timeouts))?.kind == .invalidRequest)
  }
}
