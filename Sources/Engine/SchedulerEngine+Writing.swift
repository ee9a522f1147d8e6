import CivilTime
import Logging
import Scheduling
import Seams

/// How batches become durable: those that wait go into one transaction, and the next one starts when it has ended.
extension SchedulerEngine {
  /// How long a failed write waits before it is tried again: a full disk is noticed as free again within a second or so.
  static let writeRetryDelay: Duration = .seconds(1)

  /// A transaction takes on batches until it has so many rows: of a herd the first fires need not wait until all are written.
  private static let rowsPerWrite = 1000

  func writeBatches() {
    guard batchesInFlight == 0, !batches.isEmpty else { return }
    var rows = 0
    let group = Array(
      batches.prefix { batch in
        defer { rows += batch.claims.count + batch.ranges.count + batch.updates.count }
        return rows < Self.rowsPerWrite
      })
    batchesInFlight = group.count
    let begun = clock.elapsed()
    Task {
      do throws(StoreError) {
        FaultPoint.reach(group.contains { !$0.claims.isEmpty } ? .beforeClaimCommit : nil)
        let result = try await store.commit(group)
        FaultPoint.reach(group.faultPointWhenDurable)
        figures.noteCommit(of: group, took: clock.elapsed() - begun)
        written(group, result)
      } catch {
        await writingFailed(error)
      }
    }
  }

  private func written(_ group: [LedgerBatch], _ result: CommitResult) {
    if writeProblem != nil {
      log.notice("the ledger can be written again")
      handle(.ledgerFails(false))
    }
    writeProblem = nil
    batches.removeFirst(group.count)
    batchesInFlight = 0
    batchesWritten += group.count
    publish(group, refused: result.refused)
    handle(group.map { .committed(batch: $0.id, refused: result.refused) })
    writeBells.forEach { $0.ring() }
    writeBatches()
    checkDrained()
  }

  /// Intent before effect: what could not be written down is not triggered. It is kept and tried again.
  private func writingFailed(_ error: StoreError) async {
    if writeProblem == nil {
      log.error("the ledger cannot be written; nothing new is started until it can", metadata: ["error": "\(error)"])
      handle(.ledgerFails(true))
    }
    writeProblem = error.description
    writeBells.forEach { $0.ring() }
    guard !hasStoppedDraining else { return abandonWriting() }
    await Doorbell().wait(until: clock.now().advanced(by: Self.writeRetryDelay), by: clock)
    guard !hasStoppedDraining else { return abandonWriting() }
    batchesInFlight = 0
    writeBatches()
  }

  /// A daemon whose time to stop is over does not wait for a disk; the next life recomputes what is missing.
  private func abandonWriting() {
    hasAbandonedWriting = true
    batches = []
    batchesInFlight = 0
    checkDrained()
  }

  // MARK: Waiting for it

  /// Whoever asks for something waits no longer for its answer.
  private static let longestWait: Duration = .seconds(10)

  /// True when all that was decided until now is durable: only then may anybody be told that it was done.
  /// - Returns: false when the next try to write fails, and when it takes too long. It is written later, if the daemon lives.
  package func hasWritten() async -> Bool {
    // What is asked of a fire whose claim is being written is decided behind that.
    for _ in 1...2 {
      let wanted = batchesMade
      guard await waits({ $0.batchesWritten >= wanted }) else { return false }
    }
    return true
  }

  /// The same of the end of an attempt, which somebody has just told.
  package func hasWrittenEnd(of fire: Identifier, attempt: Int) async -> Bool {
    guard await waits({ $0.scheduler.activeRow(fire)?.attempt != attempt }) else { return false }
    return await hasWritten()
  }

  private func waits(_ isDone: (isolated SchedulerEngine) -> Bool) async -> Bool {
    let begun = clock.elapsed()
    let bell = Doorbell()
    writeBells.append(bell)
    defer { writeBells.removeAll { $0 === bell } }
    // A problem from before may be over: the next try tells.
    var isOld = writeProblem != nil
    while !isDone(self), writeProblem == nil || isOld, !Task.isCancelled {
      let left = Self.longestWait - (clock.elapsed() - begun)
      guard left > .zero else { break }
      await bell.wait(until: clock.now().advanced(by: left), by: clock)
      isOld = false
    }
    return isDone(self)
  }
}

extension [LedgerBatch] {
  /// What has just become durable, as tests of crashes tell it apart.
  fileprivate var faultPointWhenDurable: FaultPoint? {
    if contains(where: { !$0.claims.isEmpty }) { return .afterClaimCommit }
    let updates = flatMap(\.updates)
    if updates.contains(where: \.outcome.isFinal) { return .afterOutcomeRecord }
    if updates.contains(where: { $0.outcome == .started }) { return .afterStartRecord }
    return updates.contains { $0.outcome == .waiting && $0.attempt > 1 } ? .afterAttemptRecord : nil
  }
}
