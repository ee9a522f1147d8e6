import CurlHTTP
import HTTP
import Synchronization
import TestSupport
import Testing
import Values

@testable import ZenML

/// What goes wrong on the way, over real sockets.
struct FaultTests {
  private static let page =
    #"{"index":1,"max_size":20,"total_pages":1,"total":1,"items":[{"id":"b32efeac-c131-40cc-addf-f17bdfeaf010","name":"m"}]}"#

  private func client(
    _ server: LoopbackServer, retries: ZenMLRetries = .none, timeouts: HTTPTimeouts = .standard
  ) throws -> ZenMLClient {
    let clock = testClock()
    let configuration = try ZenMLConfiguration(url: server.url, credentials: .apiKey("ZENKEY_secret"), timeouts: timeouts)
    return ZenMLClient(configuration: configuration, transport: CurlHTTPTransport(), retries: retries, now: { clock.now() })
  }

  /// A server that gives tokens `t1`, `t2` … and answers everything else by `answer`.
  private func server(_ answer: @escaping LoopbackServer.Handler) throws -> LoopbackServer {
    let logins = Mutex(0)
    return try LoopbackServer { request in
      guard request.target.hasSuffix("/login") else { return answer(request) }
      let number = logins.withLock {
        $0 += 1; return $0
      }
      return .response(200, Self.json, body: #"{"access_token":"t\#(number)","token_type":"bearer"}"#)
    }
  }

  private static let json = [HTTPHeader("content-type", "application/json")]

  private func failure(_ answer: LoopbackAnswer, timeouts: HTTPTimeouts = .standard) async throws -> ZenMLError? {
    let server = try server { _ in answer }
    return await #expect(throws: ZenMLError.self) { try await client(server, timeouts: timeouts).models.page(1) }
  }

  @Test func aPostIsSentAgainAfterANewLoginWithTheSameKey() async throws {
    let server = try server { request in
      if request.header("authorization") == "Bearer t1" {
        return .response(401, Self.json, body: #"{"detail":["CredentialsNotValid","expired"]}"#)
      }
      return .response(200, Self.json, body: #"{"id":"b32efeac-c131-40cc-addf-f17bdfeaf010","name":"r"}"#)
    }
    _ = try await client(server).snapshots.run(.random(), .init(runName: "r"))
    let posts = server.requests.filter { $0.target.hasSuffix("/runs") }
    #expect(posts.count == 2)
    #expect(posts[0].header("idempotency-key") != nil && posts[0].header("idempotency-key") == posts[1].header("idempotency-key"))
    #expect(posts[0].body == posts[1].body)
  }

  @Test func aBusyServerIsAskedAgainAfterTheTimeItWants() async throws {
    let waits = Mutex<[Duration]>([])
    let calls = Mutex(0)
    let server = try server { _ in
      switch calls.withLock({
        $0 += 1; return $0
      }) {
      case 1: .response(429, Self.json + [HTTPHeader("Retry-After", "7")], body: #"{"detail":["MaxConcurrentTasksError","full"]}"#)
      case 2: .response(503, Self.json, body: #"{"detail":"away"}"#)
      default: .response(200, Self.json, body: #"{"id":"b32efeac-c131-40cc-addf-f17bdfeaf010","name":"r"}"#)
      }
    }
    let retries = ZenMLRetries(count: 2, longestWait: .seconds(30)) { wait in waits.withLock { $0.append(wait) } }
    _ = try await client(server, retries: retries).snapshots.run(.random(), .init(runName: "r"))
    #expect(waits.withLock { $0 } == [.seconds(7), .seconds(2)])
    let keys = server.requests.compactMap { $0.header("idempotency-key") }
    #expect(keys.count == 3 && Set(keys).count == 1)
  }

  @Test func aServerThatWantsTooLongAWaitIsAnErrorAtOnce() async throws {
    let server = try server { _ in .response(429, Self.json + [HTTPHeader("Retry-After", "600")], body: "{}") }
    let retries = ZenMLRetries(count: 5, longestWait: .seconds(30)) { _ in Issue.record("it waited") }
    let error = await #expect(throws: ZenMLError.self) { try await client(server, retries: retries).models.page(1) }
    #expect(error?.kind == .unavailable && error?.retryAfter == .seconds(600))
  }

  @Test func withoutRetriesTheCallerIsToldHowLongToWait() async throws {
    let error = try await failure(
      .response(429, Self.json + [HTTPHeader("Retry-After", "3")], body: #"{"detail":"Minute request limit exceeded."}"#))
    #expect(error?.kind == .unavailable && error?.retryAfter == .seconds(3) && error?.status == 429)
    #expect(error?.description.hasSuffix("/api/v1/models: 429 Minute request limit exceeded.") == true)
  }

  @Test(arguments: ["{\"items\": [", "garbage", "", "[1,2", "\u{0}"])
  func anAnswerThatIsNoJSONIsNamedAsSuch(body: String) async throws {
    let error = try await failure(.response(200, Self.json, body: body))
    #expect(error?.kind == .unexpected)
    #expect(error?.description.hasSuffix("answered 200 with something that is not JSON") == true)
  }

  @Test func jsonThatIsNoPageSaysWhatIsMissing() async throws {
    let error = try await failure(.response(200, Self.json, body: "{}"))
    #expect(error?.description.hasSuffix("answered 200 with JSON that cannot be read: 'items' is missing") == true)
  }

  @Test func anAnswerOf100MegabytesIsGivenUpOnTheWay() async throws {
    let head = Array("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 104857600\r\n\r\n".utf8)
    // The server sends no more than it must, and waits until the client leaves.
    let error = try await failure(.stall(head + [UInt8](repeating: UInt8(ascii: " "), count: ZenMLCall.maximumResponseBytes + 65_536)))
    #expect(error?.kind == .unexpected)
    #expect(error?.mayHaveBeenSent == true)
  }

  @Test func aConnectionThatEndsInTheMiddleLeavesTheOutcomeOpen() async throws {
    let server = try server { _ in .half(HTTPResponse(status: 200, headers: Self.json, body: Array(Self.page.utf8))) }
    let error = await #expect(throws: ZenMLError.self) { try await client(server).models.create(.init(name: "m")) }
    #expect(error?.kind == .unavailable && error?.mayHaveBeenSent == true && error?.status == nil)
  }

  @Test func aServerThatDoesNotAnswerIsGivenUp() async throws {
    let error = try await failure(.hold, timeouts: HTTPTimeouts(connect: .seconds(60), total: .seconds(3)))
    #expect(error?.kind == .unavailable)
    #expect(error?.description.hasSuffix("no answer within 3 s") == true)
  }

  @Test func manyCallersWhoseTokensAreRefusedLogInOnce() async throws {
    let server = try server { request in
      request.header("authorization") == "Bearer t2"
        ? .response(200, Self.json, body: Self.page) : .response(401, Self.json, body: #"{"detail":"Not authenticated"}"#)
    }
    let client = try client(server)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<16 { group.addTask { _ = try await client.models.page(1) } }
      try await group.waitForAll()
    }
    #expect(server.requests.count { $0.target.hasSuffix("/login") } == 2)
  }

  @Test func aServerThatIsNotThereWasSentNothing() async throws {
    let server = try server { _ in .hold }
    let client = try client(server)
    server.stop()
    let error = await #expect(throws: ZenMLError.self) { try await client.models.create(.init(name: "m")) }
    #expect(error?.kind == .unavailable && error?.mayHaveBeenSent == false)
    #expect(error?.description.contains("ZENKEY") == false)
  }
}
