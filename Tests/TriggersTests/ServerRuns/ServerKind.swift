import CivilTime
import CurlHTTP
import Scheduling
import Seams
import TestSupport
import Triggers
import ZenML
import ZenMLServer

/// A kind of trigger whose fires become runs on a server, and a server on which they do.
enum ServerKind: String, Sendable, CaseIterable {
  case snapshot, build, runTemplate, deployment

  static let now = Instant(secondsSinceEpoch: 1_795_226_400)

  func server() throws -> StandInServer {
    try StandInServer(version: self == .build ? "0.58.2" : "0.98.0", sources: [source].compactMap(\.self))
  }

  private var source: StandInServer.Source? {
    switch self {
    case .snapshot: .init(kind: "pipeline_snapshots", id: StandInServer.number(40), name: "nightly")
    case .build: .init(kind: "pipeline_builds", id: StandInServer.number(41), name: "build")
    case .runTemplate: .init(kind: "run_templates", id: StandInServer.number(42), name: "nightly")
    case .deployment: nil
    }
  }

  /// - Parameter text: becomes a parameter.
  func trigger(_ text: String = "rf") -> Trigger {
    let configuration = RunConfiguration(steps: ["trainer": ["model": .string(text)]])
    return switch self {
    case .snapshot: .snapshot(SnapshotTrigger(snapshot: .named("nightly"), configuration: configuration))
    case .build: .build(BuildTrigger(pipeline: "training", version: "1", configuration: configuration))
    case .runTemplate: .runTemplate(RunTemplateTrigger(template: "nightly", configuration: configuration))
    case .deployment: .deployment(DeploymentTrigger(deployment: "live", parameters: ["model": .string(text)]))
    }
  }

  /// - Parameter patience: how long the answer to a start is waited for.
  func target(
    on server: StandInServer, key: String = "ZENKEY_secret", patience: Duration = .seconds(60),
    clock: VirtualClock = VirtualClock(ServerKind.now), pause: @escaping @Sendable (Duration) async throws -> Void
  ) throws -> any TriggerTarget & OnlineCheck {
    let client = ZenMLClient(
      configuration: try ZenMLConfiguration(url: server.url, credentials: .apiKey(key)), transport: HurriedTransport(patience: patience),
      clock: clock)
    let runs = ServerRuns(client: client, poller: RunPoller(client: client, pause: pause), clock: clock)
    return switch self {
    case .deployment: DeploymentTarget(runs: runs, deployments: ZenMLDeployments(client: client))
    case .snapshot, .build, .runTemplate: RunSourceTarget(runs: runs, sources: ZenMLRunSources(client: client))
    }
  }

  func fire(attempt: Int = 1, runID: String? = nil, _ trigger: Trigger? = nil) -> Fire {
    let (schedule, due) = (Identifier(high: 0, low: 1), Self.now)
    let id = Fire.id(schedule: schedule, due: due)
    return Fire(
      id: id, kind: .scheduled, scheduleID: schedule, scheduleName: "nightly", due: due,
      runName: Fire.runName(schedule: "nightly", due: due, id: id), attempt: attempt, claimedAt: due, trigger: trigger ?? self.trigger(),
      runID: runID)
  }
}

/// Real requests that wait for an answer as long as a test says: not long where an answer never ends.
private struct HurriedTransport: HTTPTransport {
  let patience: Duration
  private let transport = CurlHTTPTransport()

  init(patience: Duration) { self.patience = patience }

  func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
    var request = request
    if request.url.hasSuffix("/runs") || request.url.hasSuffix("/submit") { request.timeouts.total = patience }
    return try await transport.send(request)
  }
}
