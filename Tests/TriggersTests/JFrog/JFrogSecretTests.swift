import Scheduling
import Seams
import TestSupport
import Testing
import Triggers

/// A JFrog ML that repeats what it was sent, in all that is told of a fire after its start.
@Suite(.timeLimit(.minutes(5))) struct JFrogSecretTests {
  private static let canary = TestEnvironment.canary.value
  private static let reference = "{{env:\(TestEnvironment.canary.variable)}}"

  private let scene: JFrogScene
  private var server: FakeJFrog { scene.server }

  init() throws {
    TestEnvironment.complete()
    scene = try JFrogScene()
    scene.server.change { state in
      state.deployments = [["id": "d1", "name": "live", "status": "deploying", "created_at": "2026-11-21T02:00:01Z"]]
      state.experiments = [["id": "e1", "name": "nightly", "status": "running", "created_at": "2026-11-21T02:00:01Z"]]
    }
  }

  /// Each kind with a fire of it.
  private func cases(_ reference: String = reference, isStarted: Bool = true) -> [(any TriggerTarget, Fire)] {
    let deployment = JFrogDeploymentTrigger(name: "live-\(reference)", model: "churn")
    let experiment = JFrogExperimentTrigger(name: "nightly-\(reference)")
    return [
      (scene.deploying, JFrogScene.fire(.jfrogDeployment(deployment), runID: isStarted ? "d1" : nil)),
      (scene.experimenting, JFrogScene.fire(.jfrogExperiment(experiment), runID: isStarted ? "e1" : nil)),
    ]
  }

  private func set(status: String) {
    server.change { state in
      state.deployments[0]["status"] = .string(status)
      state.experiments[0]["status"] = .string(status)
    }
  }

  private static func quote(_ status: Int, after words: String = "no") -> HTTPResponse {
    .json(status, ["message": .string("\(words): \(canary)")])
  }

  @Test func aStatusIsOneShortLineWithoutThem() async {
    for (target, fire) in cases() {
      set(status: "odd \(Self.canary)\n\(String(repeating: "x", count: 200))")
      var seen = target.observations(of: fire).makeAsyncIterator()
      await scene.ticker.tick()
      #expect(await seen.next()?.status == "odd …\u{FFFD}\(String(repeating: "x", count: 94))…")
      set(status: target is JFrogDeploymentTarget ? "active" : "completed")
      await scene.ticker.tick()
      #expect(await seen.next()?.outcome == .succeeded)
    }
  }

  /// Also where only the beginning of one would be shown.
  @Test(arguments: ["no", String(repeating: "x", count: 290)])
  func anOutageDoesNotQuoteThem(words: String) async {
    for (target, fire) in cases() {
      var seen = target.observations(of: fire).makeAsyncIterator()
      server.change { $0.blindness = Self.quote(500, after: words) }
      await scene.ticker.tick(3)
      let sentence = await seen.next()?.reason?.sentence ?? ""
      #expect(sentence.contains(": 500 \(words.prefix(20))") && !sentence.contains("canary"), "\(sentence)")
      set(status: target is JFrogDeploymentTarget ? "active" : "completed")
      server.change { $0.blindness = nil }
      await scene.ticker.tick()
      #expect(await seen.next()?.outcome == .succeeded)
      set(status: target is JFrogDeploymentTarget ? "deploying" : "running")
    }
  }

  @Test(arguments: [403, 500]) func aLookUpDoesNotQuoteThem(status: Int) async {
    server.change { $0.blindness = Self.quote(status) }
    for (target, fire) in cases(isStarted: false) {
      let result = await target.lookUp(fire)
      #expect("\(result)".contains("\(status) no: …") && !"\(result)".contains("canary"), "\(result)")
    }
  }

  @Test(arguments: [403, 500]) func aStopDoesNotQuoteThem(status: Int) async {
    server.change { $0.refusal = Self.quote(status) }
    for (target, fire) in cases() {
      let result = await target.stop(fire, force: false)
      #expect("\(result)".contains("\(status) no: …") && !"\(result)".contains("canary"), "\(result)")
    }
  }

  @Test func nothingIsQuotedWhileTheyCannotBeRead() async {
    server.change { $0.refusal = Self.quote(403) }
    for (target, fire) in cases("{{file:/nowhere/at/all}}") {
      let result = await target.stop(fire, force: false)
      #expect("\(result)".contains("what was said about it is not shown") && !"\(result)".contains("canary"), "\(result)")
    }
    set(status: "odd \(Self.canary)")
    for (target, fire) in cases("{{file:/nowhere/at/all}}") {
      var seen = target.observations(of: fire).makeAsyncIterator()
      await scene.ticker.tick()
      #expect(await seen.next() == RunObservation(runID: fire.runID, status: "unknown"))
      set(status: target is JFrogDeploymentTarget ? "active" : "completed")
      await scene.ticker.tick()
      #expect(await seen.next()?.outcome == .succeeded)
      set(status: "odd \(Self.canary)")
    }
  }
}
