import CivilTime
import Commands
import CurlHTTP
import JFrogML
import ScheduleFiles
import Scheduling
import Seams
import Triggers
import ZenML
import ZenMLServer

/// Where fires act: one target for each kind of trigger that the configuration makes possible.
struct Targets {
  let all: [Scheduling.Trigger.Kind: any TriggerTarget]
  /// Those that can be asked about a trigger before it is due.
  let checks: [Scheduling.Trigger.Kind: any OnlineCheck]
  let commandRuns: CommandRuns
  let callbacks: CallbackInbox
  /// Nil where nobody can call this daemon.
  let callbackURLs: CallbackURLs?
  /// Nil without a server.
  let client: ZenMLClient?
  let poller: RunPoller?

  init(_ configuration: Configuration, transport: any HTTPTransport, clock: any WallClock) throws {
    let client = try Self.client(configuration, transport: transport, clock: clock)
    let poller = client.map { RunPoller(client: $0) }
    let templates = try Self.templates(configuration, client: client, clock: clock)
    let guarded = EgressGuard(transport, rules: configuration.egress)
    let serverRuns = client.flatMap { client in poller.map { ServerRuns(client: client, poller: $0, clock: clock) } }
    commandRuns = Self.commandRuns(configuration)
    (callbacks, callbackURLs) = (CallbackInbox(), templates.callbacks)
    var all: [Scheduling.Trigger.Kind: any TriggerTarget] = [
      .http: HTTPTarget(transport: guarded, clock: clock, sources: templates, callbacks: callbacks),
      .command: CommandTarget(
        runs: commandRuns, clock: clock, isAllowed: configuration.commands, serverRuns: serverRuns, templates: templates),
    ]
    var checks: [Scheduling.Trigger.Kind: any OnlineCheck] = [:]
    if let client, let serverRuns {
      let runs = RunSourceTarget(runs: serverRuns, sources: ZenMLRunSources(client: client), templates: templates)
      let deployments = DeploymentTarget(runs: serverRuns, deployments: ZenMLDeployments(client: client), templates: templates)
      for kind in [Scheduling.Trigger.Kind.snapshot, .build, .runTemplate] {
        all[kind] = runs
        checks[kind] = runs
      }
      all[.deployment] = deployments
      checks[.deployment] = deployments
    }
    if let jfrog = configuration.jfrog {
      let targets = try Self.jfrogTargets(jfrog, transport: transport, guarded: guarded, clock: clock, templates: templates)
      all.merge(targets) { first, _ in first }
    }
    (self.all, self.checks, self.client, self.poller) = (all, checks, client, poller)
  }

  /// For a command that asks about triggers and starts none. It makes nothing: where others can call, the key of callbacks would be made.
  init(forAsking configuration: Configuration, transport: any HTTPTransport, clock: any WallClock) throws {
    var configuration = configuration
    configuration.publicURL = nil
    try self.init(configuration, transport: transport, clock: clock)
  }

  /// The kinds about which the other side can be asked.
  var askable: Set<Scheduling.Trigger.Kind> { Set(checks.keys) }

  /// What is wrong with a trigger as far as the other side can be asked: empty when nothing is, nil when it cannot tell now or
  /// never can.
  func problems(of trigger: Scheduling.Trigger) async -> [String]? {
    guard let check = checks[trigger.kind] else { return nil }
    switch await check.check(trigger) {
    case .sound: return []
    case .problems(let problems): return problems
    case .cannotBeAsked: return nil
    }
  }

  /// A client of the server that the configuration names; nil without one.
  static func client(_ configuration: Configuration, transport: any HTTPTransport, clock: any WallClock) throws -> ZenMLClient? {
    guard let server = configuration.server else { return nil }
    let zenml = try DaemonError.wrap {
      try ZenMLConfiguration(url: server.url, project: server.project, credentials: server.authentication.credentials)
    }
    return ZenMLClient(configuration: zenml, transport: transport, clock: clock)
  }

  private static func commandRuns(_ configuration: Configuration) -> CommandRuns {
    CommandRuns(
      supervisorPath: CommandRuns.locateSupervisor() ?? "carillon-supervisor", runsDirectory: "\(configuration.stateDirectory)/runs",
      cgroup: CgroupDelegation.ofThisProcess().path)
  }

  private static func templates(_ configuration: Configuration, client: ZenMLClient?, clock: any WallClock) throws -> TemplateSources {
    var templates = TemplateSources.ofProcess
    if let client { templates.secrets = CachingSecretSource(ZenMLSecretStore(client: client), clock: clock) }
    if let url = configuration.publicURL {
      let key = try DaemonError.wrap { try CallbackKeyFile.key(at: "\(configuration.stateDirectory)/callback.key") }
      templates.callbacks = CallbackURLs(publicURL: url, key: key)
    }
    return templates
  }

  /// - Parameter guarded: for what JFrog ML says where to send; its own address is the administrator's.
  private static func jfrogTargets(
    _ jfrog: Configuration.JFrog, transport: any HTTPTransport, guarded: any HTTPTransport, clock: any WallClock, templates: TemplateSources
  ) throws -> [Scheduling.Trigger.Kind: any TriggerTarget] {
    let client = try DaemonError.wrap {
      try JFrogMLClient(baseURL: jfrog.url, credentials: jfrog.authentication.credentials, transport: transport, now: { clock.now() })
    }
    let polling = JFrogPolling(clock: clock)
    return [
      .jfrogDeployment: JFrogDeploymentTarget(client: client, clock: clock, polling: polling, templates: templates),
      .jfrogExperiment: JFrogExperimentTarget(client: client, clock: clock, polling: polling, templates: templates),
      .jfrogInference: JFrogInferenceTarget(
        client: client, endpointHosts: jfrog.endpointHosts, transport: guarded, clock: clock, templates: templates),
    ]
  }
}

/// The ZenML server's secret store.
private struct ZenMLSecretStore: SecretSource {
  let client: ZenMLClient

  func value(_ name: String, _ key: String) async throws(SecretError) -> String {
    let values: [String: String]
    do throws(ZenMLError) {
      values = try await client.secrets.values(of: name)
    } catch {
      throw SecretError(error.kind == .notFound ? .notFound : .unavailable, error.description)
    }
    guard let value = values[key] else {
      let known = values.keys.sorted().joined(separator: ", ")
      throw SecretError(.notFound, "secret '\(name)' of the ZenML server has no key '\(key)'; it has \(known)")
    }
    return value
  }
}

extension Configuration.Server.Authentication {
  var credentials: ZenMLCredentials {
    switch self {
    case .apiKey(let key): .apiKey(key.value)
    case .password(let username, let password): .password(username: username, password: password.value)
    case .token(let token): .token(token.value)
    }
  }
}

extension Configuration.JFrog.Authentication {
  var credentials: JFrogMLCredentials {
    switch self {
    case .password(let username, let password): .basic(username: username, password: password.value)
    case .token(let token): .token(token.value)
    }
  }
}
