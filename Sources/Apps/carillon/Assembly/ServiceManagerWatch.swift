import CivilTime
import Engine
import Logging
import Scheduling
import Seams
import ServiceLifecycle
import Services
import Systemd

/// Tells the service manager how the daemon is doing. Without one it does nothing.
struct ServiceManagerWatch: Service {
  let notifier: SystemdNotifier
  let engine: SchedulerEngine
  let sync: ScheduleSync
  let clock: any WallClock
  let log: Logger

  func isReady() { tell { try notifier.notify(.ready) } }
  func isReloading() { tell { try notifier.notifyReloading() } }

  /// Keeps the status line true: after each change of the ledger, and once a minute for the age of the last sync.
  func run() async throws {
    guard notifier.isEnabled else {
      try? await gracefulShutdown()
      return
    }
    let doorbell = Doorbell()
    let listener = Task { for await _ in await engine.news() { doorbell.ring() } }
    defer { listener.cancel() }
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        let status = await statusLine()
        tell { try notifier.notify(.status(status)) }
        await doorbell.wait(until: clock.now().advanced(by: .seconds(60)), by: clock)
        // A status line looks at every schedule: one for a burst of changes is enough.
        await Doorbell().wait(until: clock.now().advanced(by: .seconds(1)), by: clock)
      }
    }
    tell { try notifier.notify(.stopping) }
  }

  private func statusLine() async -> String {
    let overview = await engine.overview
    var line = "\(overview.counts[.armed] ?? 0) schedules armed"
    if let name = overview.nextName, let due = overview.nextDue { line += ", next: \(name) at \(due.iso8601)" }
    let state = await sync.state
    if let error = state.error { return line + "; server: \(error)" }
    guard let last = state.lastSuccess else { return line }
    return line + "; synced \(last.duration(to: clock.now()).components.seconds) s ago"
  }

  private func tell(_ body: () throws -> Void) {
    do { try body() } catch { log.warning("the service manager cannot be told", metadata: ["error": "\(error)"]) }
  }
}
