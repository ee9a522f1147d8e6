import Scheduling
import Seams
import Synchronization
import TestSupport
import Testing

@testable import ZenML

struct LoginTests {
  private let project: HTTPResponse = .json(["id": .string(id(1).description), "name": "default"])

  /// A server whose login gives token-1, token-2, … and that accepts only those in `good`.
  private func server(good: Set<String>, expiresIn: Int64? = nil) -> ScriptedTransport {
    let logins = Mutex(0)
    let project = project
    return ScriptedTransport { (request) async throws(HTTPTransportError) in
      if request.url.hasSuffix("/login") {
        return .login("token-\(logins.withLock { $0 += 1; return $0 })", expiresIn: expiresIn)
      }
      let token = request.header("Authorization")?.dropFirst("Bearer ".count)
      return good.contains(token.map(String.init) ?? "") ? project : .expired
    }
  }

  @Test func manyCallersShareOneLogin() async throws {
    let server = server(good: ["token-1"])
    let client = try client(server)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 { group.addTask { _ = try await client.project("default") } }
      try await group.waitForAll()
    }
    #expect(server.count("/login") == 1)
    #expect(server.requests.count == 21)
  }

  @Test func anAPIKeyIsSentAsThePasswordOfAForm() async throws {
    let server = server(good: ["token-1"])
    _ = try await client(server, credentials: .apiKey("ZENKEY_a+b")).project("default")
    let login = try #require(server.requests.first)
    #expect(login.method == "POST")
    #expect(login.url == "https://zen.example/api/v1/login")
    #expect(login.text == "password=ZENKEY_a%2Bb")
    #expect(login.header("Content-Type") == "application/x-www-form-urlencoded")
  }

  @Test func aUserLogsInWithNameAndPassword() async throws {
    let server = server(good: ["token-1"])
    _ = try await client(server, credentials: .password(username: "ann", password: "p&w")).project("default")
    #expect(server.requests.first?.text == "username=ann&password=p%26w")
  }

  @Test func aRefusedTokenIsReplacedOnceAndTheCallRepeated() async throws {
    let server = server(good: ["token-2"])
    _ = try await client(server).project("default")
    #expect(server.requests.map { $0.url.split(separator: "/").last } == ["login", "default", "login", "default"])
  }

  @Test func aSecondRefusalIsAnErrorOfTheCredentials() async throws {
    let server = server(good: [])
    let error = await #expect(throws: ZenMLError.self) { try await client(server).project("default") }
    #expect(error?.kind == .credentials)
    #expect(
      error?.description
        == "GET https://zen.example/api/v1/projects/default: 401 CredentialsNotValid: Authentication error: error decoding access token: Invalid JWT token: Signature has expired."
    )
    #expect(server.count("/login") == 2)
  }

  @Test func aWrongKeyIsNamedWithoutShowingIt() async throws {
    let server = ScriptedTransport(inTurn: [
      .json(401, ["detail": ["CredentialsNotValid", "Authentication error: error decoding API key ZENKEY_secret"]])
    ])
    let error = await #expect(throws: ZenMLError.self) { try await client(server).project("default") }
    #expect(error?.kind == .credentials)
    #expect(
      error?.description == "POST https://zen.example/api/v1/login: 401 CredentialsNotValid: Authentication error: error decoding API key …"
    )
    #expect(server.requests.count == 1)
  }

  @Test func aPersonalAccessTokenIsSentAsItIs() async throws {
    let server = server(good: ["pat"])
    _ = try await client(server, credentials: .token("pat")).project("default")
    #expect(server.requests.map(\.method) == ["GET"])
  }

  @Test func aRefusedPersonalAccessTokenIsNotTriedAgain() async throws {
    let server = server(good: [])
    let error = await #expect(throws: ZenMLError.self) {
      try await client(server, credentials: .token("pat")).project("default")
    }
    #expect(error?.kind == .credentials)
    #expect(server.requests.count == 1)
  }

  @Test func aTokenThatExpiresIsRenewedAheadOfItsEnd() async throws {
    let server = server(good: ["token-1", "token-2"], expiresIn: 60)
    let clock = testClock()
    let client = try client(server, clock: clock)
    _ = try await client.project("default")
    clock.advance(by: .seconds(47))
    _ = try await client.project("default")
    #expect(server.count("/login") == 1)
    clock.advance(by: .seconds(2))
    _ = try await client.project("default")
    #expect(server.count("/login") == 2)
    #expect(server.requests.last?.header("Authorization") == "Bearer token-2")
  }

  @Test func callersWhoseTokenIsRefusedTogetherShareTheNextLogin() async throws {
    let server = server(good: ["token-2"])
    let client = try client(server)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<10 { group.addTask { _ = try? await client.project("default") } }
    }
    #expect(server.count("/login") == 2)
  }

  @Test func aLoginOnAConnectionThatHadEndedIsSentAgain() async throws {
    let calls = Mutex(0)
    let project = project
    let server = ScriptedTransport { (request) async throws(HTTPTransportError) in
      if calls.withLock({
        $0 += 1; return $0
      }) == 1 {
        throw HTTPTransportError(.reset, request, mayHaveBeenSent: true, "the connection ended")
      }
      return request.url.hasSuffix("/login") ? .login("t") : project
    }
    _ = try await client(server).project("default")
    #expect(server.count("/login") == 2)
  }

  @Test(arguments: [404, 405])
  func aServerThatKnowsNoLoginIsNoZenMLServer(status: Int) async throws {
    let server = ScriptedTransport(inTurn: [.json(status, ["detail": "Method Not Allowed"])])
    let error = await #expect(throws: ZenMLError.self) { try await client(server).project("default") }
    #expect(error?.kind == .unexpected)
    #expect(error?.description == "POST https://zen.example/api/v1/login: answered \(status): is this the URL of a ZenML server?")
  }

  @Test func aProxyWhoseServerIsAwayKnowsNoLoginForAWhile() async throws {
    let server = ScriptedTransport(inTurn: [.json(404, text: "404 page not found")])
    let error = await #expect(throws: ZenMLError.self) { try await client(server).project("default") }
    #expect(error?.kind == .unavailable)
  }

  @Test func cookiesAreNeverKept() async throws {
    let server = ScriptedTransport { (request) async throws(HTTPTransportError) in
      var response: HTTPResponse = request.url.hasSuffix("/login") ? .login("t") : self.project
      response.headers.append(HTTPHeader("set-cookie", "zenml-server=abc"))
      return response
    }
    let client = try client(server)
    for _ in 0..<2 { _ = try await client.project("default") }
    #expect(server.requests.allSatisfy { $0.header("Cookie") == nil })
  }

  @Test func theProjectIsAskedForOnce() async throws {
    let server = server(good: ["token-1"])
    let client = try client(server)
    #expect(try await client.projectID() == id(1))
    #expect(try await client.projectID() == id(1))
    #expect(server.count("/projects/") == 1)
  }
}
