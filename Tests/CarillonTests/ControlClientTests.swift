import ControlAPI
import ControlMessages
import Glibc
import Seams
import TestSupport
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

  @Test func aStatusThatDoesNotComeIsNotToBeAskedForAgain() async {
    let client = client { request throws(HTTPTransportError) in
      #expect(request.timeouts.total == (request.url.hasSuffix("/status") ? .seconds(10) : .seconds(30)))
      throw HTTPTransportError(.timedOut(.awaitingAnswer), request, mayHaveBeenSent: true, "no answer")
    }
    let ofStatus = await #expect(throws: ControlProblem.self) { try await client.status() }
    #expect(
      ofStatus?.message
        == "GET /api/v1/status on /nowhere/carillon.sock: no answer: the daemon listens there and does not answer; "
        + "systemctl status carillon and journalctl -u carillon -e tell more, where systemd runs it")
    let other = await #expect(throws: ControlProblem.self) { try await client.alerts() }
    #expect(other?.message.hasSuffix("no answer; carillon status shows whether the daemon answers") == true)
  }

  @Test func aDaemonThatIsSilentIsNamedByItsLock() throws {
    let folder = try ScratchDirectory()
    try folder.write("\(getpid())\n", to: "lock")
    let daemon = SilentDaemon(of: try ControlSocketPath(folder.path("carillon.sock")))
    #expect(daemon.processID == getpid() && !daemon.isStopped)
    #expect(daemon.advice.contains("\(getpid())") || daemon.unit != nil)
    #expect(SilentDaemon(processID: 7, isStopped: true).advice.hasSuffix("process 7, which is stopped: kill -CONT 7 lets it go on"))
  }

  @Test(arguments: [
    ("0::/system.slice/carillon.service/daemon\n", "systemctl status carillon.service and journalctl -u carillon.service -e"),
    ("0::/user.slice/user-7.slice/user@7.service/app.slice/carillon.service\n", "systemctl --user status carillon.service"),
  ])
  func theUnitOfADaemonThatIsSilentIsNamed(_ membership: String, _ words: String) {
    let daemon = SilentDaemon(processID: 7, unit: SilentDaemon.Unit(membership: membership))
    #expect(daemon.advice.hasPrefix(words), "\(daemon.advice)")
    #expect(SilentDaemon.Unit(membership: "0::/system.slice/ssh.service\n") == nil)
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
