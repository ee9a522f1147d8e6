import CivilTime
import Commands
import CurlHTTP
import Foundation
import HostTime
import Scheduling
import Seams
import Synchronization
import TestSupport
import Testing
import Triggers
import ZenML
import ZenMLServer

/// Every target keeps every promise of the seam.
@Suite(.timeLimit(.minutes(5))) struct TargetConformanceTests {
  private static let now = Instant(secondsSinceEpoch: 1_795_226_400)
  private static let template = "{{env:\(TargetUnderTest.secret.variable)}}"

  init() { TestEnvironment.complete() }

  @Test(arguments: TriggerTargetConformance.promises)
  func aScriptedTargetKeeps(_ promise: TargetPromise) async throws {
    try await promise.check(TargetUnderTest { Self.scripted($0) })
  }

  @Test(arguments: TriggerTargetConformance.promises)
  func anHTTPTargetKeeps(_ promise: TargetPromise) async throws {
    try await promise.check(TargetUnderTest { try Self.http($0) })
  }

  @Test(arguments: TriggerTargetConformance.promises)
  func aCommandTargetKeeps(_ promise: TargetPromise) async throws {
    try await promise.check(TargetUnderTest { try Self.command($0) })
  }

  @Test(arguments: TriggerTargetConformance.promises)
  func aDeploymentTargetKeeps(_ promise: TargetPromise) async throws {
    try await promise.check(TargetUnderTest { try Self.deployment($0) })
  }

  private static func scripted(_ world: TargetUnderTest.World) -> TargetUnderTest.Scene {
    let running = Mutex<Set<Identifier>>([])
    let runs: @Sendable (Fire) -> Bool = { fire in running.withLock { $0.contains(fire.idempotencyKey) } }
    let target = ScriptedTarget(
      { fire in
        switch world {
        case .working:
          running.withLock { _ = $0.insert(fire.idempotencyKey) }
          return .started(runID: fire.runName, sentAt: now)
        case .declining: return .refused(.failed, Reason("declined", "the script declines"))
        case .away: return .unavailable(Reason("away", "the script is away"))
        }
      },
      lookUp: { runs($0) ? .running(runID: $0.runName, sentAt: now) : .notStarted },
      stop: { fire, _ in runs(fire) ? .asked : .impossible(Reason("not_started", "the script did not start it")) })
    return .init(target, .http(HTTPTrigger(url: "http://scripted.example/"))) {
      target.fires.map(\.idempotencyKey.description)
    }
  }

  private static func http(_ world: TargetUnderTest.World) throws -> TargetUnderTest.Scene {
    let server = try LoopbackServer { request in
      // It quotes what it was sent, as careless services do.
      world == .working ? .response(200) : .response(403, body: "no: \(request.target) \(request.header("Authorization") ?? "")")
    }
    if world == .away { server.stop() }
    let trigger = HTTPTrigger(
      url: "\(server.url)/hooks/\(template)?key=\(template)", headers: ["Authorization": "Bearer \(template)"],
      body: ["key": .string(template)])
    return .init(HTTPTarget(transport: CurlHTTPTransport(), clock: VirtualClock(now)), .http(trigger)) {
      server.requests.map { "\($0.header("Idempotency-Key") ?? "") \($0.header("X-Carillon-Run-Name") ?? "")" }
    }
  }

  private static func command(_ world: TargetUnderTest.World) throws -> TargetUnderTest.Scene {
    let scratch = try ScratchDirectory()
    let located = try #require(CommandRuns.locateSupervisor(), "carillon-supervisor is built beside the tests")
    let runs = CommandRuns(
      supervisorPath: world == .away ? "/no/such/supervisor" : located, runsDirectory: scratch.path("runs"))
    let end = world == .declining ? "\0" : ""
    let trigger = CommandTrigger(argv: ["tail", "-f", "/dev/null"], env: ["TOKEN": template + end])
    return .init(CommandTarget(runs: runs, clock: HostClock()), .command(trigger)) {
      (try? FileManager.default.contentsOfDirectory(atPath: scratch.path("runs"))) ?? []
    }
  }

  private static func deployment(_ world: TargetUnderTest.World) throws -> TargetUnderTest.Scene {
    let (server, clock) = (FakeZenML(), VirtualClock(now))
    server.change { state in
      var deployment = FakeDeployment(id: FakeZenML.id(30), name: "live", pipeline: FakeZenML.id(10), url: "http://live.example")
      if world == .declining { deployment.refusal = .json(422, ["detail": .string("no good: \(TargetUnderTest.secret.value)")]) }
      state.deployments = [deployment]
      state.isDown = world == .away
    }
    let client = ZenMLClient(
      configuration: try ZenMLConfiguration(url: "https://zen.example", credentials: .apiKey(TargetUnderTest.secret.value)),
      transport: server, clock: clock)
    let poller = RunPoller(client: client) { _ in await Task.yield() }
    let target = DeploymentTarget(client: client, deployments: ZenMLDeployments(client: client), poller: poller, clock: clock)
    let trigger = DeploymentTrigger(deployment: "live", parameters: ["token": .string(template)])
    return .init(target, .deployment(trigger), letWork: { server.letRunsWork() }) {
      server.requests.filter { $0.url.hasSuffix("/submit") }.map { request in
        let key = request.headers.first { $0.name == "Idempotency-Key" }?.value ?? ""
        return "\(key) \(String(decoding: request.body ?? [], as: UTF8.self))"
      }
    }
  }
}
