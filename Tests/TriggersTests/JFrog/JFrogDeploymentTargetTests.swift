import CivilTime
import Scheduling
import Seams
import TestSupport
import Testing
import Triggers

@Suite(.timeLimit(.minutes(5))) struct JFrogDeploymentTargetTests {
  private let scene: JFrogScene
  private var target: JFrogDeploymentTarget { scene.deploying }
  private var server: FakeJFrog { scene.server }

  init() throws { scene = try JFrogScene() }

  private func fire(
    name: String = "live", model: String = "churn", version: JFrogVersionChoice = .newestInProduction, replicas: Int? = nil,
    resources: JSONValue? = nil, timeoutSeconds: Int? = nil, attempt: Int = 1, runID: String? = nil
  ) -> Fire {
    let trigger = JFrogDeploymentTrigger(
      name: name, model: model, version: version, replicas: replicas, resources: resources, timeoutSeconds: timeoutSeconds)
    return JFrogScene.fire(.jfrogDeployment(trigger), attempt: attempt, runID: runID)
  }

  private func add(_ id: String, _ members: [String: JSONValue] = [:]) {
    let row: [String: JSONValue] = [
      "id": .string(id), "name": "live", "model_id": "m1", "model_version_id": "v2", "status": "deploying",
      "created_at": "2026-11-21T02:00:01Z",
    ]
    server.change { $0.deployments.append(row.merging(members) { $1 }) }
  }

  // MARK: What is sent

  @Test func theNewestVersionInProductionIsDeployed() async {
    let result = await target.start(fire(name: "live-{{schedule}}", replicas: 2, resources: ["cpu": 2, "memory": "4Gi", "gpu": "1"]))
    #expect(result == .started(runID: "d1", sentAt: JFrogScene.due))
    #expect(
      server.creations == [
        [
          "name": "live-nightly", "model_id": "m1", "model_version_id": "v2", "replicas": 2,
          "resources": ["cpu": "2", "memory": "4Gi", "gpu": 1],
        ]
      ])
  }

  @Test(arguments: [(JFrogVersionChoice.id("v3"), "v3"), (.version("1.0"), "v1"), (.newestInProduction, "v2")])
  func aVersionIsChosen(choice: JFrogVersionChoice, id: String) async {
    _ = await target.start(fire(model: "m1", version: choice))
    #expect(server.creations.first?["model_version_id"] == .string(id))
  }

  @Test(arguments: [
    (JFrogVersionChoice.id("v9"), "404 no such thing"), (.version("9.9"), "model m1 has no version '9.9'"),
  ])
  func aVersionThatIsNotThereIsRefused(choice: JFrogVersionChoice, words: String) async {
    let result = await target.start(fire(version: choice))
    #expect(result.short == "refused failed not_found" && result.reason?.sentence.contains(words) == true)
    #expect(server.creations.isEmpty)
  }

  @Test func withoutAVersionInProductionNothingIsDeployed() async {
    server.change { $0.versions = $0.versions.filter { $0["status"] != "production" } }
    #expect(await target.start(fire()).reason?.sentence == "model m1 has no version with status production")
  }

  @Test func versionsOfOneAgeAreRefused() async {
    server.change { for index in $0.versions.indices { $0.versions[index]["created_at"] = "2026-11-01T00:00:00Z" } }
    let result = await target.start(fire())
    #expect(result.short == "refused failed ambiguous")
    #expect(result.reason?.sentence.contains("1.0 (v1), 1.1 (v2); give the id of one") == true)
  }

  @Test func aModelThatIsNotThereIsRefused() async {
    #expect(await target.start(fire(model: "spam")).reason?.sentence == "no model has the id or name 'spam'")
  }

  private static let wrongResources: [(JSONValue, String)] = [
    (["tpu": 1], "resources has 'tpu'; known are cpu, memory and gpu"), (["gpu": "many"], "gpu of resources is no whole number"),
    (["cpu": ["2"]], "cpu of resources is no text"), ("big", "resources is no object"),
  ]

  @Test(arguments: wrongResources)
  func resourcesThatTheDocumentDoesNotKnowAreRefused(resources: JSONValue, words: String) async {
    #expect(await target.start(fire(resources: resources)).reason == Reason("refused", words))
    #expect(server.creations.isEmpty)
  }

  // MARK: A lost answer

  @Test func aDeploymentWhoseAnswerWasLostIsFound() async throws {
    server.change { $0.losesAnswers = true }
    #expect(await target.start(fire()).short == "unclear server_away")
    #expect(await target.lookUp(fire()) == .running(runID: "d1", sentAt: try Instant(iso8601: "2026-11-21T02:00:01Z")))
    #expect(server.deployments.count == 1)
  }

  /// The server may be at work on it still, for as long as the request had.
  @Test func whatWasNotMadeIsBelievedOnlyAfterAWhile() async {
    server.change { $0.isSlow = true }
    #expect(await target.start(fire()).short == "unclear server_away")
    #expect(await target.lookUp(fire()).short == "unavailable not_seen_yet")
    #expect(await target.lookUp(fire(attempt: 2)) == .notStarted)
    scene.clock.advance(by: .seconds(29))
    #expect(await target.lookUp(fire()).short == "unavailable not_seen_yet")
    scene.clock.step(by: .seconds(-3600))
    scene.clock.advance(by: .seconds(1))
    #expect(await target.lookUp(fire()) == .notStarted)
  }

  @Test func aDeploymentThatIsMadeLateIsFound() async {
    server.change { $0.isSlow = true }
    _ = await target.start(fire())
    #expect(await target.lookUp(fire()).short == "unavailable not_seen_yet")
    add("d7")
    #expect(await target.lookUp(fire()).short == "running d7")
  }

  @Test(arguments: [(500, "not started"), (502, "unavailable not_seen_yet"), (503, "not started"), (504, "unavailable not_seen_yet")])
  func aServerThatHasAnsweredIsDoneWithIt(status: Int, meaning: String) async {
    server.change { $0.refusal = .json(status, nil) }
    _ = await target.start(fire())
    #expect(await target.lookUp(fire()).short == meaning)
  }

  @Test func aListThatIsNotWholeProvesNothing() async {
    server.change { $0.deployments = [["name": "live"]] }
    #expect(await target.lookUp(fire()).short == "unavailable unexpected_answer")
    server.change { $0.versions.append(["model_id": "m1", "version": "2.0", "status": "production"]) }
    #expect(await target.start(fire()).short == "retryable unexpected_answer")
    #expect(server.creations.isEmpty)
  }

  @Test func whatWasAcceptedWithoutAnIdIsLookedForAndNeverMadeTwice() async {
    server.change { $0.refusal = .json(201, [:]) }
    #expect(await target.start(fire()).short == "unclear unexpected_answer")
    #expect(await target.lookUp(fire()).short == "unavailable not_seen_yet")
    scene.clock.advance(by: .seconds(30))
    #expect(await target.lookUp(fire()).short == "settled lost cannot_tell")
    add("d7")
    #expect(await target.lookUp(fire()).short == "running d7")
  }

  @Test func whatWasNotMadeIsNotFound() async {
    #expect(await target.lookUp(fire()) == .notStarted)
  }

  @Test(
    arguments: [
      ["name": "other"], ["model_id": "m2"], ["created_at": "2026-11-21T01:59:54Z"],
      ["name": "live", "created_at": "2026-11-20T02:00:01Z"],
    ] as [[String: JSONValue]])
  func anotherOnesDeploymentIsNotAdopted(members: [String: JSONValue]) async {
    add("d7", members)
    #expect(await target.lookUp(fire()) == .notStarted)
  }

  @Test func aClockThatLagsALittleIsAllowedFor() async {
    add("d7", ["created_at": "2026-11-21T01:59:56Z"])
    #expect(await target.lookUp(fire()) == .running(runID: "d7", sentAt: JFrogScene.due.advanced(by: .seconds(-4))))
  }

  @Test func aVersionThatWasNamedMustBeTheOne() async {
    add("d7")
    #expect(await target.lookUp(fire(version: .version("1.0"))) == .notStarted)
    #expect(await target.lookUp(fire(version: .version("1.1"))) != .notStarted)
    #expect(await target.lookUp(fire(version: .id("v2"))) != .notStarted)
  }

  @Test func theNewestVersionMayHaveBecomeAnother() async {
    add("d7", ["model_version_id": "v1"])
    #expect(await target.lookUp(fire()) != .notStarted)
  }

  @Test func theNewestOfSeveralIsAdopted() async throws {
    add("d7", ["created_at": "2026-11-21T02:00:03Z"])
    add("d8", ["created_at": "2026-11-21T02:00:02Z"])
    #expect(await target.lookUp(fire()) == .running(runID: "d7", sentAt: try Instant(iso8601: "2026-11-21T02:00:03Z")))
  }

  @Test func whatAnEarlierAttemptLeftIsNotTheNextOnes() async {
    add("d7", ["status": "failed"])
    #expect(await target.lookUp(fire(attempt: 2)) == .notStarted)
    #expect(await target.lookUp(fire()) != .notStarted)
  }

  @Test(arguments: ["created_at", "model_id"])
  func whatCannotBeToldIsLost(missing: String) async {
    add("d7", [missing: nil])
    guard case .settled(.lost, let reason) = await target.lookUp(fire()) else { return #expect(Bool(false)) }
    #expect(reason.code == "cannot_tell")
  }

  @Test func aNameOfItsOwnIsEnough() async {
    let own = fire(name: "live-{{run_name}}")
    add("d7", ["name": .string("live-\(own.runName)"), "created_at": "2026-01-01T00:00:00Z", "model_id": nil])
    #expect(await target.lookUp(own) == .running(runID: "d7", sentAt: try? Instant(iso8601: "2026-01-01T00:00:00Z")))
  }

  @Test func aServerThatIsAwayIsAskedLater() async {
    server.change { $0.isDown = true }
    guard case .unavailable = await target.lookUp(fire()) else { return #expect(Bool(false)) }
    #expect(await target.start(fire()).short == "unavailable server_away")
  }

  // MARK: A name that is taken

  @Test func aConflictWithItsOwnDeploymentIsAStart() async throws {
    add("d7")
    server.change { $0.refusal = .json(409, ["message": "the name exists"]) }
    #expect(await target.start(fire()) == .started(runID: "d7", sentAt: try Instant(iso8601: "2026-11-21T02:00:01Z")))
  }

  @Test func aConflictWithAnothersIsFinal() async {
    add("d7", ["created_at": "2026-11-20T00:00:00Z"])
    server.change { $0.refusal = .json(409, ["message": "the name exists"]) }
    #expect(
      await target.start(fire())
        == .refused(.rejected, Reason("name_taken", "POST https://acme.example/ml/api/v1/deployments: 409 the name exists")))
  }

  // MARK: Stopping

  @Test(arguments: [true, false])
  func whatIsDeployingIsTakenDown(force: Bool) async {
    add("d7")
    #expect(await target.stop(fire(runID: "d7"), force: force) == .asked)
    #expect(server.deployments.isEmpty)
    #expect(await target.stop(fire(runID: "d7"), force: force) == .asked)
  }

  @Test(arguments: ["active", "failed", "stopped"])
  func whatServesOrHasEndedIsLeftAlone(status: String) async {
    add("d7", ["status": .string(status)])
    #expect(await target.stop(fire(runID: "d7"), force: true) == .asked)
    #expect(server.deployments.count == 1)
  }

  @Test func aStatusThatIsNotKnownIsLeftAlone() async {
    add("d7", ["status": "draining"])
    #expect(
      await target.stop(fire(runID: "d7"), force: true)
        == .impossible(Reason("not_stoppable", "deployment d7 is draining; only what is deploying is taken down")))
    #expect(server.deployments.count == 1)
  }

  @Test func whatIsNotKnownYetIsLookedForFirst() async {
    #expect(await target.stop(fire(), force: false) == .impossible(Reason("not_started", "JFrog ML has nothing that it started")))
    add("d7")
    #expect(await target.stop(fire(), force: false) == .asked)
    #expect(server.deployments.isEmpty)
  }

  @Test func whatIsGoneCannotBeStopped() async {
    #expect(
      await target.stop(fire(runID: "d7"), force: true) == .impossible(Reason("run_vanished", "JFrog ML no longer has deployment d7")))
  }

  @Test(arguments: [(403, false), (500, true), (503, true), (429, true)])
  func aStopThatIsDeclinedSaysWhetherLaterHelps(status: Int, later: Bool) async {
    add("d7")
    server.change { $0.refusal = .json(status, nil) }
    switch await target.stop(fire(runID: "d7"), force: true) {
    case .unavailable: #expect(later)
    case .impossible: #expect(!later)
    case .asked: Issue.record("it was declined")
    }
  }
}
