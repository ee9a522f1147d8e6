import CivilTime
import Logging
import Seams
import ServiceLifecycle

/// Keeps the ledger from growing for ever: deletes what is older or more than the limits allow, a little at a time, and
/// gives the room back.
package actor Retention: Service {
  /// There are more rows or bytes than the limits allow, for they are of the last day; it is told once.
  private var isBeyondLimits = false

  private let store: any Store
  private let limits: RetentionLimits
  private let clock: any WallClock
  private let log: Logger
  /// What else is kept for a while only.
  private let tidyElsewhere: @Sendable () async -> Void

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
        await self.tidy()
        await self.tidyElsewhere()
        await Doorbell().wait(until: self.clock.now().advanced(by: Self.interval), by: self.clock)
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
        guard result.hasMore else {
          tell(result.isBeyondLimits)
          break
        }
        await Doorbell().wait(until: clock.now().advanced(by: Self.pause), by: clock)
      }
      if removed > 0 { try await store.shrink(atMost: Self.shrinkBytes) }
    } catch {
      return log.error("old rows cannot be deleted", metadata: ["error": "\(error)"])
    }
    if removed > 0 { log.info("old rows deleted", metadata: ["rows": "\(removed)"]) }
  }

  private func tell(_ isBeyondLimits: Bool) {
    if isBeyondLimits, !self.isBeyondLimits {
      let (rows, bytes) = (limits.rows.map { "\($0)" } ?? "off", limits.bytes.map { "\($0)" } ?? "off")
      log.warning(
        "the ledger is larger than retention allows, for the last day is always kept", metadata: ["rows": "\(rows)", "bytes": "\(bytes)"])
    }
    self.isBeyondLimits = isBeyondLimits
  }
}
