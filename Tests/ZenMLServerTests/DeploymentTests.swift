import Scheduling
import Seams
import TestSupport
import Testing

@testable import ZenML
@testable import ZenMLServer

struct DeploymentTests {
  private let server = FakeZenML()
  private let clock = testClock()
  private let deployments: ZenMLDeployments

  init() throws {
    deployments = ZenMLDeployments(client: try client(server, clock: clock))
    server.change { $0.deployments = [FakeDeployment(id: id(31), name: "live", pipeline: id(10), url: "http://live.example")] }
  }

  private func failure(_ name: String?, pipeline: Identifier? = nil) async -> ZenMLError? {
    await #expect(throws: ZenMLError.self) { try await deployments.resolve(name, pipeline: pipeline) }
  }

  @Test(arguments: ["live", id(31).description])
  func aDeploymentIsFoundByNameAndByID(name: String) async throws {
    let endpoint = try await deployments.resolve(name, pipeline: nil)
    #expect(endpoint.deployment.id == id(31))
    #expect(endpoint.submitURL == "http://live.example/submit")
    #expect(endpoint.invokeURL == "http://live.example/invoke")
  }

  @Test func thePipelinesOnlyDeploymentNeedsNoName() async throws {
    #expect(try await deployments.resolve(nil, pipeline: id(10)).deployment.name == "live")
  }

  @Test func ofSeveralTheOneThatAnswersIsMeant() async throws {
    server.change {
      $0.deployments.append(FakeDeployment(id: id(32), name: "dead", pipeline: id(10), url: "http://dead.example", answersHealth: false))
    }
    #expect(try await deployments.resolve(nil, pipeline: id(10)).deployment.name == "live")
  }

  @Test func severalThatAnswerAreListed() async throws {
    server.change { $0.deployments.append(FakeDeployment(id: id(32), name: "second", pipeline: id(10), url: "http://second.example")) }
    let error = await failure(nil, pipeline: id(10))
    #expect(error?.kind == .conflict)
    #expect(
      error?.description
        == "https://zen.example: the pipeline has several deployments, and the trigger names none: live (\(id(31))), second (\(id(32)))")
  }

  @Test func whatIsNotThereIsNamed() async throws {
    #expect(await failure("nope")?.description == "https://zen.example: there is no deployment named 'nope' in project 'default'")
    #expect(await failure(id(99).description)?.kind == .notFound)
    #expect(await failure(nil, pipeline: id(12))?.kind == .notFound)
    #expect(await failure(nil)?.kind == .notFound)
  }

  @Test func anotherDeploymentAtTheSameAddressIsNotCalled() async throws {
    server.change { $0.deployments[0].answersAs = id(40) }
    let error = await failure("live")
    #expect(error?.kind == .unavailable)
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test func aProxyWhoseDeploymentIsAwayIsNoDeployment() async throws {
    server.change { $0.deployments[0].absence = .text(404, "404 page not found") }
    let error = await failure("live")
    #expect(error?.kind == .unavailable)
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test func oneThatIsNotDeployedIsUnavailable() async throws {
    server.change { $0.deployments[0].url = nil }
    #expect(await failure("live")?.description == "https://zen.example: deployment 'live' has no URL (status running): it is not deployed")
  }

  @Test func aHerdOfFiresAsksOnce() async throws {
    let deployments = deployments
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 { group.addTask { _ = try await deployments.resolve("live", pipeline: nil) } }
      try await group.waitForAll()
    }
    #expect(server.count("/deployments") == 1)
    #expect(server.count("/info") == 1)
  }

  @Test func whatWasFoundIsForgottenSoonOrWhenAsked() async throws {
    _ = try await deployments.resolve("live", pipeline: nil)
    clock.advance(by: .seconds(29))
    _ = try await deployments.resolve("live", pipeline: nil)
    #expect(server.count("/deployments") == 1)
    clock.advance(by: .seconds(1))
    let outdated = try await deployments.resolve("live", pipeline: nil)
    #expect(server.count("/deployments") == 2)
    _ = try await deployments.resolve("live", pipeline: nil, insteadOf: outdated)
    #expect(server.count("/deployments") == 3)
  }

  @Test func aSubmissionCarriesNameParametersKeyAndHeaders() async throws {
    let endpoint = try await deployments.resolve("live", pipeline: nil)
    let request = ZenMLDeploymentRequest(
      runName: "nightly-1", parameters: ["lr": .number(0.1)], headers: [HTTPHeader("X-Carillon-Due", "2026-11-21T02:00:00Z")])
    let response = try await deployments.submit(request, to: endpoint)
    #expect(ZenMLDeploymentAnswer(response, now: clock.now()) == .submitted(runID: id(99)))
    let sent = try #require(server.requests.last)
    #expect(sent.url == "http://live.example/submit")
    #expect(sent.text == #"{"parameters":{"lr":0.1},"run_name":"nightly-1"}"#)
    #expect(sent.header("Authorization") == "Bearer deployment-secret")
    #expect(sent.header("X-Carillon-Due") == "2026-11-21T02:00:00Z")
  }

  @Test func noConnectionToADeploymentIsKept() async throws {
    let endpoint = try await deployments.resolve("live", pipeline: nil)
    _ = try await deployments.submit(ZenMLDeploymentRequest(runName: "r", parameters: [:]), to: endpoint)
    let toDeployment = server.requests.filter { $0.url.hasPrefix("http://live.example") }
    #expect(toDeployment.map { $0.header("Connection") } == ["close", "close"])
  }

  @Test func aDeploymentWithoutSubmitIsInvoked() async throws {
    server.change { $0.deployments[0].submitPath = nil }
    let endpoint = try await deployments.resolve("live", pipeline: nil)
    #expect(endpoint.submitURL == nil)
    _ = try await deployments.invoke(ZenMLDeploymentRequest(runName: "r", parameters: [:]), on: endpoint)
    #expect(server.requests.last?.url == "http://live.example/invoke")
  }

  @Test func theAuthKeyIsInNoDescription() async throws {
    let endpoint = try await deployments.resolve("live", pipeline: nil)
    var dumped = ""
    dump(endpoint, to: &dumped)
    #expect(!dumped.contains("deployment-secret"))
    #expect(!"\(endpoint)".contains("deployment-secret"))
  }
}
