import CivilTime
import JFrogML
import Scheduling
import Seams
import TestSupport
import Testing
import Triggers

/// Deployments and experiments are followed to their ends.
@Suite(.timeLimit(.minutes(5))) struct JFrogFollowingTests {
  private let scene: JFrogScene
  private var server: FakeJFrog { scene.server }

  init() throws {
    scene = try JFrogScene()
    scene.server.change { state in
      state.deployments = [["id": "d1", "name": "live", "status": "deploying", "created_at": "2026-11-21T02:00:01Z"]]
      state.experiments = [["id": "e1", "name": "nightly", "status": "running", "created_at": "2026-11-21T02:00:01Z"]]
    }
  }

  private func deployment(timeoutSeconds: Int? = nil) -> Fire {
    JFrogScene.fire(.jfrogDeployment(JFrogDeploymentTrigger(name: "live", model: "churn", timeoutSeconds: timeoutSeconds)), runID: "d1")
  }

  private func experiment(timeoutSeconds: Int? = nil) -> Fire {
    JFrogScene.fire(.jfrogExperiment(JFrogExperimentTrigger(name: "nightly", timeoutSeconds: timeoutSeconds)), runID: "e1")
  }

  private func set(_ status: String, _ members: [String: JSONValue] = [:]) {
    let members = members.merging(["status": .string(status)]) { $1 }
    server.change { state in
      state.deployments[0].merge(members) { $1 }
      state.experiments[0].merge(members) { $1 }
    }
  }

  /// Lets it look so often, to the end of the last look.
  private func looks(_ count: Int = 1) async {
    await scene.ticker.tick(count)
    await scene.ticker.untilPaused()
  }

  @Test(
    arguments: [
      ("active", Outcome.succeeded, nil), ("failed", .failed, "run_failed"), ("stopped", .cancelled, "run_stopped"),
    ] as [(String, Outcome, String?)])
  func aDeploymentIsFollowedUntilItServesOrNot(status: String, outcome: Outcome, code: String?) async {
    var seen = scene.deploying.observations(of: deployment()).makeAsyncIterator()
    await scene.ticker.tick()
    #expect(await seen.next() == RunObservation(runID: "d1", status: "deploying"))
    set(status, ["updated_at": "2026-11-21T02:05:00Z"])
    await scene.ticker.tick()
    let end = await seen.next()
    #expect(end?.status == status && end?.outcome == outcome && end?.reason?.code == code)
    #expect(end?.finishedAt?.iso8601 == "2026-11-21T02:05:00Z")
    #expect(await seen.next() == nil)
  }

  @Test(
    arguments: [
      ("completed", Outcome.succeeded, nil), ("failed", .failed, "run_failed"), ("cancelled", .cancelled, "run_cancelled"),
    ] as [(String, Outcome, String?)])
  func anExperimentIsFollowedToItsEnd(status: String, outcome: Outcome, code: String?) async {
    var seen = scene.experimenting.observations(of: experiment()).makeAsyncIterator()
    await scene.ticker.tick()
    #expect(await seen.next() == RunObservation(runID: "e1", status: "running"))
    set(status, ["completed_at": "2026-11-21T02:05:00Z"])
    await scene.ticker.tick()
    let end = await seen.next()
    #expect(end?.status == status && end?.outcome == outcome && end?.reason?.code == code)
    #expect(end?.finishedAt?.iso8601 == "2026-11-21T02:05:00Z")
    #expect(await seen.next() == nil)
  }

  @Test func onlyNewsIsTold() async {
    var seen = scene.deploying.observations(of: deployment()).makeAsyncIterator()
    await looks(5)
    set("paused")
    await looks(3)
    set("active")
    await scene.ticker.tick()
    #expect(await seen.next()?.status == "deploying")
    #expect(await seen.next() == RunObservation(runID: "d1", status: "paused"))
    #expect(await seen.next()?.outcome == .succeeded)
  }

  @Test func anOutageIsToldOnceAndEnds() async {
    var seen = scene.deploying.observations(of: deployment()).makeAsyncIterator()
    await scene.ticker.tick()
    _ = await seen.next()
    server.change { $0.isDown = true }
    await looks(40)
    let outage = await seen.next()
    #expect(outage?.isUnreachable == true && outage?.outcome == nil && outage?.runID == "d1")
    #expect(
      outage?.reason?.sentence
        == "the state of deployment d1 cannot be learned: GET https://acme.example/ml/api/v1/deployments/d1: connection refused")
    server.change { $0.isDown = false }
    await scene.ticker.tick()
    #expect(await seen.next() == RunObservation(runID: "d1", status: "deploying"))
  }

  @Test func aServerThatStumblesEndsNothing() async {
    var seen = scene.experimenting.observations(of: experiment()).makeAsyncIterator()
    for answer in [HTTPResponse.json(500, nil), .json(401, nil), .json(403, nil), HTTPResponse(status: 200, body: Array("{oops".utf8))] {
      server.change { $0.blindness = answer }
      await looks()
    }
    #expect(await seen.next()?.isUnreachable == true)
    server.change { $0.blindness = nil }
    set("completed")
    await scene.ticker.tick()
    #expect(await seen.next()?.outcome == .succeeded)
  }

  @Test func whatSomebodyDeletedIsLost() async {
    var seen = scene.deploying.observations(of: deployment()).makeAsyncIterator()
    server.change { $0.deployments = [] }
    await scene.ticker.tick(2)
    let end = await seen.next()
    #expect(end?.outcome == .lost && end?.reason == Reason("run_vanished", "JFrog ML no longer has deployment d1"))
  }

  @Test func oneAnswerThatItIsNotThereProvesNothing() async {
    var seen = scene.deploying.observations(of: deployment()).makeAsyncIterator()
    server.change { $0.blindness = .json(404, nil) }
    await looks()
    server.change { $0.blindness = nil }
    await scene.ticker.tick()
    #expect(await seen.next()?.status == "deploying")
  }

  @Test func whatWasStoppedIsCancelled() async {
    var deployments = scene.deploying.observations(of: deployment()).makeAsyncIterator()
    #expect(await scene.deploying.stop(deployment(), force: false) == .asked)
    let end = await deployments.next()
    #expect(end?.outcome == .cancelled && end?.reason == Reason("cancelled", "deployment d1 was deleted, as was asked"))
    var experiments = scene.experimenting.observations(of: experiment()).makeAsyncIterator()
    #expect(await scene.experimenting.stop(experiment(), force: false) == .asked)
    #expect(await experiments.next()?.outcome == .cancelled)
  }

  @Test func aStopEndsThePauseThatABusyServerHasAskedFor() async {
    var seen = scene.deploying.observations(of: deployment()).makeAsyncIterator()
    server.change { $0.blindness = .json(429, nil, headers: [HTTPHeader("Retry-After", "3600")]) }
    await looks()
    server.change { $0.blindness = nil }
    #expect(await scene.deploying.stop(deployment(), force: false) == .asked)
    #expect(await seen.next()?.outcome == .cancelled)
  }

  @Test func whatTakesLongerThanItMayIsTimedOutAndLeftAsItIs() async {
    var seen = scene.deploying.observations(of: deployment(timeoutSeconds: 60)).makeAsyncIterator()
    scene.clock.advance(by: .seconds(59))
    await scene.ticker.tick()
    #expect(await seen.next()?.outcome == nil)
    scene.clock.advance(by: .seconds(1))
    await scene.ticker.tick()
    let end = await seen.next()
    #expect(end?.outcome == .timedOut)
    #expect(end?.reason == Reason("timeout", "deployment d1 was still deploying after 60 s; it is left as it is"))
    #expect(server.deployments.count == 1)
  }

  @Test func aServersClockThatIsBehindTakesNoTimeAway() async {
    server.change { $0.deployments[0]["created_at"] = "2026-11-21T01:26:40Z" }
    var seen = scene.deploying.observations(of: deployment(timeoutSeconds: 60)).makeAsyncIterator()
    scene.clock.advance(by: .seconds(59))
    await scene.ticker.tick()
    #expect(await seen.next()?.outcome == nil)
    scene.clock.advance(by: .seconds(1))
    await scene.ticker.tick()
    #expect(await seen.next()?.outcome == .timedOut)
  }

  @Test func whatBecameActiveInTimeHasSucceededHoweverLateThatIsSeen() async {
    var seen = scene.deploying.observations(of: deployment(timeoutSeconds: 60)).makeAsyncIterator()
    set("active")
    scene.clock.advance(by: .seconds(3600))
    await scene.ticker.tick()
    #expect(await seen.next()?.outcome == .succeeded)
  }

  @Test func whatHasNoIdCannotBeFollowed() async {
    var fire = deployment()
    fire = JFrogScene.fire(fire.trigger)
    #expect(await scene.deploying.observations(of: fire).first { _ in true }?.outcome == .lost)
  }
}

/// How often is looked.
@Suite(.timeLimit(.minutes(5))) struct JFrogPollingTests {
  private func pauses(_ count: Int, _ arrange: (JFrogScene) -> Void) async throws -> [Int64] {
    let scene = try JFrogScene()
    arrange(scene)
    let (pauses, continuation) = AsyncStream.makeStream(of: Int64.self)
    let client = try JFrogMLClient(baseURL: FakeJFrog.base, credentials: .token("t"), transport: scene.server)
    let polling = JFrogPolling(clock: scene.clock) { pause in
      continuation.yield(pause.components.seconds)
      try Task.checkCancellation()
      await Task.yield()
    }
    let target = JFrogDeploymentTarget(client: client, clock: scene.clock, polling: polling)
    let fire = JFrogScene.fire(.jfrogDeployment(JFrogDeploymentTrigger(name: "live", model: "churn")), runID: "d1")
    let reader = Task { for await _ in target.observations(of: fire) {} }
    var seen: [Int64] = []
    for await pause in pauses {
      seen.append(pause)
      if seen.count == count { break }
    }
    reader.cancel()
    return seen
  }

  @Test func itLooksEverLessOften() async throws {
    let seen = try await pauses(11) { $0.server.change { $0.deployments = [["id": "d1", "status": "deploying"]] } }
    #expect(seen == [1, 1, 2, 3, 5, 8, 13, 20, 30, 30, 30])
  }

  @Test func aServerThatIsAwayIsAskedEverLessOften() async throws {
    #expect(try await pauses(9) { $0.server.change { $0.isDown = true } } == [1, 1, 2, 4, 8, 16, 30, 30, 30])
  }

  @Test func aServerThatAsksForPatienceGetsIt() async throws {
    let busy = HTTPResponse.json(503, nil, headers: [HTTPHeader("Retry-After", "90")])
    #expect(try await pauses(3) { $0.server.change { $0.blindness = busy } } == [1, 90, 90])
  }

  @Test func noServerPutsARunOutOfSightForAnHour() async throws {
    let busy = HTTPResponse.json(429, nil, headers: [HTTPHeader("Retry-After", "3600")])
    #expect(try await pauses(3) { $0.server.change { $0.blindness = busy } } == [1, 300, 300])
  }
}
