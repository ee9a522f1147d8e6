import Synchronization

/// A place where a debug build can be made to die, so that tests see what a crash there leaves behind. In a release build
/// reaching one is nothing at all.
package enum FaultPoint: String, CaseIterable, Sendable {
  case beforeClaimCommit = "before-claim-commit"
  case afterClaimCommit = "after-claim-commit"
  case beforeStart = "before-start"
  case afterAnswer = "after-answer"
  /// A started fire is on the disk as started.
  case afterStartRecord = "after-start-record"
  /// A fire's end is on the disk.
  case afterOutcomeRecord = "after-outcome-record"
  /// The number of a further attempt is on the disk, and nothing of it is sent.
  case afterAttemptRecord = "after-attempt-record"
  case beforeLookUp = "before-look-up"
  case beforeDelivery = "before-delivery"
  /// A report is with the server, and still in the outbox.
  case afterDelivery = "after-delivery"
  /// What the server holds is known to the engine, and not yet to the cache.
  case duringSync = "during-sync"
  case duringReload = "during-reload"
  case duringCatchUp = "during-catch-up"
  case duringDrain = "during-drain"
  case duringRetention = "during-retention"
  case beforeReady = "before-ready"

  #if DEBUG
    private static let handler = Mutex<(@Sendable (FaultPoint) -> Void)?>(nil)

    /// From now on `handler` decides what happens at each point that is reached.
    package static func install(_ handler: @escaping @Sendable (FaultPoint) -> Void) {
      self.handler.withLock { $0 = handler }
    }
  #endif

  @inline(__always)
  package static func reach(_ point: @autoclosure () -> FaultPoint?) {
    #if DEBUG
      if let handler = handler.withLock({ $0 }), let point = point() { handler(point) }
    #endif
  }
}
