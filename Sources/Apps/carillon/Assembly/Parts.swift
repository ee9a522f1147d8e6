import CivilTime
import Commands
import CurlHTTP
import Engine
import HostTime
import Logging
import SQLiteStorage
import ScheduleFiles
import Scheduling
import Seams
import Services
import Synchronization
import Triggers
import ZenML

/// Everything that the daemon is made of, wired.
struct Parts {
  let clock: any WallClock
  let engine: SchedulerEngine
  let sync: ScheduleSync
  let tracker: RunTracker
  let operations: DaemonOperations
  let storeWatch: StoreWatch
  let selfAudit: SelfAudit
  let retention: Retention
  let zoneWatch: ZoneWatch
  /// Nil without a server.
  let reporter: Reporter?
  let poller: RunPoller?

  init(configuration: Configuration, log: Logger) async throws {
    let (clock, zones, transport) = (HostClock(), HostZones(), CurlHTTPTransport())
    let path = "\(configuration.stateDirectory)/carillon.db"
    let opened = try StoreWatch.open(path, now: clock.now())
    let store = opened.store
    storeWatch = try await StoreWatch(opened, path: path, clock: clock, log: log)
    let client = try Self.client(configuration, transport: transport, clock: clock)
    let poller = client.map { RunPoller(client: $0) }
    let targets = Self.targets(configuration, transport: transport, client: client, poller: poller, clock: clock)
    let engine = SchedulerEngine(
      clock: clock, store: store, targets: targets, zoneNamed: zones.zone(named:), limits: configuration.limits, log: log)
    let stored = try await engine.restore()
    let source = client.map { client in
      ZenMLScheduleSource(client: client, instance: stored.instance, clock: clock) { log.warning("\($0)") }
    }
    let reader = Mutex(
      ScheduleFileReader(paths: configuration.schedules, calendars: configuration.calendars, zoneNamed: zones.zone(named:)))
    let files = SharedFileReader(reader: reader)
    let catalog = ScheduleCatalog(
      cache: try await store.sourceCache(), applied: Set(stored.schedules.map(\.revision.scheduleID)),
      hasServer: source != nil, allowedHosts: configuration.allowedHosts, parse: files.binding)
    let sync = ScheduleSync(
      engine: engine, store: store, source: source, catalog: catalog, readFiles: { files.read() }, clock: clock,
      zoneNamed: zones.zone(named:),
      intervals: .init(poll: configuration.syncInterval, sweep: configuration.sweepInterval), log: log)
    tracker = RunTracker(engine: engine, targets: targets)
    reporter = source.map { Reporter(engine: engine, store: store, source: $0, clock: clock, log: log) }
    selfAudit = SelfAudit(engine: engine, store: store, clock: clock, log: log)
    retention = Retention(store: store, limits: configuration.retention, clock: clock, log: log)
    zoneWatch = ZoneWatch(engine: engine, clock: clock, log: log, refresh: zones.refresh)
    operations = DaemonOperations(
      engine: engine, store: store, sync: sync, selfAudit: selfAudit, storeWatch: storeWatch, clock: clock, zoneNamed: zones.zone(named:),
      serverURL: configuration.server?.url, instance: stored.instance, retention: configuration.retention.words, startedAt: clock.now())
    self.poller = poller
    (self.clock, self.engine, self.sync) = (clock, engine, sync)
  }

  private static func client(
    _ configuration: Configuration, transport: any HTTPTransport, clock: any WallClock
  ) throws -> ZenMLClient? {
    guard let server = configuration.server else { return nil }
    let zenml = try DaemonError.wrap {
      try ZenMLConfiguration(url: server.url, project: server.project, credentials: server.authentication.credentials)
    }
    return ZenMLClient(configuration: zenml, transport: transport, clock: clock)
  }

  private static func targets(
    _ configuration: Configuration, transport: any HTTPTransport, client: ZenMLClient?, poller: RunPoller?,
    clock: any WallClock
  ) -> [Scheduling.Trigger.Kind: any TriggerTarget] {
    var targets: [Scheduling.Trigger.Kind: any TriggerTarget] = [.http: HTTPTarget(transport: transport, clock: clock)]
    let supervisor = CommandRuns.locateSupervisor() ?? "carillon-supervisor"
    let runs = CommandRuns(supervisorPath: supervisor, runsDirectory: "\(configuration.stateDirectory)/runs")
    targets[.command] = CommandTarget(runs: runs, clock: clock)
    if let client, let poller {
      targets[.deployment] = DeploymentTarget(
        client: client, deployments: ZenMLDeployments(client: client), poller: poller, clock: clock)
    }
    return targets
  }
}

/// Reads the schedule files; one reading at a time.
private final class SharedFileReader: Sendable {
  private let reader: Mutex<ScheduleFileReader>
  /// The configuration's calendars as they were last read.
  private let calendars = Mutex(NamedCalendars.none)

  init(reader: consuming sending Mutex<ScheduleFileReader>) { self.reader = reader }

  /// Reads what the server holds as a schedule's binding.
  func binding(_ text: String) throws(BindingTextError) -> BindingContent {
    try BindingText.parse(text, calendars: calendars.withLock { $0 })
  }

  func read() -> FileListing {
    let catalog = reader.withLock { $0.read() }
    calendars.withLock { $0 = catalog.calendars }
    return FileListing(
      schedules: catalog.schedules, bindings: catalog.bindings, problems: catalog.problems.map(\.sentence))
  }
}

extension RetentionLimits {
  /// In words, for people.
  fileprivate var words: String {
    let limits = [
      age.map { "older than \(PolicyWords.words($0))" }, rows.map { "beyond the newest \($0)" },
      bytes.map { "while the file is larger than \($0 >> 20) MiB" },
    ].compactMap(\.self)
    return limits.isEmpty
      ? "rows are kept for ever" : "rows with a final outcome are deleted when they are " + limits.joined(separator: ", or ")
  }
}

extension Configuration.Server.Authentication {
  fileprivate var credentials: ZenMLCredentials {
    switch self {
    case .apiKey(let key): .apiKey(key.value)
    case .password(let username, let password): .password(username: username, password: password.value)
    case .token(let token): .token(token.value)
    }
  }
}
