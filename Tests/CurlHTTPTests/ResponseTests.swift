import CurlHTTP
import Seams
import TestSupport
import Testing

/// What comes back.
@Suite(.timeLimit(.minutes(5)))
struct ResponseTests {
  private let transport = CurlHTTPTransport()

  private func answer(_ text: String, _ method: String = "GET") async throws -> HTTPResponse {
    let server = try LoopbackServer { _ in .raw(Array(text.utf8)) }
    return try await transport.send(HTTPRequest(method, server.url + "/"))
  }

  @Test func headersComeInOrderAndTrimmed() async throws {
    let response = try await answer("HTTP/1.1 200 OK\r\nA:  1 \r\nB:\r\na: 2\r\nContent-Length: 0\r\n\r\n")
    #expect(response.headers == [("A", "1"), ("B", ""), ("a", "2"), ("Content-Length", "0")].map(HTTPHeader.init))
    #expect(response.header("a") == "1")
  }

  @Test func interimAnswersAreLeftOut() async throws {
    let response = try await answer("HTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    #expect(response.status == 200)
    #expect(response.header("Link") == nil)
    #expect(response.body == Array("ok".utf8))
  }

  @Test func trailersAreLeftOut() async throws {
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Late: 1\r\n\r\n"
    let response = try await answer(chunked)
    #expect(response.body == Array("ok".utf8))
    #expect(response.header("X-Late") == nil)
  }

  @Test func aCompressedBodyIsLeftAsItIs() async throws {
    let response = try await answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nraw")
    #expect(response.body == Array("raw".utf8))
  }

  @Test func anAnswerToHeadHasNoBody() async throws {
    let response = try await answer("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", "HEAD")
    #expect(response.status == 200)
    #expect(response.body.isEmpty)
  }

  @Test func aLargeBodyComesBackWhole() async throws {
    let body = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let server = try LoopbackServer { _ in .response(HTTPResponse(status: 200, body: body)) }
    #expect(try await transport.send(HTTPRequest("GET", server.url + "/")).body == body)
  }

  @Test func endlessHeadersAreRefused() async throws {
    let header = "X-Filler: " + String(repeating: "x", count: 1000) + "\r\n"
    let server = try LoopbackServer { _ in
      .raw(Array(("HTTP/1.1 200 OK\r\n" + String(repeating: header, count: 300) + "\r\n").utf8))
    }
    let error = await transport.failure(of: HTTPRequest("GET", server.url + "/"))
    #expect(error?.kind == .responseTooLarge)
    #expect(error?.detail == "the answer's headers are over 262144 bytes")
  }

  @Test func anAnswerThatIsNotHTTPIsAnError() async throws {
    let server = try LoopbackServer { _ in .raw(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8)) }
    let error = await transport.failure(of: HTTPRequest("GET", server.url + "/"))
    #expect(error?.kind == .other)
    #expect(error?.mayHaveBeenSent == true)
  }

  @Test func sentAfterIsMeasuredFromTheCall() async throws {
    let clock = ContinuousClock()
    let server = try LoopbackServer { _ in .response(200) }
    var response: HTTPResponse?
    let whole = try await clock.measure { response = try await transport.send(HTTPRequest("GET", server.url + "/")) }
    let sentAfter = try #require(response).sentAfter
    #expect(sentAfter > .zero && sentAfter < whole)
  }
}
