import CivilTime
import Scheduling
import Seams
import TestSupport
import Testing
import Triggers

@Suite(.timeLimit(.minutes(5))) struct JFrogExperimentTargetTests {
  private let scene: JFrogScene
  private var target: JFrogExperimentTarget { scene.experimenting }
  private var server: FakeJFrog { scene.server }

  init() throws { scene = try JFrogScene() }

  private func fire(
    name: String = "{{run_name}}", model: String? = "churn", parameters: JSONValue = [:], attempt: Int = 1, runID: String? = nil
  ) -> Fire {
    let trigger = JFrogExperimentTrigger(name: name, model: model, description: "of {{due}}", parameters: parameters)
    return JFrogScene.fire(.jfrogExperiment(trigger), attempt: attempt, runID: runID)
  }

  // MARK: What is sent

  @Test func anExperimentNamesItsFire() async {
    let fire = fire(parameters: ["lr": "1e-3", "epochs": 3, "shuffle": true, "layers": [64, 32], "none": nil, "carillon.fire": "mine"])
    #expect(await target.start(fire) == .started(runID: "e1", sentAt: JFrogScene.due))
    #expect(
      server.creations == [
        [
          "name": .string(fire.runName), "model_id": "m1", "description": "of 2026-11-21T02:00:00Z",
          "parameters": [
            "lr": "1e-3", "epochs": "3", "shuffle": "true", "layers": "[64,32]", "carillon.fire": .string(fire.id.description),
            "carillon.attempt": "1", "carillon.due": "2026-11-21T02:00:00Z",
          ],
        ]
      ])
  }

  @Test func aModelIsNotNeeded() async {
    _ = await target.start(fire(model: nil))
    #expect(server.creations.first?["model_id"] == nil)
    #expect(!server.requests.contains { $0.url.contains("/models") })
  }

  @Test func aModelThatIsNotThereIsRefused() async {
    #expect(await target.start(fire(model: "spam")).short == "refused failed not_found")
    #expect(server.creations.isEmpty)
  }

  // MARK: A lost answer

  @Test(arguments: ["{{run_name}}", "retraining"], [true, false])
  func anExperimentWhoseAnswerWasLostIsFound(name: String, listsAreShort: Bool) async throws {
    server.change {
      $0.losesAnswers = true; $0.listsAreShort = listsAreShort
    }
    #expect(await target.start(fire(name: name)).short == "unclear server_away")
    #expect(await target.lookUp(fire(name: name)) == .running(runID: "e1", sentAt: try Instant(iso8601: "2026-11-21T02:00:01Z")))
    #expect(server.experiments.count == 1)
  }

  /// The server may be at work on it still, for as long as the request had.
  @Test func whatWasNotMadeIsBelievedOnlyAfterAWhile() async {
    server.change { $0.isSlow = true }
    #expect(await target.start(fire()).short == "unclear server_away")
    #expect(await target.lookUp(fire()).short == "unavailable not_seen_yet")
    scene.clock.advance(by: .seconds(30))
    #expect(await target.lookUp(fire()) == .notStarted)
  }

  @Test func onlyThoseOfItsModelAreLookedAt() async {
    #expect(await target.lookUp(fire()) == .notStarted)
    #expect(server.requests.last?.url == "https://acme.example/ml/api/v1/experiments?model_id=m1")
  }

  @Test func anotherFiresExperimentOfThatNameIsNotAdopted() async {
    _ = await target.start(fire(name: "retraining"))
    server.change { $0.experiments[0]["parameters"] = ["carillon.fire": "another", "carillon.attempt": "1"] }
    #expect(await target.lookUp(fire(name: "retraining")) == .notStarted)
  }

  @Test func anEarlierAttemptsExperimentIsNotTheNextOnes() async {
    _ = await target.start(fire(name: "retraining"))
    #expect(await target.lookUp(fire(name: "retraining", attempt: 2)) == .notStarted)
  }

  @Test func aClockThatIsWrongDoesNotCountWhereTheFireIsNamed() async {
    server.change { $0.time = "2026-11-21T00:00:00Z" }
    _ = await target.start(fire(name: "retraining"))
    #expect(await target.lookUp(fire(name: "retraining")) != .notStarted)
  }

  @Test func aServerThatKeepsNoParametersLeavesTheName() async {
    _ = await target.start(fire())
    server.change { $0.experiments[0]["parameters"] = nil }
    #expect(await target.lookUp(fire()) != .notStarted)
    server.change { $0.experiments[0]["name"] = "retraining" }
    guard case .settled(.lost, let reason) = await target.lookUp(fire(name: "retraining")) else { return #expect(Bool(false)) }
    #expect(reason.code == "cannot_tell")
    server.change { $0.experiments[0]["created_at"] = "2026-11-20T02:00:00Z" }
    #expect(await target.lookUp(fire(name: "retraining")) == .notStarted)
  }

  @Test func aConflictWithItsOwnExperimentIsAStart() async {
    _ = await target.start(fire())
    server.change { $0.refusal = .json(409, nil) }
    #expect(await target.start(fire()).short == "started e1")
    #expect(await target.start(fire(attempt: 2)).short == "refused failed conflict", "nobody bears its name")
  }

  @Test func aConflictWithAnothersIsFinal() async {
    _ = await target.start(fire(name: "retraining"))
    server.change { $0.refusal = .json(409, nil) }
    #expect(await target.start(fire(name: "retraining", attempt: 2)).short == "refused rejected name_taken")
  }

  // MARK: Stopping

  @Test func whatIsRunningIsDeletedForThereIsNoOtherWay() async {
    _ = await target.start(fire())
    #expect(await target.stop(fire(runID: "e1"), force: false) == .asked)
    #expect(server.experiments.isEmpty)
    #expect(await target.stop(fire(runID: "e1"), force: true) == .asked)
  }

  @Test(arguments: ["completed", "failed", "cancelled"])
  func theRecordOfWhatHasEndedIsNeverDeleted(status: String) async {
    _ = await target.start(fire())
    server.change { $0.experiments[0]["status"] = .string(status) }
    #expect(await target.stop(fire(runID: "e1"), force: true) == .asked)
    #expect(server.experiments.count == 1)
  }

  @Test func aStatusThatIsNotKnownIsLeftAlone() async {
    _ = await target.start(fire())
    server.change { $0.experiments[0]["status"] = nil }
    #expect(
      await target.stop(fire(runID: "e1"), force: true)
        == .impossible(Reason("not_stoppable", "experiment e1 is without a status; only one that is running is deleted")))
    #expect(server.experiments.count == 1)
  }
}
