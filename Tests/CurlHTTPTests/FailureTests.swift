import CurlHTTP
import Seams
import TestSupport
import Testing

/// What is said when no complete answer came.
@Suite(.timeLimit(.minutes(5)))
struct FailureTests {
  private let transport = CurlHTTPTransport()

  @Test func aRefusedConnectionWasNotSent() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    server.stop()
    let error = await transport.failure(of: HTTPRequest("POST", server.url + "/runs"))
    #expect(error?.kind == .connect)
    #expect(error?.mayHaveBeenSent == false)
    #expect(error?.description == "POST \(server.url)/runs: no connection: Connection refused")
  }

  @Test func anUnknownHostWasNotSent() async {
    let error = await transport.failure(of: HTTPRequest("GET", "http://carillon.invalid/"))
    #expect(error?.kind == .resolve)
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test(arguments: ["GET", "POST"]) func aServerThatClosesMayHaveSeenTheRequest(method: String) async throws {
    let server = try LoopbackServer { _ in .close }
    let error = await transport.failure(of: HTTPRequest(method, server.url + "/"))
    #expect(error?.kind == .reset)
    #expect(error?.mayHaveBeenSent == true)
    #expect(error?.detail == "the connection closed without an answer")
    #expect(server.requests.count == 1)
  }

  @Test func aBrokenConnectionIsAReset() async throws {
    let server = try LoopbackServer { _ in .reset }
    let error = await transport.failure(of: HTTPRequest("POST", server.url + "/"))
    #expect(error?.kind == .reset)
    #expect(error?.mayHaveBeenSent == true)
  }

  @Test func halfAnAnswerIsNoAnswer() async throws {
    let server = try LoopbackServer { _ in .half(HTTPResponse(status: 200, body: [1, 2])) }
    let error = await transport.failure(of: HTTPRequest("GET", server.url + "/"))
    #expect(error?.kind == .reset)
    #expect(error?.detail == "the connection closed before the answer was complete")
  }

  @Test func aServerThatNeverAnswersIsTimedOut() async throws {
    let server = try LoopbackServer { _ in .hold }
    let error = await transport.failure(of: HTTPRequest("GET", server.url + "/", timeouts: .total(900)))
    #expect(error?.kind == .timedOut(.awaitingAnswer))
    #expect(error?.detail == "no answer within 900 ms")
  }

  @Test func eachOfManyRequestsHasItsOwnTime() async throws {
    let server = try LoopbackServer { _ in .hold }
    let times = [900, 500, 700]
    let details = await withTaskGroup(of: (Int, String?).self) { group in
      for time in times {
        group.addTask { (time, await transport.failure(of: HTTPRequest("GET", server.url + "/", timeouts: .total(time)))?.detail) }
      }
      return await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
    }
    #expect(details == [900: "no answer within 900 ms", 500: "no answer within 500 ms", 700: "no answer within 700 ms"])
  }

  @Test func aServerThatStallsInTheAnswerIsTimedOut() async throws {
    let server = try LoopbackServer { _ in .stall(Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfour".utf8)) }
    let error = await transport.failure(of: HTTPRequest("GET", server.url + "/", timeouts: .total(3000)))
    #expect(error?.kind == .timedOut(.receivingAnswer))
  }

  @Test func theConnectTimeCoversTheTLSHandshake() async throws {
    // The server waits for a request line and so never answers the client's hello.
    let server = try LoopbackServer { _ in .hold }
    let timeouts = HTTPTimeouts(connect: .milliseconds(150), total: .seconds(30))
    let error = await transport.failure(of: HTTPRequest("POST", "https://127.0.0.1:\(server.port)/", timeouts: timeouts))
    #expect(error?.kind == .timedOut(.connecting))
    #expect(error?.mayHaveBeenSent == false)
    #expect(error?.detail == "no connection within 150 ms")
  }

  @Test func aTooLargeAnswerEndsItsConnection() async throws {
    let server = try LoopbackServer { _ in .response(HTTPResponse(status: 200, body: [UInt8](repeating: 0, count: 4_000_000))) }
    let error = await transport.failure(of: HTTPRequest("GET", server.url + "/", maximumResponseBytes: 1000))
    #expect(error?.kind == .responseTooLarge)
    #expect(error?.detail == "the answer's body is over 1000 bytes")
    await server.wait(for: .clientLeft(connection: 1))
  }

  @Test func cancellingClosesTheConnection() async throws {
    let server = try LoopbackServer { _ in .hold }
    let task = Task { await transport.failure(of: HTTPRequest("POST", server.url + "/")) }
    await server.wait(for: .arrived(request: 1))
    task.cancel()
    #expect(await task.value?.kind == .cancelled)
    await server.wait(for: .clientLeft(connection: 1))
  }

  @Test func aTaskThatIsCancelledBeforehandSendsNothing() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    let error = await Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await transport.failure(of: HTTPRequest("POST", server.url + "/"))
    }.value
    #expect(error?.kind == .cancelled)
    #expect(error?.mayHaveBeenSent == false)
    #expect(server.connections == 0)
  }
}
