import CivilTime
import Foundation
import JFrogML
import Scheduling
import Seams
import TestSupport
import Testing
import Triggers

/// The targets of JFrog ML keep every promise of the seam.
@Suite(.timeLimit(.minutes(5))) struct JFrogConformanceTests {
  private static let now = Instant(secondsSinceEpoch: 1_795_226_400)
  private static let template = "{{env:\(TargetUnderTest.secret.variable)}}"

  init() { TestEnvironment.complete() }

  @Test(arguments: TriggerTargetConformance.promises)
  func aDeploymentKeeps(_ promise: TargetPromise) async throws {
    try await promise.check(
      TargetUnderTest { world in
        let (server, client, clock) = try Self.world(world)
        let target = JFrogDeploymentTarget(client: client, clock: clock, polling: Self.polling(clock))
        let trigger = JFrogDeploymentTrigger(name: "{{run_name}}-\(Self.template)", model: "churn", version: .version("1.0"))
        return .init(target, .jfrogDeployment(trigger)) { Self.identities(server) }
      })
  }

  @Test(arguments: TriggerTargetConformance.promises)
  func anExperimentKeeps(_ promise: TargetPromise) async throws {
    try await promise.check(
      TargetUnderTest { world in
        let (server, client, clock) = try Self.world(world)
        let target = JFrogExperimentTarget(client: client, clock: clock, polling: Self.polling(clock))
        let trigger = JFrogExperimentTrigger(name: "retraining", parameters: ["token": .string(Self.template)])
        return .init(target, .jfrogExperiment(trigger)) { Self.identities(server) }
      })
  }

  @Test(arguments: TriggerTargetConformance.promises)
  func anInferenceKeeps(_ promise: TargetPromise) async throws {
    try await promise.check(
      TargetUnderTest { world in
        let (server, client, clock) = try Self.world(world)
        let target = JFrogInferenceTarget(client: client, endpointHosts: ["serve.example"], transport: server, clock: clock)
        let trigger = JFrogInferenceTrigger(model: "churn", body: ["token": .string(Self.template)])
        return .init(target, .jfrogInference(trigger)) { Self.identities(server) }
      })
  }

  private static func world(_ world: TargetUnderTest.World) throws -> (FakeJFrog, JFrogMLClient, VirtualClock) {
    let (server, clock) = (FakeJFrog(), VirtualClock(now))
    server.change { state in
      let url = "https://serve.example/"
      state.deployments = [["id": "d0", "model_id": "m1", "status": "active", "endpoint_url": .string(url)]]
      state.endpoints[url] = .json(nil)
      state.isDown = world == .away
      // It quotes what it was sent, as careless services do.
      if world == .declining { state.refusal = .json(422, ["message": .string("no good: \(TargetUnderTest.secret.value)")]) }
    }
    let client = try JFrogMLClient(
      baseURL: FakeJFrog.base, credentials: .token(TargetUnderTest.secret.value), transport: server, dialect: .server)
    return (server, client, clock)
  }

  private static func polling(_ clock: VirtualClock) -> JFrogPolling { JFrogPolling(clock: clock) { _ in await Task.yield() } }

  private static func identities(_ server: FakeJFrog) -> [String] {
    server.requests.filter { $0.method == "POST" }.map {
      "\($0.header("Idempotency-Key") ?? "") \(String(decoding: $0.body ?? [], as: UTF8.self))"
    }
  }
}
