import CivilTime
import Scheduling
import Seams
import TestSupport
import Testing

@testable import Triggers

@Suite(.timeLimit(.minutes(5))) struct JFrogInferenceTargetTests {
  private static let url = "https://serve.example/churn"

  private func scene(endpointHosts: Set<String> = [], url: String = url) throws -> JFrogScene {
    let scene = try JFrogScene(endpointHosts: endpointHosts)
    scene.server.change { state in
      state.deployments = [
        ["id": "d1", "name": "live", "model_id": "m1", "status": "active", "endpoint_url": .string(url)],
        ["id": "d2", "name": "old", "model_id": "m1", "status": "stopped", "endpoint_url": "https://old.example/churn"],
        ["id": "d3", "name": "fraud", "model_id": "m2", "status": "active", "endpoint_url": "https://fraud.example/"],
      ]
      state.endpoints[url] = .json(["predictions": [1]])
    }
    return scene
  }

  private func fire(deployment: String? = nil, body: JSONValue = ["day": "{{due}}"]) -> Fire {
    JFrogScene.fire(.jfrogInference(JFrogInferenceTrigger(model: "churn", deployment: deployment, body: body, timeoutSeconds: 7)))
  }

  private func call(of scene: JFrogScene) throws -> HTTPRequest {
    try #require(scene.server.requests.last { !$0.url.hasPrefix("https://acme.example/ml/api/v1") })
  }

  // MARK: What is sent

  @Test func theActiveDeploymentIsCalled() async throws {
    let scene = try scene()
    #expect(
      await scene.inferring.start(fire())
        == .finished(RunObservation(status: "HTTP 200", outcome: .succeeded), sentAt: JFrogScene.due))
    let request = try call(of: scene)
    #expect(request.method == "POST" && request.url == Self.url && request.json == ["day": "2026-11-21T02:00:00Z"])
    #expect(request.timeouts.total == .seconds(7) && !request.followsRedirects)
    #expect(request.header("Content-Type") == "application/json")
    #expect(request.header("Idempotency-Key") == fire().idempotencyKey.description)
    #expect(request.header("X-Carillon-Run-Name") == fire().runName)
    #expect(request.header("traceparent") == fire().traceparent)
  }

  @Test func aTextIsSentAsItIs() async throws {
    let scene = try scene()
    _ = await scene.inferring.start(fire(body: "a,b\n{{attempt}},2"))
    #expect(try call(of: scene).body == Array("a,b\n1,2".utf8))
    #expect(try call(of: scene).header("Content-Type") == "text/plain; charset=utf-8")
  }

  @Test func ofSeveralActiveOnesOneMustBeNamed() async throws {
    let scene = try scene()
    scene.server.change { $0.deployments[1]["status"] = "active" }
    let result = await scene.inferring.start(fire())
    #expect(result.reason == Reason("ambiguous", "model 'churn' has several active deployments: live (d1), old (d2); name one"))
    #expect(await scene.inferring.start(fire(deployment: "live")).short == "finished HTTP 200")
    #expect(await scene.inferring.start(fire(deployment: "d1")).short == "finished HTTP 200")
  }

  @Test func withoutAnActiveOneNothingIsCalled() async throws {
    let scene = try scene()
    scene.server.change { $0.deployments[0]["status"] = "failed" }
    #expect(await scene.inferring.start(fire()).reason == Reason("not_found", "model 'churn' has no active deployment"))
    scene.server.change { $0.deployments[0]["status"] = "deploying" }
    #expect(await scene.inferring.start(fire()).short == "retryable busy")
  }

  @Test(arguments: ["ftp://x/", "https://me:pw@serve.example/", "https://serve.example\\@evil.example/", "serve.example"])
  func anEndpointThatIsNoPlainURLIsNotCalled(url: String) async throws {
    let scene = try scene(url: url)
    #expect(await scene.inferring.start(fire()).short == "refused failed bad_endpoint")
    #expect(scene.server.requests.allSatisfy { $0.url.hasPrefix(FakeJFrog.base) })
  }

  @Test func anActiveOneWithoutAnEndpointIsTriedAgain() async throws {
    let scene = try scene()
    scene.server.change { $0.deployments[0]["endpoint_url"] = nil }
    #expect(await scene.inferring.start(fire()).short == "retryable unexpected_answer")
  }

  // MARK: Credentials

  @Test(
    arguments: [
      ("https://acme.example/serve/churn", [], true), ("https://ACME.example:443/serve", [], true), ("https://serve.example/", [], false),
      ("https://acme.example:8443/", [], false), ("http://acme.example/", [], false), ("https://acme.example.evil/", [], false),
      ("https://evil-acme.example/", [], false), ("https://serve.example/", ["serve.example"], true),
      ("https://serve.example:8443/", ["serve.example"], true), ("https://serve.example/", ["serve.example:8443"], false),
      ("https://serve.example:8443/", ["serve.example:8443"], true), ("http://serve.example/", ["serve.example"], false),
      ("https://a.serve.example/", ["serve.example"], false),
    ] as [(String, Set<String>, Bool)])
  func theTokenGoesToItsOwnHostAndToListedOnesOnly(url: String, hosts: Set<String>, isSent: Bool) async throws {
    let scene = try scene(endpointHosts: hosts, url: url)
    _ = await scene.inferring.start(fire())
    #expect(try call(of: scene).header("Authorization") == (isSent ? "Bearer eyJ.token" : nil))
  }

  @Test func inTheClearItGoesOnlyWhereJFrogItselfIsSpokenToInTheClear() {
    let open = JFrogEndpointHosts(baseURL: "http://127.0.0.1:8080/ml/api", listed: ["serve.example"])
    #expect(open.mayHaveCredentials("http://127.0.0.1:8080/x") && open.mayHaveCredentials("http://serve.example/"))
    #expect(!open.mayHaveCredentials("http://127.0.0.1:8081/x"))
    let closed = JFrogEndpointHosts(baseURL: "https://acme.example/ml/api", listed: ["serve.example"])
    #expect(!closed.mayHaveCredentials("http://serve.example/") && closed.mayHaveCredentials("https://serve.example/"))
  }

  @Test(arguments: [401, 403])
  func anEndpointThatMissesThemSaysWhatToDo(status: Int) async throws {
    let scene = try scene()
    scene.server.change { $0.refusal = .json(status, nil) }
    let sentence = await scene.inferring.start(fire()).reason?.sentence
    #expect(
      sentence
        == "POST \(Self.url): answered \(status); it was sent no credentials, which go to JFrog ML's own host and those of jfrog.endpoint_hosts only, and not to serve.example"
    )
  }

  // MARK: What is known of endpoints

  private func lists(_ scene: JFrogScene) -> Int { scene.server.requests.count { $0.url.hasSuffix("/deployments") } }

  @Test func aHerdAsksOnce() async throws {
    let scene = try scene()
    await withTaskGroup { group in
      for _ in 0..<20 { group.addTask { _ = await scene.inferring.start(fire()) } }
    }
    #expect(lists(scene) == 1)
    #expect(scene.server.requests.count { $0.url == Self.url } == 20)
  }

  @Test func whatIsKnownIsLookedAtAgainAfterAMinute() async throws {
    let scene = try scene()
    _ = await scene.inferring.start(fire())
    scene.clock.advance(by: .seconds(59))
    _ = await scene.inferring.start(fire())
    #expect(lists(scene) == 1)
    scene.clock.advance(by: .seconds(1))
    _ = await scene.inferring.start(fire())
    #expect(lists(scene) == 2)
  }

  @Test func whileJFrogIsAwayItsEndpointsAreCalledAllTheSame() async throws {
    let scene = try scene()
    _ = await scene.inferring.start(fire())
    scene.clock.advance(by: .seconds(600))
    scene.server.change { $0.blindness = .json(503, nil) }
    #expect(await scene.inferring.start(fire()).short == "finished HTTP 200")
  }

  @Test(arguments: [true, false])
  func anEndpointThatHasMovedIsFoundAgain(isGone: Bool) async throws {
    let scene = try scene()
    _ = await scene.inferring.start(fire())
    scene.server.change { state in
      state.deployments[0]["endpoint_url"] = "https://new.example/"
      state.endpoints = ["https://new.example/": .json(nil)]
      if !isGone { state.endpoints[Self.url] = .json(404, nil) }
    }
    #expect(await scene.inferring.start(fire()).short == "finished HTTP 200")
    #expect(try call(of: scene).url == "https://new.example/")
  }

  @Test func anEndpointThatHasNotMovedIsCalledOnce() async throws {
    let scene = try scene()
    scene.server.change { $0.endpoints[Self.url] = .json(404, nil) }
    #expect(await scene.inferring.start(fire()).short == "refused failed http_404")
    #expect(scene.server.requests.count { $0.url == Self.url } == 1)
    scene.server.change { $0.endpoints = [:] }
    #expect(await scene.inferring.start(fire()).short == "unavailable no_connection")
    #expect(scene.server.requests.count { $0.url == Self.url } == 2)
  }

  // MARK: After it was accepted

  @Test func whatWasAcceptedIsNotFollowed() async throws {
    let scene = try scene()
    #expect(await scene.inferring.lookUp(fire()) == .cannotBeAsked)
    guard case .impossible(let reason) = await scene.inferring.stop(fire(), force: true) else { return #expect(Bool(false)) }
    #expect(reason.code == "not_followed")
    #expect(await scene.inferring.observations(of: fire()).first { _ in true } == nil)
  }
}
