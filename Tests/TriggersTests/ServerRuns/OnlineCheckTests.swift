import Scheduling
import Seams
import TestSupport
import Testing
import Triggers
import ZenML
import ZenMLServer

/// What is wrong with a trigger is seen before it is sent, and before it is due.
@Suite(.timeLimit(.minutes(5))) struct OnlineCheckTests {
  private typealias Source = StandInServer.Source

  private func source(_ number: UInt64, _ name: String, _ edit: (inout Source) -> Void = { _ in }) -> Source {
    var source = Source(kind: "pipeline_snapshots", id: StandInServer.number(number), name: name)
    edit(&source)
    return source
  }

  private func target(on server: StandInServer) throws -> any TriggerTarget & OnlineCheck {
    try ServerKind.snapshot.target(on: server) { _ in await Task.yield() }
  }

  @Test(arguments: [
    (RunConfiguration(steps: ["trainer": ["lr": .number(0.1)]]), nil),
    (RunConfiguration(steps: ["trainr": [:]]), "has no step 'trainr'; it has trainer"),
    (RunConfiguration(steps: ["trainer": ["rate": 1]]), "step 'trainer' has no parameter 'rate'; it takes lr, model"),
    (RunConfiguration(steps: ["trainer": ["lr": "fast"]]), "parameter 'lr' of step 'trainer': 'fast' is no number"),
    (RunConfiguration(parameters: ["lr": 1]), "is of a static pipeline, which takes parameters by step only (steps: trainer)"),
  ])
  func aConfigurationThatTheServerWouldPassOverIsRefusedBeforeItIsSent(_ configuration: RunConfiguration, problem: String?) async throws {
    let server = try StandInServer(sources: [source(1, "nightly")])
    let target = try target(on: server)
    let trigger = Trigger.snapshot(SnapshotTrigger(snapshot: .named("nightly"), configuration: configuration))
    let problems = await target.problems(of: trigger)
    #expect(problems.count == (problem == nil ? 0 : 1))
    #expect(problems.first?.hasSuffix(problem ?? "") ?? true, "\(problems)")
    let result = await target.start(ServerKind.snapshot.fire(trigger))
    #expect(result.meaning == (problem == nil ? .started : .refused))
    #expect(server.runs.isEmpty == (problem != nil))
  }

  @Test func aDynamicPipelineTakesParametersOfItsOwn() async throws {
    let server = try StandInServer(sources: [source(1, "tuning") { $0.isDynamic = true }])
    let target = try target(on: server)
    func problems(_ parameters: JSONValue) async -> [String] {
      await target.problems(
        of: .snapshot(SnapshotTrigger(snapshot: .named("tuning"), configuration: RunConfiguration(parameters: parameters))))
    }
    #expect(await problems(["lr": 1]) == [])
    #expect(await problems(["rate": 1]).first?.contains("has no parameter 'rate'; it takes lr, model") == true)
  }

  @Test func aDeploymentIsCheckedAgainstWhatItSaysItTakes() async throws {
    let server = try ServerKind.deployment.server()
    let target = try ServerKind.deployment.target(on: server) { _ in }
    let good = Trigger.deployment(DeploymentTrigger(deployment: "live", parameters: ["lr": .number(0.1)]))
    let bad = Trigger.deployment(DeploymentTrigger(deployment: "live", parameters: ["rate": .number(0.1)]))
    #expect(await target.check(good) == .sound)
    #expect(await target.check(bad) == .problems(["deployment 'live' has no parameter 'rate'; it takes lr"]))
    #expect(server.starts.isEmpty)
  }

  @Test(arguments: ServerKind.allCases)
  func aServerThatIsAwaySaysNothingAgainstATrigger(_ kind: ServerKind) async throws {
    let server = try kind.server()
    let target = try kind.target(on: server) { _ in }
    server.stop()
    guard case .cannotBeAsked = await target.check(kind.trigger()) else { return #expect(Bool(false)) }
    #expect(await target.problems(of: kind.trigger()) == [])
  }
}
