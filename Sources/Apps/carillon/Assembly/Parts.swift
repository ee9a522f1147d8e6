import Alerts
import CivilTime
import Commands
import ControlMessages
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
import ZenMLServer

/// Everything that the daemon is made of, wired.
struct Parts {
  let clock: any WallClock
  let engine: SchedulerEngine
  let sync: ScheduleSync
  /// The schedule files as they are at the start, or as the ledger has them.
  let firstListing: Task<FileListing, Never>
  let fileMemory: FileMemory
  /// The store's.
  let instance: Identifier
  let tracker: RunTracker
  let operations: DaemonOperations
  let pages: DaemonPages
  let monitor: Monitor
  let hub: EventHub
  let keyStore: any KeyStore
  /// Nil without a server.
  let users: (any UserDirectory)?
  let storeWatch: StoreWatch
  let selfAudit: SelfAudit
  let retention: Retention
  let zoneWatch: ZoneWatch
  let triggerWatch: TriggerWatch
  let alerts: AlertParts
  /// Nil without a server.
  let reporter: Reporter?
  let poller: RunPoller?

  init(configuration: Configuration, log: Logger) async throws {
    let (clock, zones, transport) = (HostClock(), HostZones(), CurlHTTPTransport())
    let path = "\(configuration.stateDirectory)/carillon.db"
    let allowsCallbacks = configuration.publicURL != nil
    let reader = Mutex(
      ScheduleFileReader(
        paths: configuration.schedules, ifThere: configuration.schedulesIfThere, calendars: configuration.calendars,
        allowsCallbacks: allowsCallbacks, alertSinks: Set(configuration.alerts.rules.sinks), program: CarillonVersion.current,
        zoneNamed: zones.zone(named:)))
    let files = SharedFileReader(reader: reader, allowsCallbacks: allowsCallbacks)
    fileMemory = FileMemory(stateDirectory: configuration.stateDirectory)
    let remembered = fileMemory.take()
    // A new store has to wait for its disk: meanwhile the files are read, unless they are as they were.
    let reading = Task.detached { remembered.map { $0.files == files.fingerprint() } ?? false ? nil : files.read() }
    let opened = try await StoreWatch.open(path, now: clock.now())
    let store = opened.store
    storeWatch = try await StoreWatch(opened, path: path, clock: clock, log: log)
    keyStore = store
    users = configuration.server.map { ZenMLUsers(serverURL: $0.url, transport: transport, now: { clock.now() }) }
    let targets = try Targets(configuration, transport: transport, clock: clock)
    let engine = SchedulerEngine(
      clock: clock, store: store, targets: targets.all, zoneNamed: zones.zone(named:), limits: configuration.limits, log: log)
    store.whenDamageIsFound { [storeWatch] in Task { await storeWatch.damageWasMet() } }
    // A start waits for the longest of these, not for their sum.
    let restoring = Task { try await StoreWatch.reading(store, at: path) { try await engine.restore() } }
    firstListing = Task.detached {
      if let listing = await reading.value {
        guard listing.needsWhatWasInForce, let stored = try? await restoring.value else { return listing }
        return files.read(settledBy: stored.schedules)
      }
      guard let stored = try? await restoring.value,
        let listing = remembered?.listing(of: stored.schedules, instance: stored.instance)
      else { return files.read() }
      files.remember(listing.schedules)
      return listing
    }
    async let cached = StoreWatch.reading(store, at: path) { try await store.sourceCache() }
    let stored = try await restoring.value
    instance = stored.instance
    let source = targets.client.map { client in
      ZenMLScheduleSource(client: client, instance: stored.instance, clock: clock) { log.warning("\($0)") }
    }
    let catalog = ScheduleCatalog(
      cache: try await cached, restored: stored.schedules,
      hasServer: source != nil, hasJFrog: configuration.jfrog != nil, allowsCommands: configuration.commands,
      allowed: configuration.serverBindings, parse: files.binding)
    let definitions = try await StoreWatch.reading(store, at: path) { try await store.localSchedules() }
    let local = LocalSchedules(store: store, stored: definitions, clock: clock, read: files.definition(zones))
    let sync = ScheduleSync(
      engine: engine, store: store, source: source, origin: configuration.server.map { SourceOrigin(url: $0.url, project: $0.project) },
      catalog: catalog, readFiles: { files.read() }, readLocal: { await local.listing() },
      clock: clock,
      zoneNamed: zones.zone(named:),
      intervals: .init(poll: configuration.syncInterval, sweep: configuration.sweepInterval), log: log)
    tracker = RunTracker(engine: engine, targets: targets.all)
    reporter = source.map { Reporter(engine: engine, store: store, source: $0, clock: clock, log: log) }
    selfAudit = SelfAudit(engine: engine, store: store, clock: clock, startedAt: clock.now(), log: log)
    let limits = configuration.retention
    retention = Retention(store: store, limits: limits, clock: clock, log: log) {
      await Self.tidyCommands(targets.commandRuns, engine, limits, clock, log)
      await JournalRetention(journal: store, age: limits.age, log: log).tidy(now: clock.now())
    }
    zoneWatch = ZoneWatch(sync: sync, clock: clock, log: log, refresh: zones.refresh)
    let triggerWatch = TriggerWatch(engine: engine, clock: clock, log: log, kinds: targets.askable, check: targets.problems)
    self.triggerWatch = triggerWatch
    let health = DaemonHealth(
      engine: engine, sync: sync, selfAudit: selfAudit, storeWatch: storeWatch, startedAt: clock.now(), hasServer: source != nil)
    alerts = AlertParts(
      configuration, health, store: store, targets: targets, instance: stored.instance, transport: transport, clock: clock, log: log)
    await alerts.pinger.begin()
    hub = EventHub(engine: engine, clock: clock)
    await hub.begin()
    operations = DaemonOperations(
      engine: engine, store: store, pages: store, hub: hub, callbacks: targets.callbacks, callbackURLs: targets.callbackURLs,
      targets: targets.all, sync: sync, triggerWatch: triggerWatch, selfAudit: selfAudit,
      storeWatch: storeWatch, alerting: alerts.alerting, clock: clock, zoneNamed: zones.zone(named:),
      serverURL: configuration.server?.url, instance: stored.instance,
      project: configuration.server.flatMap { server in
        targets.client.map { client in ServerProject(configured: server.project) { await client.knownProjectID } }
      },
      retention: configuration.retention.words, startedAt: clock.now(),
      local: local, readDefinition: files.definition(zones), localRules: LocalScheduleRules(bindings: configuration.serverBindings),
      journal: store, log: log)
    pages = DaemonPages(operations: operations, counts: store)
    monitor = Monitor(
      engine: engine, store: store, sync: sync, selfAudit: selfAudit, storeWatch: storeWatch, hasServer: source != nil,
      startedAt: clock.now(), clock: clock)
    poller = targets.poller
    (self.clock, self.engine, self.sync) = (clock, engine, sync)
  }

  /// What commands have left behind goes with the ledger's rows; never that of a fire which has not ended.
  private static func tidyCommands(
    _ runs: CommandRuns, _ engine: SchedulerEngine, _ limits: RetentionLimits, _ clock: HostClock, _ log: Logger
  )
    async
  {
    let needed = await engine.activeRows.compactMap(Fire.init).map(CommandTarget.runName)
    let horizon = clock.now().advanced(by: .zero - (limits.age ?? commandRunAge))
    let pruning = await runs.prune(olderThan: horizon.microsecondsSinceEpoch, keeping: commandRunCount, needed: Set(needed))
    for failure in pruning.failures { log.warning("what a command left cannot be deleted", metadata: ["error": "\(failure)"]) }
    runs.removeLeftCgroups()
  }

  /// Where the ledger keeps rows for ever, the output of commands still goes.
  private static let commandRunAge: Duration = .seconds(90 * 86_400)
  /// Each has a folder of its own, with up to 10 MiB of output.
  private static let commandRunCount = 10_000
}

/// Reads the schedule files; one reading at a time.
private final class SharedFileReader: Sendable {
  private let reader: Mutex<ScheduleFileReader>
  /// The configuration's calendars as they were last read.
  private let calendars = Mutex(NamedCalendars.none)

  private let allowsCallbacks: Bool

  init(reader: consuming sending Mutex<ScheduleFileReader>, allowsCallbacks: Bool) {
    self.reader = reader
    self.allowsCallbacks = allowsCallbacks
  }

  /// Reads what the server holds as a schedule's binding.
  func binding(_ text: String) throws(BindingTextError) -> BindingContent {
    try BindingText.parse(text, calendars: calendars.withLock { $0 }, allowsCallbacks: allowsCallbacks)
  }

  /// Reads the definition of a local schedule.
  func definition(_ zones: HostZones) -> LocalSchedules.Reader {
    { text throws(LocalDefinitionError) in
      let context = LocalScheduleText.Context(
        calendars: self.calendars.withLock { $0 }, allowsCallbacks: self.allowsCallbacks, zoneNamed: zones.zone(named:))
      return try LocalScheduleText.read(text, in: context)
    }
  }

  /// Nil where nothing knows what the files say again.
  func fingerprint() -> String? { reader.withLock { $0.fingerprint() } }

  func remember(_ schedules: [FileSchedule]) { reader.withLock { $0.remember(schedules) } }

  func read() -> FileListing {
    let catalog = reader.withLock { $0.read() }
    calendars.withLock { $0 = catalog.calendars }
    var listing = FileListing(
      schedules: catalog.schedules, bindings: catalog.bindings, problems: catalog.problems.map(\.sentence), unknown: catalog.unknown,
      fingerprint: catalog.fingerprint)
    (listing.stale, listing.contested, listing.emptyFolders) = (catalog.stale, catalog.contested, catalog.emptyFolders)
    listing.lacksCalendars = !catalog.calendars.unreadable.isEmpty
    return listing
  }

  /// Once more, now that it is known what an earlier life had in force.
  func read(settledBy stored: [StoredSchedule]) -> FileListing {
    var files: [String: String] = [:]
    for definition in stored.lazy.map(\.revision.definition) where definition.record.source == .file {
      files[definition.record.name] = definition.originFile.map(String.init)
    }
    reader.withLock { reader in
      reader.settle(files)
      reader.settleCalendars(by: stored)
    }
    return read()
  }
}

extension RetentionLimits {
  /// In words, for people.
  fileprivate var words: String {
    let limits = [
      age.map { "older than \($0.inWords)" }, rows.map { "beyond the newest \($0)" },
      bytes.map { "while the file is larger than \($0 >> 20) MiB" },
    ].compactMap(\.self)
    if limits.isEmpty { return "rows are kept for ever" }
    let lastDay = rows == nil && bytes == nil ? "" : "; the last day always stays"
    return "rows with a final outcome are deleted when they are " + limits.joined(separator: ", or ") + lastDay
  }
}
