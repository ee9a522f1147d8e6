import CivilTime
import Scheduling

/// How batches become durable: in order, all that wait in one group, as the engine does it.
extension World {
  func writeBatches() {
    guard let daemon, daemon.batchesInFlight == 0, !daemon.batches.isEmpty else { return }
    self.daemon?.batchesInFlight = daemon.batches.count
    let fails = now < store.fullUntil || (hasFaults && chance.chance(faults.diskFailures))
    let isSlow = hasFaults && chance.chance(0.02)
    self.daemon?.writingSince = daemon.writingSince ?? trueTime
    let end = isSlow ? later(.milliseconds(50), .seconds(20)) : later(.microseconds(200), .milliseconds(20))
    agenda.add(.commitEnds(life: daemon.life, isWritten: !fails), at: end)
  }

  func commitEnds(isWritten: Bool) {
    guard let daemon else { return }
    guard isWritten else {
      transcript.note(.remark("the ledger cannot be written"), at: trueTime, now)
      tell(ledgerFails: true)
      guard isAlive(daemon.life) else { return }
      return agenda.add(.commitAgain(life: daemon.life), at: trueTime.advanced(by: .seconds(1)))
    }
    let group = Array(daemon.batches.prefix(daemon.batchesInFlight))
    let refused = write(group, life: daemon.life)
    guard !diesHere() else { return }
    self.daemon?.batches.removeFirst(group.count)
    self.daemon?.batchesInFlight = 0
    noteSlowDisk(daemon.writingSince)
    tell(ledgerFails: false)
    for batch in group {
      guard isAlive(daemon.life) else { return }
      handle(.committed(batch: batch.id, refused: refused))
    }
    if isAlive(daemon.life) { writeBatches() }
  }

  private func tell(ledgerFails: Bool) {
    guard daemon?.ledgerFails == !ledgerFails else { return }
    daemon?.ledgerFails = ledgerFails
    handle(.ledgerFails(ledgerFails))
  }

  private func noteSlowDisk(_ since: Instant?) {
    daemon?.writingSince = nil
    if let since, since.duration(to: trueTime) > .milliseconds(30) { referee.isBunchedUntil = now.advanced(by: .seconds(1)) }
  }

  func writeAgain() {
    daemon?.batchesInFlight = 0
    writeBatches()
  }

  @discardableResult
  func write(_ group: [LedgerBatch], life: Int) -> Set<Identifier> {
    var refused: Set<Identifier> = []
    for batch in group {
      let fresh = store.write(batch)
      refused.formUnion(fresh)
      referee.written(batch, refused: fresh, life: life, targets: targets)
    }
    return refused
  }
}
