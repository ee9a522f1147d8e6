import CivilTime
import Scheduling
import Seams
import TestSupport
import Testing

@testable import ZenML

struct ErrorTests {
  private func failure(_ response: HTTPResponse, clock: VirtualClock = testClock()) async throws -> ZenMLError {
    let server = ScriptedTransport(inTurn: [response])
    let client = try client(server, credentials: .token("pat-secret"), clock: clock)
    return try #require(await #expect(throws: ZenMLError.self) { try await client.project("default") })
  }

  private let call = "GET https://zen.example/api/v1/projects/default"

  @Test func theServersOwnErrorsNameClassAndText() async throws {
    let error = try await failure(.json(404, ["detail": ["KeyError", "No project 'default'"]]))
    #expect(error.description == "\(call): 404 KeyError: No project 'default'")
    #expect(error.kind == .notFound)
    #expect(error.serverClass == "KeyError")
  }

  /// A proxy has no backend just now, or the URL is that of something else: that says nothing of the record.
  @Test(arguments: ["404 page not found\n", "<html>Not Found</html>", "", #"{"message":"no Route matched"}"#])
  func a404OfSomebodyElseIsAnAbsence(body: String) async throws {
    let error = try await failure(HTTPResponse(status: 404, body: Array(body.utf8)))
    #expect(error.kind == .unavailable && error.status == 404)
    #expect(error.description.hasPrefix("\(call): 404") && error.description.contains("(not as ZenML answers"))
  }

  @Test(arguments: [["detail": "Not Found"], ["KeyError", "it does not exist"]] as [JSONValue])
  func a404InItsOwnWordsIsNone(body: JSONValue) async throws {
    #expect(try await failure(.json(404, body)).kind == .notFound)
  }

  @Test func aBareArrayIsReadAsWell() async throws {
    let error = try await failure(.json(422, ["ValueError", "1 validation error:\n  {'type': 'missing'}"]))
    #expect(error.description == "\(call): 422 ValueError: 1 validation error: {'type': 'missing'}")
    #expect(error.kind == .refused)
  }

  @Test func theFrameworksErrorsAreTexts() async throws {
    let error = try await failure(.json(405, ["detail": "Method Not Allowed"]))
    #expect(error.description == "\(call): 405 Method Not Allowed")
  }

  @Test func validationProblemsNameThePlace() async throws {
    let error = try await failure(
      .json(
        422, ["detail": [["type": "extra_forbidden", "loc": ["body", "parameters", "nope"], "msg": "Extra inputs are not permitted"]]]))
    #expect(error.description == "\(call): 422 parameters.nope: Extra inputs are not permitted")
  }

  @Test func aBusyServerSaysHowLongToWait() async throws {
    let error = try await failure(
      .json(429, ["error": "Server too busy. Please try again later."], headers: [HTTPHeader("Retry-After", "7")]))
    #expect(error.kind == .unavailable)
    #expect(error.retryAfter == .seconds(7))
  }

  @Test func aBusyServerThatSaysNothingLeavesTheWaitOpen() async throws {
    #expect(try await failure(.json(503, ["detail": "away"])).retryAfter == nil)
  }

  @Test func aWaitUntilADateCountsByTheServersClock() async throws {
    let headers = [HTTPHeader("Retry-After", "Sun, 06 Nov 1994 08:50:07 GMT"), HTTPHeader("Date", "Sun, 06 Nov 1994 08:49:37 GMT")]
    #expect(try await failure(.json(503, nil, headers: headers)).retryAfter == .seconds(30))
  }

  @Test(arguments: [("999999999999999999999", 3600), ("86400", 3600), ("0", 0)])
  func aWaitIsNeverLongerThanAnHour(text: String, seconds: Int) async throws {
    #expect(try await failure(.json(503, nil, headers: [HTTPHeader("Retry-After", text)])).retryAfter == .seconds(seconds))
  }

  @Test func anHTMLPageMeansThatTheURLIsWrong() async throws {
    let error = try await failure(.dashboard)
    #expect(error.kind == .unexpected)
    #expect(error.description == "\(call): answered 200 with HTML: is the /api/v1 prefix or the URL right?")
  }

  @Test func garbageIsNamedAsSuch() async throws {
    #expect(try await failure(.json(text: "{oops")).description == "\(call): answered 200 with something that is not JSON")
    let error = try await failure(.json(["name": "default"]))
    #expect(error.description == "\(call): answered 200 with JSON that cannot be read: 'id' is missing")
  }

  @Test func anAnswerAboutSomethingElseIsRefused() async throws {
    let error = try await failure(.json(["id": .string(id(1).description), "name": "other"]))
    #expect(error.description == "\(call): answered with project 'other' instead")
  }

  @Test func longTextsAreCutAndSecretsReplaced() async throws {
    let error = try await failure(.json(500, ["detail": ["RuntimeError", .string("pat-secret " + String(repeating: "x", count: 5000))]]))
    #expect(!error.description.contains("pat-secret"))
    #expect(error.description.count < 400)
    // Whoever has more to hide in it has all of it.
    #expect(error.wholeDescription.contains(String(repeating: "x", count: 5000)) && !error.wholeDescription.contains("pat-secret"))
    #expect(error.kind == .unexpected)
  }

  @Test(arguments: [true, false])
  func aServerThatIsAwayIsUnavailable(sent: Bool) async throws {
    let server = ScriptedTransport { (request) async throws(HTTPTransportError) in
      throw HTTPTransportError(.connect, request, mayHaveBeenSent: sent, "connection refused")
    }
    let client = try client(server, credentials: .token("t"))
    let error = await #expect(throws: ZenMLError.self) { try await client.project("default") }
    #expect(error?.kind == .unavailable)
    #expect(error?.mayHaveBeenSent == sent)
    #expect(error?.description == "\(call): connection refused")
  }

  @Test func thePathToTheServerIsOpenToAnyone() async throws {
    let server = ScriptedTransport(inTurn: [.json(["id": .string(id(5).description), "version": "0.98.0"])])
    #expect(try await client(server).info().version == "0.98.0")
    #expect(server.requests.map(\.url) == ["https://zen.example/api/v1/info"])
    #expect(server.requests[0].header("Authorization") == nil)
  }
}
