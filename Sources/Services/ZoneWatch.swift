import CivilTime
import Logging
import Seams
import ServiceLifecycle

/// Notices that the machine's time zone rules have been replaced, and has every schedule planned anew.
package struct ZoneWatch: Service {
  let sync: ScheduleSync
  let refresh: @Sendable () -> [String]
  let clock: any WallClock
  let log: Logger

  /// - Parameter refresh: reads the zones in use again, and returns the names of those whose rules have changed.
  package init(sync: ScheduleSync, clock: any WallClock, log: Logger, refresh: @escaping @Sendable () -> [String]) {
    self.sync = sync
    self.refresh = refresh
    self.clock = clock
    self.log = log
  }

  /// Governments announce weeks ahead; packages follow within days.
  private static let interval: Duration = .seconds(300)

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await Doorbell().wait(until: clock.now().advanced(by: Self.interval), by: clock)
        await look()
      }
    }
  }

  package func look() async {
    let changed = refresh()
    guard !changed.isEmpty else { return }
    log.notice("time zone rules have been replaced", metadata: ["zones": "\(changed.sorted().joined(separator: ", "))"])
    await sync.zonesReplaced()
  }
}
