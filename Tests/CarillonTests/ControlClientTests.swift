import ControlAPI
import ControlMessages
import Seams
import Testing

@testable import carillon

@Suite struct ControlClientTests {
  private let socket = try! ControlSocketPath("/nowhere/carillon.sock")

  private func client(_ result: @escaping @Sendable (HTTPRequest) throws(HTTPTransportError) -> HTTPResponse) -> ControlClient {
    ControlClient(socket: socket, transport: CannedTransport(result: result))
  }

  @Test func requestsGoToTheSocketOnly() async throws {
    let client = client { request in
      #expect(request.unixSocketPath == "/nowhere/carillon.sock")
      #expect(request.method == "POST")
      #expect(request.url == "http://localhost/api/v1/schedules/a%2Fb%20c/trigger")
      return HTTPResponse(status: 404, body: Array(#"{"code":"not_found","message":"m","candidates":[]}"#.utf8))
    }
    await #expect(throws: ControlProblem(.notFound, "m")) { try await client.trigger("a/b c") }
  }

  @Test func aMissingSocketSaysHowToStartADaemon() async {
    let client = client { request throws(HTTPTransportError) in
      throw HTTPTransportError(.connect, request, mayHaveBeenSent: false, "no connection")
    }
    let problem = await #expect(throws: ControlProblem.self) { try await client.status() }
    #expect(
      problem?.message
        == "GET /api/v1/status on /nowhere/carillon.sock: no daemon is running there (no such file); start one with "
        + "carillon serve, or name its socket with --socket or --config")
  }

  @Test func anAnswerOfSomethingElseIsNamed() async {
    let client = client { _ in HTTPResponse(status: 200, body: Array("<html>".utf8)) }
    let problem = await #expect(throws: ControlProblem.self) { try await client.schedules() }
    #expect(problem?.message.contains("status 200 with an answer that is not Carillon's") == true)
  }

  @Test func anEmptyNameIsNotSent() async {
    let client = client { _ in
      Issue.record("sent")
      return HTTPResponse(status: 200)
    }
    await #expect(throws: ControlProblem.self) { try await client.schedule("") }
  }

  @Test func fieldsThatAnOlderDaemonDoesNotSendAreNil() async throws {
    let client = client { _ in
      HTTPResponse(
        status: 200,
        body: Array(#"{"server":"s","schedules":1}"#.utf8))
    }
    #expect(try await client.sync() == SyncMessage(server: "s", lastSuccess: nil, lastAttempt: nil, error: nil, schedules: 1))
  }
}

private struct CannedTransport: HTTPTransport {
  let result: @Sendable (HTTPRequest) throws(HTTPTransportError) -> HTTPResponse

  func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse { try result(request) }
}
