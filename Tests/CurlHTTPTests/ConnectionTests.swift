import CurlHTTP
import Seams
import TestSupport
import Testing

/// Kept connections, their end, and many at once.
@Suite(.timeLimit(.minutes(5)))
struct ConnectionTests {
  private let transport = CurlHTTPTransport.keepingConnections

  @Test func aConnectionIsUsedAgain() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    for _ in 1...5 { _ = try await transport.send(HTTPRequest("POST", server.url + "/", body: [1])) }
    #expect(server.requests.map(\.connection) == [1, 1, 1, 1, 1])
  }

  @Test(arguments: ["GET", "POST"])
  func aConnectionThatWasClosedIsNotUsedAgain(method: String) async throws {
    let server = try LoopbackServer { _ in .responseThenClose(HTTPResponse(status: 200)) }
    for connection in 1...5 {
      _ = try await transport.send(HTTPRequest(method, server.url + "/"))
      await server.wait(for: .serverLeft(connection: connection))
    }
    #expect(server.requests.map(\.connection) == [1, 2, 3, 4, 5])
  }

  @Test func anIdempotentRequestIsSentAgainWhenAKeptConnectionCloses() async throws {
    let server = try LoopbackServer { $0.number == 2 ? .close : .response(200) }
    for _ in 1...2 { #expect(try await transport.send(HTTPRequest("GET", server.url + "/")).status == 200) }
    #expect(server.requests.map(\.connection) == [1, 1, 2])
  }

  @Test(arguments: ["GET", "HEAD", "PUT", "DELETE"]) func whatIsToBeSentOnceIsNotSentAgainWhateverItsMethod(method: String) async throws {
    let server = try LoopbackServer { $0.number == 2 ? .close : .response(200) }
    var request = HTTPRequest(method, server.url + "/")
    request.isNeverSentAgain = true
    _ = try await transport.send(request)
    let error = await transport.failure(of: request)
    #expect(error?.kind == .reset && error?.mayHaveBeenSent == true)
    #expect(server.requests.count == 2)
  }

  @Test func aRedirectIsNoSecondSendButAResendBehindItIs() async throws {
    let server = try LoopbackServer {
      switch $0.number {
      case 1, 3: .response(302, [HTTPHeader("Location", "/next")])
      case 2: .response(200)
      default: .close
      }
    }
    var request = HTTPRequest("GET", server.url + "/")
    (request.followsRedirects, request.isNeverSentAgain) = (true, true)
    #expect(try await transport.send(request).status == 200)
    #expect(await transport.failure(of: request)?.kind == .reset)
    #expect(server.requests.map(\.target) == ["/", "/next", "/", "/next"])
  }

  @Test(arguments: ["POST", "PATCH"], [LoopbackAnswer.close, .reset])
  func aRequestThatActsIsNeverSentTwice(method: String, end: LoopbackAnswer) async throws {
    let server = try LoopbackServer { $0.number == 2 ? end : .response(200) }
    _ = try await transport.send(HTTPRequest(method, server.url + "/", body: [1]))
    let error = await transport.failure(of: HTTPRequest(method, server.url + "/", body: [1]))
    #expect(error?.kind == .reset)
    #expect(error?.mayHaveBeenSent == true)
    #expect(error?.detail == "the kept connection closed without an answer")
    #expect(server.requests.count == 2)
  }

  @Test func threeHundredRequestsAtOnceShareTheConnections() async throws {
    let server = try LoopbackServer { .response(HTTPResponse(status: 200, body: $0.body)) }
    let bodies = try await withThrowingTaskGroup { group in
      for number in 0..<300 {
        let request = HTTPRequest("POST", server.url + "/", body: Array("\(number)".utf8), timeouts: .patient)
        group.addTask { (number, try await transport.send(request).body) }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = String(decoding: $1.1, as: UTF8.self) }
    }
    #expect(bodies == Dictionary(uniqueKeysWithValues: (0..<300).map { ($0, "\($0)") }))
    #expect(server.connections <= CurlLimits.standard.maximumConnectionsPerHost)
  }

  @Test func theWaitForAFreeConnectionUsesUpNothingOfTheTotalTime() async throws {
    var limits = CurlLimits()
    limits.maximumConnectionsPerHost = 1
    let transport = CurlHTTPTransport(limits: limits)
    let server = try LoopbackServer { $0.number == 1 ? .hold : .response(200) }
    let first = Task { await transport.failure(of: HTTPRequest("POST", server.url + "/1", timeouts: .total(3000))) }
    await server.wait(for: .arrived(request: 1))
    let timeouts = HTTPTimeouts(connect: .seconds(60), total: .seconds(2), waiting: .seconds(300))
    #expect(try await transport.send(HTTPRequest("POST", server.url + "/2", timeouts: timeouts)).status == 200)
    #expect(await first.value?.kind == .timedOut(.awaitingAnswer))
  }

  @Test func aRequestWaitsForAFreeConnectionInItsOwnTime() async throws {
    var limits = CurlLimits()
    limits.maximumConnectionsPerHost = 1
    let transport = CurlHTTPTransport(limits: limits)
    let server = try LoopbackServer { _ in .hold }
    let first = Task { await transport.failure(of: HTTPRequest("POST", server.url + "/1")) }
    await server.wait(for: .arrived(request: 1))
    let error = await transport.failure(of: HTTPRequest("POST", server.url + "/2", timeouts: .total(100)))
    #expect(error?.kind == .timedOut(.waitingForConnection))
    #expect(error?.mayHaveBeenSent == false)
    #expect(error?.detail == "no free connection within 100 ms")
    first.cancel()
    _ = await first.value
  }

  @Test func aRequestThatEndsLetsTheNextOneStart() async throws {
    var limits = CurlLimits()
    limits.maximumConnections = 1
    let transport = CurlHTTPTransport(limits: limits)
    let held = try LoopbackServer { _ in .hold }
    let other = try LoopbackServer { _ in .response(200) }
    let first = Task { await transport.failure(of: HTTPRequest("POST", held.url + "/")) }
    await held.wait(for: .arrived(request: 1))
    async let second = transport.send(HTTPRequest("GET", other.url + "/"))
    first.cancel()
    #expect(try await second.status == 200)
  }

  @Test func oneRequestTooManyIsRefused() async throws {
    var limits = CurlLimits()
    limits.maximumConnections = 1
    limits.maximumWaiting = 0
    let transport = CurlHTTPTransport(limits: limits)
    let server = try LoopbackServer { _ in .hold }
    let first = Task { await transport.failure(of: HTTPRequest("POST", server.url + "/")) }
    await server.wait(for: .arrived(request: 1))
    let error = await transport.failure(of: HTTPRequest("POST", server.url + "/"))
    #expect(error?.kind == .other)
    #expect(error?.detail == "0 requests wait for a connection already")
    first.cancel()
    _ = await first.value
  }
}
