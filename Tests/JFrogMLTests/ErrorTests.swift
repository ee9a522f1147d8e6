import CivilTime
import HTTP
import Testing
import Values

@testable import JFrogML

@Suite struct ErrorTests {
  private func error(
    _ response: HTTPResponse, credentials: JFrogMLCredentials = .token("eyJ.secret"), now: (@Sendable () -> Instant)? = nil
  ) async throws -> JFrogMLError {
    let client = try client(ScriptedTransport(inTurn: response), credentials: credentials, now: now)
    let error = await #expect(throws: JFrogMLError.self) { try await client.deployments.get("d1") }
    return try #require(error)
  }

  @Test(arguments: [
    (301, JFrogMLError.Kind.refused), (400, .refused), (401, .credentials), (403, .forbidden), (404, .notFound), (405, .refused),
    (408, .busy),
    (409, .conflict), (422, .refused), (425, .busy), (429, .busy), (500, .unexpected), (501, .unexpected), (502, .unavailable),
    (503, .unavailable), (504, .unavailable),
  ])
  func aStatusHasAMeaning(status: Int, kind: JFrogMLError.Kind) async throws {
    let error = try await error(.json(status, ""))
    #expect(error.kind == kind && error.status == status && error.mayHaveBeenSent)
    #expect(error.description == "GET \(base)/v1/deployments/d1: \(status)")
  }

  @Test(arguments: [
    #"{"errors": [{"status": 403, "message": "quota exceeded"}]}"#, #"{"errors": ["quota", "exceeded"]}"#.replacing(#"", ""#, with: " "),
    #"{"message": "quota exceeded"}"#, #"{"error": "quota exceeded"}"#, #"{"error": {"code": 7, "message": "quota exceeded"}}"#,
    #"{"detail": [{"msg": "quota exceeded"}]}"#, #""quota exceeded""#, "quota\n\texceeded\n",
  ])
  func theServersWordsAreFoundInAnyShape(body: String) async throws {
    #expect(try await error(.json(403, body)).description == "GET \(base)/v1/deployments/d1: 403 quota exceeded")
  }

  @Test func aPageForPeopleSaysNothing() async throws {
    let page = HTTPResponse(status: 502, headers: [HTTPHeader("Content-Type", "text/html")], body: Array("<html>Bad".utf8))
    #expect(try await error(page).description == "GET \(base)/v1/deployments/d1: 502")
  }

  @Test func longWordsAreCut() async throws {
    let words = try await error(.json(400, String(repeating: "x", count: 5000))).description
    #expect(words.count < 400 && words.hasSuffix("…"))
  }

  @Test func noSecretIsQuoted() async throws {
    #expect(try await !error(.json(401, "bad token 'eyJ.secret'")).description.contains("eyJ.secret"))
    let basic = try await error(
      .json(401, "Basic bWU6aHVudGVyMg== of hunter2"), credentials: .basic(username: "me", password: "hunter2"))
    #expect(basic.description.hasSuffix("401 Basic … of …"))
  }

  // MARK: Retry-After

  @Test(arguments: [429, 503])
  func howLongTheServerAsksToWaitIsTold(status: Int) async throws {
    #expect(try await error(.json(status, "", headers: [HTTPHeader("Retry-After", "17")])).retryAfter == .seconds(17))
  }

  @Test func aDateToWaitForNeedsAClock() async throws {
    let until = HTTPHeader("Retry-After", "Sat, 21 Nov 2026 02:00:30 GMT")
    let now = Instant(secondsSinceEpoch: 1_795_226_400)
    #expect(try await error(.json(503, "", headers: [until])).retryAfter == nil)
    #expect(try await error(.json(503, "", headers: [until]), now: { now }).retryAfter == .seconds(30))
    let served = HTTPHeader("Date", "Sat, 21 Nov 2026 02:00:10 GMT")
    #expect(try await error(.json(503, "", headers: [until, served])).retryAfter == .seconds(20))
  }

  // MARK: No answer, or no good one

  @Test(arguments: [true, false])
  func aTransportsErrorSaysWhetherItMayHaveBeenSent(sent: Bool) async throws {
    let transport = ScriptedTransport { request throws(HTTPTransportError) in
      throw HTTPTransportError(.connect, request, mayHaveBeenSent: sent, "connection refused")
    }
    let error = await #expect(throws: JFrogMLError.self) { try await client(transport).models.delete("m1") }
    #expect(error?.kind == .unavailable && error?.mayHaveBeenSent == sent && error?.status == nil)
    #expect(error?.description == "DELETE \(base)/v1/models/m1: connection refused")
  }

  @Test(arguments: [
    (HTTPTransportError.Kind.invalidRequest, JFrogMLError.Kind.refused), (.responseTooLarge, .unexpected), (.tls, .unavailable),
  ])
  func whatATransportCannotDoHasAKind(kind: HTTPTransportError.Kind, meaning: JFrogMLError.Kind) async throws {
    let transport = ScriptedTransport { request throws(HTTPTransportError) in
      throw HTTPTransportError(kind, request, mayHaveBeenSent: true, "no")
    }
    let error = await #expect(throws: JFrogMLError.self) { try await client(transport).models.get("m1") }
    #expect(error?.kind == meaning)
  }

  @Test func garbageIsNamed() async throws {
    #expect(try await error(.json("{oops")).description == "GET \(base)/v1/deployments/d1: answered 200 with something that is not JSON")
    let html = HTTPResponse(status: 200, headers: [HTTPHeader("Content-Type", "text/html")], body: Array("<html>".utf8))
    #expect(
      try await error(html).description == "GET \(base)/v1/deployments/d1: answered 200 with HTML: is the URL right, with /ml/api?")
    #expect(try await error(.json("{}")).description == "GET \(base)/v1/deployments/d1: answered 200 with a deployment without an id")
  }
}
