import CivilTime
import Logging
import Seams
import ServiceLifecycle

/// Keeps the ledger from growing for ever: deletes what is older or more than the limits allow, a little at a time, and
/// gives the room back.
package struct Retention: Service {
  let store: any Store
  let limits: RetentionLimits
  let clock: any WallClock
  let log: Logger
  /// What else is kept for a while only.
  let tidyElsewhere: @Sendable () async -> Void

  package init(
    store: any Store, limits: RetentionLimits, clock: any WallClock, log: Logger, elsewhere: @escaping @Sendable () async -> Void = {}
  ) {
    tidyElsewhere = elsewhere
    self.store = store
    self.limits = limits
    self.clock = clock
    self.log = log
  }

  private static let interval: Duration = .seconds(600)
  /// Between two batches, so that fires do not wait behind them.
  private static let pause: Duration = .milliseconds(200)
  /// One transaction of some ten milliseconds.
  private static let batch = 2000
  private static let shrinkBytes = 4 << 20

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await tidy()
        await tidyElsewhere()
        await Doorbell().wait(until: clock.now().advanced(by: Self.interval), by: clock)
      }
    }
  }

  /// Prunes until the limits hold.
  package func tidy() async {
    var removed = 0
    do throws(StoreError) {
      while !Task.isCancelled {
        let result = try await store.prune(limits, now: clock.now(), batch: Self.batch)
        removed += result.removedRows
        FaultPoint.reach(.duringRetention)
        guard result.hasMore else { break }
        await Doorbell().wait(until: clock.now().advanced(by: Self.pause), by: clock)
      }
      if removed > 0 { try await store.shrink(atMost: Self.shrinkBytes) }
    } catch {
      return log.error("old rows cannot be deleted", metadata: ["error": "\(error)"])
    }
    if removed > 0 { log.info("old rows deleted", metadata: ["rows": "\(removed)"]) }
  }
}
