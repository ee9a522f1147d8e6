import CLinux
import ControlAPI
import CurlHTTP
import Engine
import Foundation
import Glibc
import HostTime
import Logging
import SQLiteStorage
import ScheduleFiles
import Scheduling
import Seams
import ServiceLifecycle
import Services
import Systemd
import Triggers
import ZenML
import ZenMLServer

/// The one place that names concrete types: builds the daemon, runs it, and stops it.
struct Daemon {
  let configuration: Configuration
  /// Tells people on standard output what happens, instead of leaving them to the log.
  let narrates: Bool

  /// SIGTERM ends the daemon within 10 s, the last second of which is for leaving in order.
  private static let drainLimit: Duration = .seconds(9)

  /// Returns when the daemon has been told to stop, and has.
  func run() async throws {
    let signals = (stop: HeldSignals(SIGTERM, SIGINT), reload: HeldSignals(SIGHUP))
    #if DEBUG
      FaultPoint.installFromEnvironment()
    #endif
    // A sync of 1 000 schedules left 4 MiB more behind without it.
    linux_keep_heap_small()
    // Whoever reads our output may go away; that is no reason to stop firing.
    signal(SIGPIPE, SIG_IGN)
    let log = DaemonLog.make(configuration, quiet: narrates)
    configuration.warnings.forEach { log.warning("\($0.sentence)") }
    let environment = ProcessInfo.processInfo.environment
    let notifier = try DaemonError.wrap { try SystemdNotifier(notifySocket: environment["NOTIFY_SOCKET"]) }
    let lock = try DaemonError.wrap { try StateDirectoryLock(directory: configuration.stateDirectory) }
    defer { withExtendedLifetime(lock) {} }
    let parts = try await Parts(configuration: configuration, log: log)
    let listing = await parts.firstListing.value
    await parts.alerts.alerting.prepare()
    await parts.sync.prepare(listing)
    let narrator = narrates ? Narrator(configuration: configuration, engine: parts.engine) : nil
    await narrator?.begin()
    let tracker = parts.tracker
    await parts.engine.open(follow: { tracker.follow($0) }, unfollow: { tracker.unfollow($0) })
    try await serve(parts, signals, hasReadFiles: !listing.isRemembered, notifier: notifier, narrator: narrator, log: log)
    await parts.fileMemory.keep(parts.engine, parts.sync, instance: parts.instance, log: log)
    await parts.storeWatch.markCleanStop()
    log.notice("stopped")
  }

  private func serve(
    _ parts: Parts, _ signals: (stop: HeldSignals, reload: HeldSignals), hasReadFiles: Bool, notifier: SystemdNotifier,
    narrator: Narrator?, log: Logger
  ) async throws {
    let watch = ServiceManagerWatch(notifier: notifier, engine: parts.engine, sync: parts.sync, clock: parts.clock, log: log)
    let network = try NetworkParts(configuration, parts, log: log)
    let reload = ReloadService(sync: parts.sync, watch: watch, certificate: network.certificate, log: log)
    let control = ControlServer(
      path: configuration.socketPath, doors: network.doors, operations: parts.operations, pages: parts.pages, gatehouse: network.gatehouse,
      monitoring: parts.monitor, logger: log
    ) { _ in
      FaultPoint.reach(.beforeReady)
      watch.isReady()
      linux_forget_the_start()
      if !hasReadFiles { reload.readFiles() }
      signals.reload.handle { reload.readEverything() }
      await narrator?.isReady(signIn: network.gatehouse.makeSignInLink()?.url)
    }
    // What comes first is stopped last: switches and alerts hear of what the engine writes while it stops.
    var services: [any Service] = [
      parts.alerts.pinger, parts.alerts.alerting,
      EngineService(engine: parts.engine, tracker: parts.tracker, poller: parts.poller, clock: parts.clock),
    ]
    if let reporter = parts.reporter { services.append(reporter) }
    services += [parts.sync, watch, reload, control]
    services += [parts.selfAudit, parts.retention, parts.zoneWatch, parts.triggerWatch, parts.storeWatch]
    services += parts.alerts.services
    // Behind the control server, so that it ends first: an answer that never ends would hold up the server's end.
    services.append(parts.hub)
    if let watchdog = Watchdog(parts, notifier: notifier, log: log) { services.append(watchdog) }
    // By default the library takes all that a service holds for its name.
    let named = services.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0, serviceName: "\(type(of: $0))") }
    var configuration = ServiceGroupConfiguration(services: named, logger: log.quietly)
    configuration.maximumGracefulShutdownDuration = Self.drainLimit
    let group = ServiceGroup(configuration: configuration)
    signals.stop.handle { [engine = parts.engine] in
      // At once: the engine's service is stopped behind the control server, which waits for its answers.
      Task { await engine.startNothingMore() }
      Task { await group.triggerGracefulShutdown() }
    }
    try await DaemonError.wrapAsync { try await group.run() }
    await narrator?.end()
  }
}

/// Why the daemon does not run, in a sentence for the operator.
struct DaemonError: Error, CustomStringConvertible {
  let description: String

  static func wrap<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch { throw DaemonError(description: "\(error)") }
  }

  static func wrapAsync<Value>(_ body: () async throws -> Value) async throws -> Value {
    do { return try await body() } catch { throw DaemonError(description: "\(error)") }
  }
}

extension Logger {
  /// The library's own messages only when something is wrong.
  fileprivate var quietly: Logger {
    var log = self
    log.logLevel = max(logLevel, .warning)
    return log
  }
}
