import HTTP
import Testing
import Values

@testable import JFrogML

@Suite struct ClientTests {
  private let model = HTTPResponse.json(#"{"id": "m1", "name": "churn"}"#)

  // MARK: Base URL

  @Test(arguments: [
    ("https://acme.jfrog.io", "https://acme.jfrog.io/ml/api"), ("https://acme.jfrog.io/", "https://acme.jfrog.io/ml/api"),
    ("https://acme.jfrog.io/ml/api", "https://acme.jfrog.io/ml/api"), ("https://acme.jfrog.io/ml/api/", "https://acme.jfrog.io/ml/api"),
    ("https://acme.jfrog.io/ml/api/v1/", "https://acme.jfrog.io/ml/api"), ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
    ("http://[::1]:80", "http://[::1]:80/ml/api"),
  ])
  func aBaseURLIsTakenAsPeopleCopyIt(text: String, url: String) throws {
    let client = try JFrogMLClient(baseURL: text, credentials: .token("t"), transport: ScriptedTransport(inTurn: model))
    #expect(client.baseURL == url)
  }

  @Test(arguments: [
    "", "acme.jfrog.io", "ftp://acme.jfrog.io", "https://", "https:///ml", "https://me:hunter2@acme.jfrog.io", "https://acme.jfrog.io?a=b",
    "https://acme.jfrog.io/ml#x", "https://evil\\@acme.jfrog.io", "https://acme.jfrog.io/a b",
  ])
  func anythingElseIsRefusedWithoutBeingQuoted(text: String) {
    let error = #expect(throws: JFrogMLURLError.self) {
      try JFrogMLClient(baseURL: text, credentials: .token("t"), transport: ScriptedTransport(inTurn: model))
    }
    #expect(error?.description.contains("hunter2") == false)
  }

  // MARK: Logging in

  @Test func aTokenIsSentAsBearer() async throws {
    let transport = ScriptedTransport(inTurn: model)
    _ = try await client(transport).models.get("m1")
    #expect(transport.requests[0].header("Authorization") == "Bearer eyJ.secret")
  }

  @Test func aPasswordIsSentAsBasic() async throws {
    let transport = ScriptedTransport(inTurn: model)
    _ = try await client(transport, credentials: .basic(username: "me", password: "pässword")).models.get("m1")
    #expect(transport.requests[0].header("Authorization") == "Basic bWU6cMOkc3N3b3Jk")
  }

  @Test func credentialsAreNeverPrinted() throws {
    let all = try [
      client(ScriptedTransport(inTurn: model)),
      client(ScriptedTransport(inTurn: model), credentials: .basic(username: "me", password: "eyJ.secret")),
    ]
    for client in all {
      var dumped = ""
      dump(client, to: &dumped)
      #expect(!"\(client) \(client.credentials) \(String(reflecting: client)) \(dumped)".contains("eyJ.secret"))
    }
  }

  // MARK: What is sent

  @Test func theDocumentsDialectSendsNoKey() async throws {
    let transport = ScriptedTransport(inTurn: model)
    try await client(transport).models.create(.init(name: "churn"), idempotencyKey: .random())
    #expect(transport.requests[0].headers.map(\.name) == ["Accept", "Content-Type", "Authorization"])
  }

  @Test func theServersDialectSendsAKeyWithEachPOST() async throws {
    let transport = ScriptedTransport(inTurn: model)
    let (client, key) = (try client(transport, dialect: .server), Identifier.random())
    try await client.models.create(.init(name: "churn"), idempotencyKey: key)
    try await client.models.create(.init(name: "churn"))
    _ = try await client.models.get("m1")
    #expect(transport.requests[0].header("Idempotency-Key") == key.description)
    #expect(transport.requests[1].header("Idempotency-Key").flatMap(Identifier.init) != nil)
    #expect(transport.requests[1].header("Idempotency-Key") != key.description)
    #expect(transport.requests[2].header("Idempotency-Key") == nil)
  }

  @Test func anIdIsEncodedInThePath() async throws {
    let transport = ScriptedTransport(inTurn: model)
    _ = try await client(transport).models.get("a/b c?ä")
    #expect(transport.lines == ["GET /v1/models/a%2Fb%20c%3F%C3%A4"])
  }

  @Test(arguments: ["", ".", ".."])
  func whatWouldLeadToAnotherPathIsNotSent(id: String) async throws {
    let transport = ScriptedTransport(inTurn: model)
    let error = await #expect(throws: JFrogMLError.self) { try await client(transport).models.delete(id) }
    #expect(error?.kind == .refused && error?.mayHaveBeenSent == false)
    #expect(transport.requests.isEmpty)
  }

  @Test func everyRequestHasTheClientsLimits() async throws {
    let transport = ScriptedTransport(inTurn: model)
    let limits = HTTPTimeouts(connect: .seconds(1), total: .seconds(2))
    let client = try JFrogMLClient(baseURL: base, credentials: .token("t"), transport: transport, timeouts: limits)
    _ = try await client.models.get("m1")
    #expect(transport.requests[0].timeouts == limits)
    #expect(transport.requests[0].maximumResponseBytes == JFrogMLClient.maximumResponseBytes)
  }
}
