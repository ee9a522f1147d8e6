import CivilTime
import CurlHTTP
import JFrogML
import Scheduling
import Seams
import TestSupport
import Testing
import Triggers

/// What each kind makes of a server, and a wire, that fail at the request that counts.
@Suite(.timeLimit(.minutes(8))) struct JFrogFaultTests {
  private static let kinds: [Scheduling.Trigger.Kind] = [.jfrogDeployment, .jfrogExperiment, .jfrogInference]

  /// A real server that holds what the fake one does, and answers the request that counts as a test says.
  private func server(_ fault: @escaping @Sendable (LoopbackRequest) -> LoopbackAnswer) throws -> (LoopbackServer, FakeJFrog) {
    let fake = FakeJFrog()
    let server = try LoopbackServer { request in
      guard request.method == "GET" else { return fault(request) }
      return .response(fake.answer(request))
    }
    fake.change {
      $0.deployments = [["id": "d0", "model_id": "m1", "status": "active", "endpoint_url": .string("\(server.url)/serve")]]
    }
    return (server, fake)
  }

  /// - Parameter seconds: how long each request may take.
  private func start(_ kind: Scheduling.Trigger.Kind, at url: String, within seconds: Int = 60) async throws -> AttemptResult {
    let (transport, clock) = (CurlHTTPTransport(), VirtualClock(JFrogScene.due))
    let limits = HTTPTimeouts(connect: .seconds(60), total: .seconds(seconds))
    let client = try JFrogMLClient(baseURL: url, credentials: .token("eyJ.token"), transport: transport, timeouts: limits)
    let polling = JFrogPolling(clock: clock) { _ in await Task.yield() }
    let (target, trigger): (any TriggerTarget, Scheduling.Trigger) =
      switch kind {
      case .jfrogDeployment:
        (JFrogDeploymentTarget(client: client, clock: clock, polling: polling), .jfrogDeployment(.init(name: "live", model: "churn")))
      case .jfrogExperiment:
        (JFrogExperimentTarget(client: client, clock: clock, polling: polling), .jfrogExperiment(.init(name: "{{run_name}}")))
      default:
        (
          JFrogInferenceTarget(client: client, endpointHosts: [], transport: EgressGuard(transport, rules: .standard), clock: clock),
          .jfrogInference(.init(model: "churn", timeoutSeconds: seconds))
        )
      }
    return await target.start(JFrogScene.fire(trigger))
  }

  private func start(
    _ kind: Scheduling.Trigger.Kind, within seconds: Int = 60, _ fault: @escaping @Sendable (LoopbackRequest) -> LoopbackAnswer
  ) async throws -> AttemptResult {
    let (server, _) = try server(fault)
    return try await start(kind, at: server.url, within: seconds)
  }

  private func isInference(_ kind: Scheduling.Trigger.Kind) -> Bool { kind == .jfrogInference }

  @Test(arguments: kinds) func aConnectionThatIsRefusedIsWaitedFor(kind: Scheduling.Trigger.Kind) async throws {
    let (server, _) = try server { _ in .close }
    let url = server.url
    server.stop()
    #expect(try await start(kind, at: url).short == "unavailable server_away")
  }

  @Test(arguments: kinds) func aResetInTheMiddleOfTheAnswerIsUnclear(kind: Scheduling.Trigger.Kind) async throws {
    let half = HTTPResponse(status: 201, headers: [HTTPHeader("Content-Type", "application/json")], body: Array(#"{"id": "d1"}"#.utf8))
    #expect(try await start(kind) { _ in .half(half) }.short == (isInference(kind) ? "unclear connection_lost" : "unclear server_away"))
    #expect(try await start(kind) { _ in .reset }.short == (isInference(kind) ? "unclear connection_lost" : "unclear server_away"))
  }

  @Test(arguments: kinds) func anAnswerThatIsLostAfterAcceptanceIsUnclear(kind: Scheduling.Trigger.Kind) async throws {
    #expect(try await start(kind) { _ in .close }.short == (isInference(kind) ? "unclear connection_lost" : "unclear server_away"))
  }

  @Test(arguments: kinds) func aBodyThatNeverEndsIsUnclear(kind: Scheduling.Trigger.Kind) async throws {
    let head = Array("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"id\"".utf8)
    // The looks before it have to be answered in that time too.
    #expect(try await start(kind, within: 5) { _ in .stall(head) }.short == (isInference(kind) ? "unclear timeout" : "unclear server_away"))
  }

  @Test(arguments: kinds) func anAnswerOfAHundredMegabytesIsNotKept(kind: Scheduling.Trigger.Kind) async throws {
    let head = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n\r\n"
    let answer = Array(head.utf8) + [UInt8](repeating: UInt8(ascii: "7"), count: 100_000_000)
    // What an endpoint has predicted is not used: its status says that it was done.
    #expect(try await start(kind) { _ in .raw(answer) }.short == (isInference(kind) ? "finished HTTP 201" : "unclear unexpected_answer"))
  }

  @Test(arguments: [Scheduling.Trigger.Kind.jfrogDeployment, .jfrogExperiment], ["{oops", "", "[]", "{}", "<html>"])
  func anAnswerThatSaysNotWhatWasMadeIsUnclear(kind: Scheduling.Trigger.Kind, body: String) async throws {
    #expect(try await start(kind) { _ in .response(201, body: body) }.short == "unclear unexpected_answer")
  }

  @Test func whatAnEndpointSaysIsItsOwnBusiness() async throws {
    #expect(try await start(.jfrogInference) { _ in .response(200, body: "{oops") }.short == "finished HTTP 200")
  }

  @Test(arguments: [
    (400, "refused failed refused", "refused failed http_400"), (401, "unavailable credentials", "refused failed http_401"),
    (403, "refused failed forbidden", "refused failed http_403"), (404, "refused failed not_found", "refused failed http_404"),
    (409, "refused failed conflict", "refused failed http_409"), (422, "refused failed refused", "refused failed http_422"),
    (307, "refused failed refused", "refused failed http_307"), (408, "retryable busy", "retryable http_408"),
    (500, "unclear unexpected_answer", "retryable http_500"), (502, "unclear server_away", "retryable http_502"),
    (503, "retryable server_away", "retryable http_503"), (504, "unclear server_away", "retryable http_504"),
  ])
  func aRefusalHasAMeaning(status: Int, making: String, calling: String) async throws {
    for kind in Self.kinds {
      #expect(try await start(kind) { _ in .response(status) }.short == (isInference(kind) ? calling : making), "\(kind)")
    }
  }

  @Test(arguments: kinds, [429, 503]) func howLongToWaitIsHandedOn(kind: Scheduling.Trigger.Kind, status: Int) async throws {
    let answer = LoopbackAnswer.response(status, [HTTPHeader("Retry-After", "17")])
    guard case .retryable(_, .seconds(17), _, _) = try await start(kind, { _ in answer }) else { return #expect(Bool(false)) }
  }

  @Test(arguments: kinds) func noTokenIsInAReason(kind: Scheduling.Trigger.Kind) async throws {
    let result = try await start(kind) { .response(403, body: "no: \($0.header("Authorization") ?? "")") }
    #expect(result.reason?.sentence.contains("answered 403") == true || result.reason?.sentence.contains(": 403 no: Bearer …") == true)
    #expect(!"\(result)".contains("eyJ.token"))
  }

  // MARK: Before anything of the fire was sent

  @Test(arguments: [
    (401, "unavailable credentials"), (403, "refused failed forbidden"), (429, "retryable busy 17"), (500, "retryable unexpected_answer"),
    (502, "unavailable server_away"), (503, "unavailable server_away"), (504, "unavailable server_away"),
  ])
  func aRefusalOfALookHasAMeaning(status: Int, meaning: String) async throws {
    for kind in [Scheduling.Trigger.Kind.jfrogDeployment, .jfrogInference] {
      let headers = status == 429 ? [HTTPHeader("Retry-After", "17")] : []
      let server = try LoopbackServer { _ in .response(status, headers) }
      #expect(try await start(kind, at: server.url).short == meaning, "\(kind)")
      #expect(server.requests.allSatisfy { $0.method == "GET" })
    }
  }

  @Test func aLookWhoseAnswerIsLostHasSentNothing() async throws {
    for (answer, seconds) in [(LoopbackAnswer.close, 60), (.reset, 60), (.hold, 1)] {
      let server = try LoopbackServer { _ in answer }
      #expect(try await start(.jfrogDeployment, at: server.url, within: seconds).short == "unavailable server_away")
    }
  }
}

extension FakeJFrog {
  /// The answer to a request of the wire.
  fileprivate func answer(_ request: LoopbackRequest) -> HTTPResponse {
    var answer = HTTPResponse(status: 500)
    change {
      answer = $0.answer(HTTPRequest(request.method, "http://loopback\(request.target)", headers: request.headers, body: request.body))
    }
    return answer
  }
}
