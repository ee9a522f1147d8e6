import CivilTime
import Scheduling
import Seams
import TestSupport
import Testing
import Triggers
import ZenML
import ZenMLServer

@Suite(.timeLimit(.minutes(5))) struct DeploymentTargetTests {
  private let due = Instant(secondsSinceEpoch: 1_795_226_400)
  private let server = FakeZenML()
  private let ticker = Ticker()
  private let target: DeploymentTarget

  init() throws {
    target = try Self.target(on: server, ticker, due)
    server.change { state in
      state.deployments = [
        FakeDeployment(id: FakeZenML.id(30), name: "live", pipeline: FakeZenML.id(10), url: "http://live.example")
      ]
    }
  }

  private func fire(runID: String? = nil, _ trigger: DeploymentTrigger = DeploymentTrigger(deployment: "live")) -> Fire {
    let id = Fire.id(schedule: FakeZenML.id(1), due: due)
    return Fire(
      id: id, kind: .scheduled, scheduleID: FakeZenML.id(1), scheduleName: "nightly", due: due,
      runName: Fire.runName(schedule: "nightly", due: due, id: id), claimedAt: due,
      trigger: .deployment(trigger), runID: runID)
  }

  /// Starts the fire; its run has the status `status` then.
  private func startedFire(_ status: String) async throws -> Fire {
    guard case .started(let runID, _) = await target.start(fire()) else { throw NotStarted() }
    setStatus(status)
    return fire(runID: runID)
  }

  private func setStatus(_ status: String) { server.change { $0.runs[0].status = status } }

  private struct NotStarted: Error {}

  private static func target(on server: FakeZenML, _ ticker: Ticker, _ now: Instant) throws -> DeploymentTarget {
    let clock = VirtualClock(now)
    let client = ZenMLClient(
      configuration: try ZenMLConfiguration(url: "https://zen.example", credentials: .apiKey("ZENKEY_secret")), transport: server,
      clock: clock)
    let poller = RunPoller(client: client) { _ in try await ticker.pause() }
    return DeploymentTarget(client: client, deployments: ZenMLDeployments(client: client), poller: poller, clock: clock)
  }

  // MARK: Starting

  @Test func aSecondSendMakesNoSecondRun() async throws {
    _ = await target.start(fire())
    guard case .unclear(let reason) = await target.start(fire()) else { return #expect(Bool(false)) }
    #expect(reason.code == "name_exists")
    let created = due.advanced(by: .milliseconds(1500))
    #expect(await target.lookUp(fire()) == .running(runID: FakeZenML.id(99).description, sentAt: created))
    #expect(server.runs.count == 1)
  }

  @Test(arguments: [
    (422, "parameters.lr: wrong"), (400, "no"), (500, "Could not format the name template `{x}`."), (500, "1 validation error for Run"),
  ])
  func whatADeploymentWillNeverTakeIsFinal(status: Int, words: String) async {
    server.change { $0.deployments[0].refusal = .json(status, ["detail": .string(words)]) }
    guard case .refused(.failed, let reason, _) = await target.start(fire()) else { return #expect(Bool(false)) }
    #expect(reason == Reason("refused", "POST http://live.example/submit: answered \(status): \(words)"))
  }

  @Test(arguments: [408, 425, 429, 503])
  func whatADeploymentDoesNotTakeNowIsTriedAgain(status: Int) async {
    server.change { $0.deployments[0].refusal = .json(status, nil, headers: [HTTPHeader("Retry-After", "9")]) }
    guard case .retryable(_, .seconds(9), _, _) = await target.start(fire()) else { return #expect(Bool(false)) }
  }

  @Test(arguments: [500, 502, 504])
  func whatMayHaveMadeARunIsLookedUp(status: Int) async {
    server.change { $0.deployments[0].refusal = .json(status, ["detail": "boom"]) }
    guard case .unclear = await target.start(fire()) else { return #expect(Bool(false)) }
    #expect(await target.lookUp(fire()) == .notStarted)
  }

  /// The server knows what became of it.
  @Test func aDeploymentThatHasGoneDownSinceIsNotNeededForThat() async throws {
    _ = try await startedFire("running")
    server.change { $0.deployments[0].url = nil }
    let created = due.advanced(by: .milliseconds(1500))
    #expect(try await Self.target(on: server, ticker, due).lookUp(fire()) == .running(runID: FakeZenML.id(99).description, sentAt: created))
    server.change { $0.deployments[0].id = FakeZenML.id(31) }
    guard case .settled(.rejected, _) = try await Self.target(on: server, ticker, due).lookUp(fire()) else { return #expect(Bool(false)) }
  }

  @Test func aServerThatIsAwayIsWaitedFor() async {
    server.change { $0.isDown = true }
    guard case .unavailable = await target.start(fire()) else { return #expect(Bool(false)) }
  }

  @Test(arguments: ["live", FakeZenML.id(30).description, nil] as [String?], [false, true])
  func whileTheProjectIsGoneAFireWaits(for deployment: String?, wasKnown: Bool) async {
    let fire = fire(DeploymentTrigger(deployment: deployment, pipelineID: FakeZenML.id(10)))
    // Down, so that it is looked for again.
    server.change { $0.deployments[0].url = nil }
    if wasKnown { _ = await target.start(fire) }
    server.change { state in
      state.project = nil
      state.deployments = []
    }
    guard case .unavailable(let absence) = await target.start(fire) else { return #expect(Bool(false)) }
    #expect(absence.code == "server_away" && absence.sentence.contains("Unable to get project"), "\(absence)")
    server.change { $0.project = FakeZenML.project }
    guard case .refused(.failed, let reason, _) = await target.start(fire) else { return #expect(Bool(false)) }
    #expect(reason.code == "no_deployment")
  }

  // MARK: Stopping

  @Test(arguments: [(false, "/stop?graceful=true"), (true, "/stop")])
  func aRunIsStoppedOverTheServer(force: Bool, path: String) async throws {
    let fire = try await startedFire("running")
    #expect(await target.stop(fire, force: force) == .asked)
    #expect(server.requests.last?.url == "https://zen.example/api/v1/runs/\(FakeZenML.id(99))\(path)")
    #expect(server.requests.last?.headers.contains { $0.value.contains(FakeDeployment.authKey) } == false)
  }

  @Test func aRunThatIsNotKnownYetIsLookedUpFirst() async throws {
    _ = try await startedFire("running")
    #expect(await target.stop(fire(), force: true) == .asked)
    #expect(server.runs.first?.status == "stopping")
  }

  @Test func aRunThatIsNotThereCannotBeStopped() async {
    #expect(
      await target.stop(fire(), force: false)
        == .impossible(Reason("not_started", "the server has no run named '\(fire().runName)'")))
    let gone = await target.stop(fire(runID: FakeZenML.id(5).description), force: false)
    #expect(gone == .impossible(Reason("run_vanished", "the server no longer has run \(FakeZenML.id(5))")))
  }

  @Test func anOrchestratorThatKnowsNoStoppingIsAskedAnyway() async throws {
    server.change { $0.stopsNatively = false }
    #expect(await target.stop(try await startedFire("running"), force: false) == .asked)
  }

  @Test(arguments: ["completed", "stopped", "stopping"])
  func aRunThatEndsAnywayNeedsNoStop(status: String) async throws {
    #expect(await target.stop(try await startedFire(status), force: true) == .asked)
  }

  @Test func aRunThatHasNotReachedItsOrchestratorIsAskedLater() async throws {
    guard case .unavailable(let reason) = await target.stop(try await startedFire("initializing"), force: false) else {
      return #expect(Bool(false))
    }
    #expect(reason.code == "not_stoppable")
    #expect(reason.sentence.contains("no orchestrator run id yet"))
  }

  @Test func aServerThatIsAwayCannotBeAskedToStop() async throws {
    let fire = try await startedFire("running")
    server.change { $0.isDown = true }
    guard case .unavailable(let reason) = await target.stop(fire, force: false) else { return #expect(Bool(false)) }
    #expect(reason.code == "server_away")
  }

  // MARK: Following

  @Test func aRunIsFollowedToItsEnd() async throws {
    var observations = target.observations(of: try await startedFire("running")).makeAsyncIterator()
    await ticker.tick()
    #expect(await observations.next()?.status == "running")
    setStatus("completed")
    await ticker.tick()
    let end = await observations.next()
    #expect(end?.outcome == .succeeded)
    #expect(end?.finishedAt?.iso8601 == "2026-11-21T02:00:09Z")
  }

  @Test func anOutageIsObservedOnceAndEnds() async throws {
    var observations = target.observations(of: try await startedFire("running")).makeAsyncIterator()
    await ticker.tick()
    #expect(await observations.next()?.isUnreachable == false)
    server.change { $0.isDown = true }
    await ticker.tick(60)
    let outage = await observations.next()
    #expect(outage?.isUnreachable == true)
    #expect(outage?.outcome == nil)
    #expect(outage?.runID == FakeZenML.id(99).description)
    #expect(outage?.reason?.code == "run_unreachable")
    #expect(
      outage?.reason?.sentence
        == "the state of run \(FakeZenML.id(99)) cannot be learned: GET https://zen.example/api/v1/runs: connection refused")
    server.change { $0.isDown = false }
    await ticker.tick(31)
    let back = await observations.next()
    #expect(back?.status == "running")
    #expect(back?.isUnreachable == false)
  }

  @Test func aRunThatWasDeletedIsLost() async throws {
    var observations = target.observations(of: try await startedFire("running")).makeAsyncIterator()
    await ticker.tick()
    _ = await observations.next()
    server.change { $0.runs = [] }
    await ticker.tick(3)
    let end = await observations.next()
    #expect(end?.outcome == .lost)
    #expect(end?.reason?.code == "run_vanished")
  }
}
