import CivilTime
import Engine
import Foundation
import Glibc
import Logging
import Seams
import ServiceLifecycle
import Services
import Systemd

/// Tells the service manager that the daemon is alive, for as long as it does what it promises: the engine answers, the
/// last look at itself is not old and found nothing but what was due before the start, and the store's file is sound. Otherwise it keeps
/// silent, and the service manager starts the daemon anew.   Source: sd_watchdog_enabled(3), systemd 252.
struct Watchdog: Service {
  let notifier: SystemdNotifier
  let engine: SchedulerEngine
  let selfAudit: SelfAudit
  let storeWatch: StoreWatch
  let clock: any WallClock
  let startedAt: Instant
  /// How often it is told.
  let interval: Duration
  let log: Logger

  /// `WATCHDOG_USEC`, when it is meant for this process.
  static func limit(_ environment: [String: String], process: Int32) -> Duration? {
    guard let microseconds = environment["WATCHDOG_USEC"].flatMap({ Int64($0) }), microseconds > 0 else { return nil }
    if let wanted = environment["WATCHDOG_PID"], wanted != String(process) { return nil }
    return .microseconds(microseconds)
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var isSilent = false
      while !Task.isCancelled {
        let problem = await problem()
        if problem == nil {
          tell()
        } else if !isSilent {
          log.critical("the watchdog is kept waiting", metadata: ["why": "\(problem ?? "")"])
        }
        isSilent = problem != nil
        await Doorbell().wait(until: clock.now().advanced(by: interval), by: clock)
      }
    }
  }

  /// Why the daemon should be started anew; nil when all is well. Does not return while the engine is stuck.
  func problem() async -> String? {
    _ = await engine.firesUnderWay
    if let age = await selfAudit.ageWhenTooOld(start: startedAt) {
      return "the daemon has not looked at itself for \(age.components.seconds) s"
    }
    if let finding = await selfAudit.findings.first(where: \.callsForRestart) { return finding.sentence }
    return await storeWatch.isSound ? nil : "the store's file is damaged"
  }

  private func tell() {
    do { try notifier.notify(.watchdog) } catch { log.warning("the service manager cannot be told", metadata: ["error": "\(error)"]) }
  }
}

extension Watchdog {
  /// - Returns: nil when no service manager expects to be told.
  init?(_ parts: Parts, notifier: SystemdNotifier, log: Logger, environment: [String: String] = ProcessInfo.processInfo.environment) {
    guard notifier.isEnabled, let limit = Self.limit(environment, process: getpid()) else { return nil }
    self.notifier = notifier
    (engine, selfAudit, storeWatch, clock) = (parts.engine, parts.selfAudit, parts.storeWatch, parts.clock)
    startedAt = parts.clock.now()
    // systemd recommends half of it; a third leaves room for a stall.
    interval = limit / 3
    self.log = log
  }
}
