import CivilTime
import Scheduling

/// What is lost with the process.
final class Daemon {
  let life: Int
  var scheduler: Scheduler
  var catalog: SimulatedCatalog
  /// Batches that are not durable yet, in order. The first `batchesInFlight` are being written.
  var batches: [LedgerBatch] = []
  var batchesInFlight = 0
  /// The true time at which the first attempt to write them began.
  var writingSince: Instant?
  /// The scheduler was told that the ledger cannot be written.
  var ledgerFails = false
  /// By the daemon's clock.
  var wakeAt: Instant?
  var alarmGeneration = 0
  /// Whose runs are followed, and since which request.
  var followed: [Identifier: (fire: Fire, generation: Int)] = [:]
  var followGeneration = 0
  /// Requests without an answer.
  var sending = 0
  /// It was told to end, sends nothing more, and waits for what is on its way.
  var isEnding = false

  init(life: Int, limits: DispatchLimits, wakesPerTurn: Int, catalog: SimulatedCatalog) {
    self.life = life
    scheduler = Scheduler(limits: limits, wakesPerTurn: wakesPerTurn)
    self.catalog = catalog
  }

  var isIdle: Bool { sending == 0 && batches.isEmpty }
}
